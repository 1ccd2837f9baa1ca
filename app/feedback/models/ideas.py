"""Ideas and their history."""

from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Department, Person
from app.feedback.models.photos import IdeaPhoto
from app.feedback.models.statuses import VOTING, DeclineCode, IdeaStatus
from app.foundation import clock
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class IdeaKind(StrEnum):
    """An idea says what would be better; a problem says what hurts."""

    idea = "idea"
    problem = "problem"


EXCERPT = 200
OBJECTION_TIME = timedelta(days=30)
"""How long voters may say that a delivery has not solved it; then it is done."""

HIDDEN, PAUSED, MERGED = (sa.text(f"{name} IS NOT NULL") for name in ("hidden_at", "parked_until", "canonical_id"))


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
    steps: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    workaround: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("departments.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    on_behalf_of_name: Mapped[str] = mapped_column(default="")
    voice: Mapped[str] = mapped_column(default="")
    consent: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    hidden_reason: Mapped[str] = mapped_column(default="")
    status: Mapped[IdeaStatus] = mapped_column(choice(IdeaStatus, "status"))
    status_since: Mapped[datetime] = mapped_column(index=True)
    submitted_at: Mapped[datetime]
    first_response_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    parked_until: Mapped[date | None]
    canonical_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    status_before_merge: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "status_before_merge"))
    search_text: Mapped[str] = mapped_column(default="")
    voting_round: Mapped[int] = mapped_column(default=1)
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id], lazy="raise_on_sql")
    photo: Mapped[IdeaPhoto | None] = relationship(lazy="raise_on_sql", viewonly=True)
    department: Mapped[Department] = relationship(lazy="raise_on_sql")

    @property
    def takes_votes(self) -> bool:
        """Whether votes for it are cast and withdrawn now."""
        return self.status in VOTING and self.hidden_at is None

    @property
    def time_is_up(self) -> datetime | None:
        """Since when the clock alone would move it on: a pause that is over, a delivery nobody objected to; else None."""
        due = None
        if self.status is IdeaStatus.parked and self.parked_until is not None:
            due = clock.start_of(self.parked_until)
        elif self.status is IdeaStatus.delivered:
            due = self.status_since + OBJECTION_TIME
        return due if due is not None and due <= clock.now() else None

    @property
    def excerpt(self) -> str:
        """The beginning of the text in one line; empty where the title says it all."""
        line = " ".join(self.text.split())
        return "" if line.rstrip("。.") == self.title else line[:EXCERPT]

    __table_args__ = (
        sa.Index("ix_ideas_submitted_at_id", "submitted_at", "id"),
        sa.Index("ix_ideas_status_status_since", "status", "status_since"),
        # Few ideas are kept from anybody, paused or merged. An index of these alone stays small, and no statistics talk a planner out of it.
        sa.Index(
            "ix_ideas_sensitive", "id", sqlite_where=sa.text("sensitive = 1"), postgresql_where=sa.text("sensitive")
        ),
        sa.Index("ix_ideas_hidden", "id", sqlite_where=HIDDEN, postgresql_where=HIDDEN),
        sa.Index("ix_ideas_canonical_id", "canonical_id", sqlite_where=MERGED, postgresql_where=MERGED),
        sa.Index("ix_ideas_parked_until", "parked_until", sqlite_where=PAUSED, postgresql_where=PAUSED),
        sa.CheckConstraint("canonical_id <> id", name="not_merged_into_itself"),
        sa.CheckConstraint("(status = 'merged') = (canonical_id IS NOT NULL)", name="merged_names_target"),
        sa.CheckConstraint("parked_until IS NULL OR status IN ('parked', 'merged')", name="only_parked_has_a_date"),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name="hidden_by_somebody"),
        sa.CheckConstraint("on_behalf_of_id IS NULL OR on_behalf_of_name = ''", name="one_colleague"),
        sa.CheckConstraint(
            "(on_behalf_of_id IS NULL AND on_behalf_of_name = '') OR consent", name="colleague_consents"
        ),
        {"sqlite_autoincrement": True},
    )


class IdeaEvent(Base):
    """One move of an idea, with the official words about it. Append-only.

    `target_id` is what it was merged into. `evidence` names the row of another floor that moved it, such as `decision:3`.
    """

    __tablename__ = "idea_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    from_status: Mapped[IdeaStatus | None] = mapped_column(choice(IdeaStatus, "from_status"))
    to_status: Mapped[IdeaStatus] = mapped_column(choice(IdeaStatus, "to_status"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    target_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    evidence: Mapped[str] = mapped_column(default="")
    decline_code: Mapped[DeclineCode | None] = mapped_column(choice(DeclineCode, "decline_code"))
    decision_ref: Mapped[str] = mapped_column(default="")

    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def tells_lessons(self) -> bool:
        """Whether its words are what the review taught: closing answers nothing, so the words of the release go on to hold."""
        return self.to_status is IdeaStatus.closed and bool(self.reason)

    __table_args__ = (
        sa.CheckConstraint("decline_code IS NULL OR to_status = 'declined'", name="only_refusals_have_a_code"),
    )


append_only(IdeaEvent.__table__)
