"""What feedback keeps of somebody, for “My data”. Of votes only one's own are here: nobody sees those of others."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.queries.my_data import Rows, Section
from app.feedback.labels import kind_label, status_label
from app.feedback.models import Comment, Follower, Idea, Mention, VoteEvent
from app.feedback.models.petitions import Objection, ReopenRequest

IDEAS = "feedback.show_ideas"


def _ideas(ids: Sequence[int]) -> Rows:
    given = (
        Idea.submitted_at,
        Idea.id.label("idea"),
        Idea.kind,
        Idea.title,
        Idea.text,
        Idea.steps,
        Idea.proposal,
        Idea.workaround,
        Idea.status,
    )
    return sa.select(*given).where(Idea.author_id.in_(ids)).order_by(Idea.id.desc())


def _voices(ids: Sequence[int]) -> Rows:
    given = (Idea.submitted_at, Idea.id.label("idea"), Idea.title, Idea.voice.label("text"))
    return sa.select(*given).where(Idea.on_behalf_of_id.in_(ids)).order_by(Idea.id.desc())


def _comments(ids: Sequence[int]) -> Rows:
    given = (Comment.posted_at, Comment.idea_id.label("idea"), Comment.text, Comment.edited_at, Comment.removed_at)
    return sa.select(*given).where(Comment.author_id.in_(ids)).order_by(Comment.id.desc())


def _mentions(ids: Sequence[int]) -> Rows:
    rows = sa.select(Mention.at, Comment.idea_id.label("idea")).join(Comment, Comment.id == Mention.comment_id)
    return rows.where(Mention.person_id.in_(ids)).order_by(Mention.at.desc(), Comment.idea_id)


def _votes(ids: Sequence[int]) -> Rows:
    given = (VoteEvent.at, VoteEvent.idea_id.label("idea"), VoteEvent.cast)
    return sa.select(*given).where(VoteEvent.person_id.in_(ids)).order_by(VoteEvent.id.desc())


def _following(ids: Sequence[int]) -> Rows:
    given = (Follower.followed_at, Follower.idea_id.label("idea"), Follower.muted_at)
    return sa.select(*given).where(Follower.person_id.in_(ids)).order_by(Follower.followed_at.desc(), Follower.idea_id)


def _reopenings(ids: Sequence[int]) -> Rows:
    given = (
        ReopenRequest.idea_id.label("idea"),
        ReopenRequest.evidence.label("text"),
        ReopenRequest.accepted,
        ReopenRequest.answer,
    )
    return sa.select(*given).where(ReopenRequest.person_id.in_(ids)).order_by(ReopenRequest.id.desc())


def _objections(ids: Sequence[int]) -> Rows:
    given = (Objection.idea_id.label("idea"), Objection.text, Objection.answer)
    return sa.select(*given).where(Objection.person_id.in_(ids)).order_by(Objection.id.desc())


SECTIONS = (
    Section("ideas", _l("Ideas"), _l("Ideas you wrote."), _ideas, {"kind": kind_label, "status": status_label}, IDEAS),
    Section(
        "voices",
        _l("Ideas written on behalf"),
        _l("What a colleague wrote down in your words, with your consent."),
        _voices,
    ),
    Section("comments", _l("Comments"), _l("What you said about ideas."), _comments),
    Section("mentions", _l("Mentions"), _l("Where somebody called you into a conversation."), _mentions),
    Section("votes", _l("Own votes"), _l("Votes you cast or took back; nobody else sees that they are yours."), _votes),
    Section("following", _l("Followed ideas"), _l("You hear what becomes of them."), _following),
    Section(
        "reopenings", _l("Requests to open an idea again"), _l("What you asked for, and the answers."), _reopenings
    ),
    Section("objections", _l("Objections"), _l("Where you said that something is not solved."), _objections),
)
