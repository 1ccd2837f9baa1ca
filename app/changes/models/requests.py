"""Change requests, their words, their history, and the ideas that they answer."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.changes.models.templates import ChangeTemplate
from app.feedback.models import Idea
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class ChangeKind(StrEnum):
    """A standard change follows an approved template, a normal one is voted on, an emergency is approved by two and voted on after."""

    standard = "standard"
    normal = "normal"
    emergency = "emergency"


class ChangeState(StrEnum):
    """Where a change request is on its way; the moves between them are in `MOVES`."""

    draft = "draft"
    assessing = "assessing"
    ready = "ready"
    on_agenda = "on_agenda"
    voting = "voting"
    approved = "approved"
    approved_with_conditions = "approved_with_conditions"
    rejected = "rejected"
    returned = "returned"
    scheduled = "scheduled"
    implementing = "implementing"
    implemented = "implemented"
    backed_out = "backed_out"
    in_pir = "in_pir"
    closed_success = "closed_success"
    closed_partial = "closed_partial"
    closed_failed = "closed_failed"
    cancelled = "cancelled"


S = ChangeState
BEFORE_WORK = (S.draft, S.assessing, S.ready, S.on_agenda, S.voting, S.approved, S.approved_with_conditions)
EDITABLE = frozenset({*BEFORE_WORK, S.returned, S.scheduled})
"""Until the work begins the words may change; what was agreed to then falls."""
ENDED = frozenset({S.closed_success, S.closed_partial, S.closed_failed, S.rejected, S.cancelled})
IN_WORK = frozenset({S.draft, S.assessing})
"""Not yet ready to be read by everyone."""

# Where a change request may go, in the order in which the moves are offered; guards say under which conditions.
MOVES: dict[ChangeState, tuple[ChangeState, ...]] = {
    S.draft: (S.assessing, S.scheduled, S.implementing, S.cancelled),
    S.assessing: (S.ready, S.cancelled),
    S.ready: (S.on_agenda, S.assessing, S.cancelled),
    S.on_agenda: (S.voting, S.assessing, S.cancelled),
    S.voting: (S.approved, S.approved_with_conditions, S.rejected, S.returned, S.on_agenda, S.cancelled),
    S.approved: (S.scheduled, S.returned, S.on_agenda, S.cancelled),
    S.approved_with_conditions: (S.scheduled, S.returned, S.on_agenda, S.cancelled),
    S.returned: (S.assessing, S.on_agenda, S.cancelled),
    S.scheduled: (S.implementing, S.draft, S.on_agenda, S.cancelled),
    S.implementing: (S.implemented, S.backed_out),
    S.implemented: (S.in_pir,),
    S.backed_out: (S.in_pir,),
    S.in_pir: (S.closed_success, S.closed_partial, S.closed_failed),
    S.rejected: (),
    S.closed_success: (),
    S.closed_partial: (),
    S.closed_failed: (),
    S.cancelled: (),
}


class ChangeRequest(Base):
    """One change request; its id is its number. `version` is what a form saw: a stale form gets 409.

    `content_hash` stands for the words and the assessment as they are now; ballots and approvals name the hash they were given on.
    `implemented_at` stays empty for what was backed out.
    """

    __tablename__ = "change_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind, "kind"))
    title: Mapped[str]
    description: Mapped[str]
    benefit: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    template_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_templates.id"), index=True)
    state: Mapped[ChangeState] = mapped_column(choice(ChangeState, "state"), index=True)
    state_since: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    content_hash: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    window_start: Mapped[datetime | None] = mapped_column(index=True)
    window_end: Mapped[datetime | None]
    implemented_at: Mapped[datetime | None]
    review_due_at: Mapped[datetime | None] = mapped_column(index=True)
    search_text: Mapped[str] = mapped_column(default="")
    token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")
    template: Mapped[ChangeTemplate | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("(kind = 'standard') = (template_id IS NOT NULL)", name="standard_names_template"),
        sa.CheckConstraint("(window_start IS NULL) = (window_end IS NULL)", name="window_whole"),
        sa.CheckConstraint("window_end IS NULL OR window_end > window_start", name="window_in_order"),
        sa.CheckConstraint(
            "kind <> 'emergency' OR state IN ('draft', 'cancelled') OR review_due_at IS NOT NULL",
            name="emergency_is_reviewed",
        ),
        {"sqlite_autoincrement": True},
    )


class ChangeEvent(Base):
    """One move of a change request, with why and on what ground (a meeting, a decision, a release). Append-only."""

    __tablename__ = "change_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"), index=True)
    from_state: Mapped[ChangeState | None] = mapped_column(choice(ChangeState, "from_state"))
    to_state: Mapped[ChangeState] = mapped_column(choice(ChangeState, "to_state"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(default="")

    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class ChangeRevision(Base):
    """The words of a change request as they stood from a moment on. Append-only."""

    __tablename__ = "change_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"))
    revision: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    benefit: Mapped[str]
    area: Mapped[str]
    content_hash: Mapped[str]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (sa.UniqueConstraint("change_id", "revision"),)


class ChangeIdea(Base):
    """A change request answers an idea; an idea may need several changes."""

    __tablename__ = "change_ideas"

    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True, index=True)
    linked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    linked_at: Mapped[datetime]

    idea: Mapped[Idea] = relationship(lazy="raise_on_sql")


append_only(ChangeEvent.__table__)
append_only(ChangeRevision.__table__)
