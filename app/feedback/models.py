"""Ideas, their history, votes, comments and followers."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class IdeaKind(StrEnum):
    """An idea says what would be better; a problem says what hurts."""

    idea = "idea"
    problem = "problem"


class IdeaStatus(StrEnum):
    """Where an idea is on its way; the moves between them are in `MOVES`."""

    submitted = "submitted"
    needs_info = "needs_info"
    open = "open"
    discussing = "discussing"
    in_review = "in_review"
    parked = "parked"
    planned = "planned"
    in_progress = "in_progress"
    delivered = "delivered"
    closed = "closed"
    declined = "declined"
    withdrawn = "withdrawn"
    merged = "merged"


VOTING = frozenset({IdeaStatus.open, IdeaStatus.discussing, IdeaStatus.parked})
OUTCOMES = frozenset({IdeaStatus.planned, IdeaStatus.delivered, IdeaStatus.closed, IdeaStatus.declined})


class Idea(Base):
    """One idea; its id is its number. `version` is what a form saw: a stale form gets 409."""

    __tablename__ = "ideas"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[IdeaKind] = mapped_column(choice(IdeaKind, "kind"), default=IdeaKind.idea)
    title: Mapped[str]
    text: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    status: Mapped[IdeaStatus] = mapped_column(choice(IdeaStatus, "status"), index=True)
    status_since: Mapped[datetime]
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    first_response_at: Mapped[datetime | None]
    canonical_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    status_before_merge: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "status_before_merge"))
    search_text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("canonical_id <> id", name="not_merged_into_itself"),
        sa.CheckConstraint("(status = 'merged') = (canonical_id IS NOT NULL)", name="merged_names_target"),
        {"sqlite_autoincrement": True},
    )


class IdeaEvent(Base):
    """One thing that happened to an idea, with the official words about it. Append-only."""

    __tablename__ = "idea_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    from_status: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "from_status"))
    to_status: Mapped[IdeaStatus] = mapped_column(choice(IdeaStatus, "to_status"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")

    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Vote(Base):
    """One person's vote for one idea, with the department of that day. A merge never touches it."""

    __tablename__ = "votes"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    cast_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("idea_id", "person_id"),)


class VoteEvent(Base):
    """A vote was cast or withdrawn. Append-only."""

    __tablename__ = "vote_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    cast: Mapped[bool]
    at: Mapped[datetime]


class Comment(Base):
    """One comment on an idea."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str]
    posted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    token: Mapped[str] = mapped_column(unique=True)

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")


class Follower(Base):
    """Somebody who wants to hear about an idea without voting for it, or has muted it."""

    __tablename__ = "followers"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    followed_at: Mapped[datetime]
    muted_at: Mapped[datetime | None]


for _table in (IdeaEvent, VoteEvent):
    append_only(_table.__table__)
