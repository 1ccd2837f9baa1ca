"""What stands on the agenda of a meeting, and what was said and decided about it."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.ambassadors.models.meetings import Meeting
from app.ambassadors.models.published import locked_when_published
from app.changes.models import ChangeRequest
from app.feedback.models import Idea
from app.foundation.db import Base, choice


class ItemKind(StrEnum):
    """What an item is about."""

    idea = "idea"
    change = "change"
    text = "text"


class ItemOutcome(StrEnum):
    """What the meeting made of an item. Recommended and parked are for ideas; a carried item returns next time."""

    recommended = "recommended"
    carried = "carried"
    parked = "parked"
    closed = "closed"


class AgendaItem(Base):
    """One item; `carried_from` is the one it continues. `version` is what a form saw: a stale form gets 409.

    The title is kept as it was, so that published minutes read the same for ever.
    """

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meetings.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind, "kind"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    change_id: Mapped[int | None] = mapped_column(sa.ForeignKey("change_requests.id"), index=True)
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    minutes: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(default="")
    outcome: Mapped[ItemOutcome | None] = mapped_column(choice(ItemOutcome, "outcome"))
    parked_until: Mapped[date | None]
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id"), unique=True)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    added_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    idea: Mapped[Idea | None] = relationship(lazy="raise_on_sql")
    change: Mapped[ChangeRequest | None] = relationship(lazy="raise_on_sql")
    added_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "position"),
        sa.UniqueConstraint("meeting_id", "idea_id"),
        sa.UniqueConstraint("meeting_id", "change_id"),
        sa.CheckConstraint(
            "(kind = 'idea') = (idea_id IS NOT NULL) AND (kind = 'change') = (change_id IS NOT NULL)",
            name="names_what_it_is_about",
        ),
        sa.CheckConstraint("parked_until IS NULL OR outcome = 'parked'", name="pause_of_what_is_parked"),
        sa.CheckConstraint("carried_from_id <> id", name="not_carried_from_itself"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)


locked_when_published(AgendaItem.__table__, "meeting_id")
