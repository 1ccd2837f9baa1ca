"""The conversation about an idea, as far as a reader may follow it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person, PersonRole
from app.feedback.models import Comment, CommentRevision, Follower, Idea, Mention
from app.feedback.policies import NOTE_READERS, may_read_text, reads_notes
from app.feedback.queries.visibility import seeing
from app.foundation.db import db
from app.foundation.paging import Page

COMMENTS_SHOWN = 30


def standing() -> sa.ColumnElement[bool]:
    """Comments that count for everyone: no internal notes, none that was hidden or removed."""
    return sa.and_(sa.not_(Comment.internal), Comment.hidden_at.is_(None), Comment.removed_at.is_(None))


def listed_count(idea_id: Any) -> sa.ScalarSelect[int]:
    """How many places a reader finds in the conversation of an idea, to be executed with `notes` (whether notes are read)."""
    return sa.select(sa.func.count()).where(Comment.idea_id == idea_id, _for_reader()).scalar_subquery()


def standing_count(idea_id: Any) -> sa.ScalarSelect[int]:
    """How many comments of an idea stand for everyone."""
    return sa.select(sa.func.count()).where(Comment.idea_id == idea_id, standing()).scalar_subquery()


def _for_reader() -> sa.ColumnElement[bool]:
    return sa.or_(sa.not_(Comment.internal), sa.bindparam("notes", type_=sa.Boolean).is_(sa.true()))


@cache
def _rows() -> sa.Select[Comment]:
    author = joinedload(Comment.author).options(load_only(Person.name))
    of_idea = Comment.idea_id == sa.bindparam("number", type_=sa.Integer)
    rows = sa.select(Comment).where(of_idea, _for_reader()).options(author).order_by(Comment.posted_at, Comment.id)
    return rows.limit(COMMENTS_SHOWN).offset(sa.bindparam("offset", type_=sa.Integer))


def place_of(idea_id: Any) -> sa.ScalarSelect[int]:
    """At which place of the conversation comment `at` stands; 0 where the reader finds none of that number in it."""
    it = sa.orm.aliased(Comment, name="it")
    until = sa.or_(Comment.posted_at < it.posted_at, sa.and_(Comment.posted_at == it.posted_at, Comment.id <= it.id))
    found = sa.or_(sa.not_(it.internal), sa.bindparam("notes", type_=sa.Boolean).is_(sa.true()))
    return (
        sa.select(sa.func.count())
        .select_from(it)
        .join(Comment, sa.and_(Comment.idea_id == it.idea_id, _for_reader(), until))
        .where(it.id == sa.bindparam("at", type_=sa.Integer), it.idea_id == idea_id, found)
        .scalar_subquery()
    )


def page_of_place(place: int) -> int | None:
    """The page of a conversation that holds a place; None for place 0."""
    return -(-place // COMMENTS_SHOWN) or None


def comments_of(number: int, total: int, *, reader: Any, wanted_page: int | None = None) -> Page[Comment]:
    """One page of what the reader finds in a conversation of `total` places: the one asked for, or the last."""
    last = max(1, -(-total // COMMENTS_SHOWN))
    here = min(max(1, wanted_page or last), last)
    asked = {"number": number, "offset": (here - 1) * COMMENTS_SHOWN, "notes": reads_notes(reader)}
    return Page(rows=list(db.session.scalars(_rows(), asked)), number=here, size=COMMENTS_SHOWN, total=total)


def comment_of(number: int, comment_id: int, *, reader: Any) -> Comment | None:
    """One comment of one idea, with its author, as far as the reader may know of it."""
    wanted = sa.select(Comment).where(Comment.id == comment_id, Comment.idea_id == number, _for_reader())
    author = joinedload(Comment.author).options(load_only(Person.name))
    return db.session.scalar(wanted.options(author), {"notes": reads_notes(reader)})


def revisions_of(comment: Comment, *, reader: Any) -> list[CommentRevision]:
    """Earlier wordings of a comment, the last replaced one first; none where the reader may not read its words."""
    if not may_read_text(reader, comment):
        return []
    rows = sa.select(CommentRevision).where(CommentRevision.comment_id == comment.id)
    return list(db.session.scalars(rows.order_by(CommentRevision.version.desc())))


def conversation_of(idea_id: int) -> set[int]:
    """Ids of those who hear about comments: the author, and who follows, as everyone does who has commented; less the muted,
    and those who may not see it.
    """
    ties = sa.select(Follower.person_id, Follower.muted_at).where(Follower.idea_id == idea_id)
    muted_at = {row.person_id: row.muted_at for row in db.session.execute(ties)}
    author = db.session.scalars(sa.select(Idea.author_id).where(Idea.id == idea_id))
    return seeing(idea_id, {person for person in (*muted_at, *author) if muted_at.get(person) is None})


def hearers_of(comment_id: int) -> set[int]:
    """Ids of those who hear of a comment: the conversation, of an internal note only those who read notes; not the writer, nor
    those whom it mentions, since they hear of that.
    """
    comment = db.session.get_one(Comment, comment_id)
    called = set(db.session.scalars(sa.select(Mention.person_id).where(Mention.comment_id == comment_id)))
    people = conversation_of(comment.idea_id) - called - {comment.author_id}
    return note_readers_among(people) if comment.internal else people


def muted_by(idea_id: int) -> set[int]:
    """Ids of those who want to hear nothing of an idea."""
    rows = sa.select(Follower.person_id).where(Follower.idea_id == idea_id, Follower.muted_at.is_not(None))
    return set(db.session.scalars(rows))


def note_readers_among(people: Iterable[int]) -> set[int]:
    """Those of these people (by id) who read internal notes."""
    rows = sa.select(PersonRole.person_id).where(PersonRole.role.in_(NOTE_READERS))
    return set(people) & set(db.session.scalars(rows))
