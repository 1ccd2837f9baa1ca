"""Writing, mending, hiding and removing comments."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.actions.errors import CommentsClosed, IdeaNotFound, MentionRefused, StaleComment
from app.feedback.actions.moves import change_status
from app.feedback.actions.responding import count_response, idea_behind, take_back_response
from app.feedback.events import CommentConcealed, CommentPosted, CommentRestored, PersonMentioned
from app.feedback.models import Comment, CommentRevision, Follower, Idea, IdeaStatus, Mention
from app.feedback.policies import is_responder, may_comment, may_see, may_write_note
from app.feedback.queries.mentions import Mentions, mentions_in
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked
from app.foundation.events import publish
from app.foundation.words import normalised


def post_comment(*, idea_id: int, author: Person, text: str, token: str, internal: bool = False) -> Comment:
    """Comment on an idea; the same form (`token`) sent again gives the same comment. Who writes follows from then on.

    Words of somebody with a mandate stop the clock of the first response; words of the author answer an open question. An
    internal note does neither, for the author does not read it. Raises IdeaNotFound, CommentsClosed or MentionRefused.
    """
    db.session.execute(locked(sa.select(Person.id).where(Person.id == author.id)))
    before = db.session.scalar(sa.select(Comment).where(Comment.token == token, Comment.author_id == author.id))
    if before is not None:
        return before
    idea = _held_idea(idea_id, author)
    if not (may_write_note(author, idea) if internal else may_comment(author, idea)):
        raise CommentsClosed
    text, moment = normalised(text), clock.now()
    called = _resolved(text, idea, internal=internal)
    comment = Comment(
        idea_id=idea.id,
        author_id=author.id,
        text=text,
        internal=internal,
        mentioned=_names(called),
        posted_at=moment,
        token=token,
    )
    db.session.add(comment)
    insert_new(Follower, [{"idea_id": idea.id, "person_id": author.id, "followed_at": moment}])
    if not internal:
        _answer(idea, author, moment)
    db.session.flush()
    _call(comment, called)
    publish(CommentPosted(idea_id=idea.id, comment_id=comment.id, author_id=author.id))
    return comment


def edit_comment(*, comment: Comment, author: Person, version: int, text: str) -> None:
    """Put one's own comment in other words; the old ones stay readable. Who is mentioned anew hears of it.

    Raises StaleComment (edited elsewhere, hidden or removed meanwhile), CommentsClosed or MentionRefused.
    """
    idea = _held_idea(comment.idea_id, author)
    if not may_comment(author, idea) and not comment.internal:
        raise CommentsClosed
    text, moment = normalised(text), clock.now()
    if text == comment.text and version == comment.version:
        return
    called = _resolved(text, idea, internal=comment.internal)
    earlier = CommentRevision(
        comment_id=comment.id,
        version=comment.version,
        text=comment.text,
        written_at=comment.edited_at or comment.posted_at,
    )
    words = {"text": text, "mentioned": _names(called), "edited_at": moment, "version": version + 1}
    _swap(comment, version, words)
    db.session.add(earlier)
    db.session.flush()
    _call(comment, called)


def hide_comment(*, comment: Comment, actor: Person, reason: str) -> None:
    """Take the words of a comment off the page, with a reason that stands in their place. Raises StaleComment if it was removed."""
    if comment.hidden_at is not None:
        return
    state = {"hidden_at": clock.now(), "hidden_by_id": actor.id, "hidden_reason": normalised(reason)}
    idea = idea_behind(comment)
    _swap(comment, comment.version, state)
    take_back_response(idea, comment)
    _note("hidden", comment, actor.id, reason)
    publish(CommentConcealed(idea_id=comment.idea_id, comment_id=comment.id))


def restore_comment(*, comment: Comment, actor: Person) -> None:
    """Show a hidden comment again, exactly as it was."""
    if comment.hidden_at is None:
        return
    idea = idea_behind(comment)
    comment.hidden_at, comment.hidden_by_id, comment.hidden_reason = None, None, ""
    db.session.flush()
    count_response(idea, comment)
    _note("restored", comment, actor.id)
    publish(CommentRestored(idea_id=comment.idea_id, comment_id=comment.id))


def remove_comment(*, comment: Comment, actor_id: int) -> None:
    """Take a comment off the page; that it stood there, and who removed it, stays visible."""
    if comment.removed_at is not None:
        return
    idea = idea_behind(comment)
    comment.removed_at, comment.removed_by_id = clock.now(), actor_id
    db.session.flush()
    take_back_response(idea, comment)
    _note("removed", comment, actor_id)
    publish(CommentConcealed(idea_id=comment.idea_id, comment_id=comment.id))


def _held_idea(idea_id: int, reader: Person) -> Idea:
    wanted = locked(sa.select(Idea).where(Idea.id == idea_id))
    idea: Idea | None = db.session.scalar(wanted, execution_options={"populate_existing": True})
    if idea is None or not may_see(reader, idea):
        raise IdeaNotFound
    return idea


def _answer(idea: Idea, author: Person, moment: datetime) -> None:
    if idea.first_response_at is None and is_responder(author, idea):
        idea.first_response_at = moment
    if idea.status is IdeaStatus.needs_info and author.id == idea.author_id:
        change_status(idea=idea, to=IdeaStatus.submitted, actor=author, reason="")


def _resolved(text: str, idea: Idea, *, internal: bool) -> Mentions:
    called = mentions_in(text, idea, internal=internal)
    if called.ambiguous or called.barred:
        raise MentionRefused(called.ambiguous, called.barred)
    return called


def _names(called: Mentions) -> list[list[str]]:
    return [[word, person.name] for word, person in called.people.items()]


def _call(comment: Comment, called: Mentions) -> None:
    """Write down who is mentioned, and tell those whom this comment had not called before; nobody calls oneself."""
    moment = comment.edited_at or comment.posted_at
    for person_id in sorted({person.id for person in called.people.values()} - {comment.author_id}):
        if insert_new(Mention, [{"comment_id": comment.id, "person_id": person_id, "at": moment}]):
            publish(PersonMentioned(idea_id=comment.idea_id, comment_id=comment.id, person_id=person_id))


def _swap(comment: Comment, version: int, values: dict[str, object]) -> None:
    """Compare and swap: only what still stands as the form saw it is changed. Raises StaleComment."""
    seen = (Comment.id == comment.id, Comment.version == version)
    stands = (Comment.removed_at.is_(None), Comment.hidden_at.is_(None))
    swap = sa.update(Comment).where(*seen, *stands).values(**values)
    done = db.session.execute(swap.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
    db.session.refresh(comment)
    if done != 1:
        raise StaleComment


def _note(act: str, comment: Comment, actor_id: int, reason: str = "") -> None:
    """The audit trail tells what was done to which comment, never its words: more people read it than may read those."""
    told = {"idea": comment.idea_id, "author": comment.author_id}
    audit.record(
        act=f"comment:{act}", subject=("comment", comment.id), actor_id=actor_id, after=told, reason=normalised(reason)
    )
