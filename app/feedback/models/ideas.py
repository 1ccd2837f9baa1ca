"""Ideas and their history: where they may go, and what became of them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person
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
EXCERPT = 200
EDITABLE = frozenset({IdeaStatus.submitted, IdeaStatus.needs_info, IdeaStatus.open})
ENDED = frozenset({IdeaStatus.closed, IdeaStatus.declined, IdeaStatus.withdrawn, IdeaStatus.merged})

# Where an idea may go, in the order in which the moves are offered. Merging and its undoing are no moves of this table:
# they need a second idea.
MODERATOR_MOVES: dict[IdeaStatus, tuple[IdeaStatus, ...]] = {
    IdeaStatus.submitted: (IdeaStatus.open, IdeaStatus.needs_info, IdeaStatus.declined),
    IdeaStatus.needs_info: (IdeaStatus.submitted,),
    IdeaStatus.open: (IdeaStatus.discussing, IdeaStatus.planned, IdeaStatus.parked, IdeaStatus.declined),
    IdeaStatus.discussing: (IdeaStatus.in_review, IdeaStatus.parked, IdeaStatus.declined),
    IdeaStatus.in_review: (IdeaStatus.planned, IdeaStatus.discussing, IdeaStatus.declined),
    IdeaStatus.parked: (IdeaStatus.open, IdeaStatus.declined),
    IdeaStatus.planned: (IdeaStatus.in_progress, IdeaStatus.in_review),
    IdeaStatus.in_progress: (IdeaStatus.delivered, IdeaStatus.in_review),
    IdeaStatus.delivered: (IdeaStatus.closed, IdeaStatus.in_progress),
    IdeaStatus.declined: (IdeaStatus.open,),
    IdeaStatus.closed: (),
    IdeaStatus.withdrawn: (),
    IdeaStatus.merged: (),
}
AUTHOR_MOVES: dict[IdeaStatus, tuple[IdeaStatus, ...]] = {
    IdeaStatus.submitted: (IdeaStatus.withdrawn,),
    IdeaStatus.needs_info: (IdeaStatus.submitted, IdeaStatus.withdrawn),
    IdeaStatus.open: (IdeaStatus.withdrawn,),
}
MOVES: dict[IdeaStatus, frozenset[IdeaStatus]] = {
    status: frozenset(MODERATOR_MOVES[status] + AUTHOR_MOVES.get(status, ())) for status in IdeaStatus
}


def needs_answer(from_status: IdeaStatus, to_status: IdeaStatus) -> bool:
    """Whether a move must carry words for those who wait: an outcome, a question, a pause, a second thought."""
    if IdeaStatus.declined in (from_status, to_status):
        return True
    return to_status in {IdeaStatus.planned, IdeaStatus.delivered, IdeaStatus.parked, IdeaStatus.needs_info}


class Idea(Base):
    """One idea; its id is its number. `version` is what a form saw: a stale form gets 409.

    `voting_round` goes up when the idea leaves voting: votes of earlier rounds have been returned to their owners. They still
    count for the idea, and cost nothing any more, even if it is opened again; so nobody ever exceeds the budget.
    """

    __tablename__ = "ideas"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[IdeaKind] = mapped_column(choice(IdeaKind, "kind"), default=IdeaKind.idea)
    title: Mapped[str]
    text: Mapped[str]
    area: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    status: Mapped[IdeaStatus] = mapped_column(choice(IdeaStatus, "status"), index=True)
    status_since: Mapped[datetime] = mapped_column(index=True)
    submitted_at: Mapped[datetime]
    first_response_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    canonical_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    status_before_merge: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "status_before_merge"))
    search_text: Mapped[str] = mapped_column(default="")
    voting_round: Mapped[int] = mapped_column(default=1)
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    department: Mapped[Department] = relationship(lazy="raise_on_sql")

    @property
    def takes_votes(self) -> bool:
        """Whether votes for it are cast and withdrawn now."""
        return self.status in VOTING

    @property
    def excerpt(self) -> str:
        """The beginning of the text in one line; empty where the title says it all."""
        line = " ".join(self.text.split())
        return "" if line.rstrip("。.") == self.title else line[:EXCERPT]

    __table_args__ = (
        sa.Index("ix_ideas_submitted_at_id", "submitted_at", "id"),
        sa.CheckConstraint("canonical_id <> id", name="not_merged_into_itself"),
        sa.CheckConstraint("(status = 'merged') = (canonical_id IS NOT NULL)", name="merged_names_target"),
        {"sqlite_autoincrement": True},
    )


class IdeaEvent(Base):
    """One move of an idea, with the official words about it; `target_id` is what it was merged into. Append-only."""

    __tablename__ = "idea_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    from_status: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "from_status"))
    to_status: Mapped[IdeaStatus] = mapped_column(choice(IdeaStatus, "to_status"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    target_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))

    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")


append_only(IdeaEvent.__table__)
