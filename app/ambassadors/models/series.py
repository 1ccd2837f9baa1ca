"""Series of meetings: who meets, how often, where, led by whom."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.ambassadors.models.meetings import MeetingKind
from app.foundation.db import Base, choice


class Rhythm(StrEnum):
    """Every so many weeks on a weekday, or every so many months on, say, the second Tuesday."""

    weekly = "weekly"
    monthly = "monthly"


class MeetingSeries(Base):
    """A circle that meets regularly. `nth` is the week of the month, 5 the last; times are those of the company's zone.

    With `by_rule` the circle is invited as it is at the time: ambassadors in office, the board, or IT and PMO; who is listed
    is invited besides.
    """

    __tablename__ = "meeting_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind, "kind"))
    name: Mapped[str]
    rhythm: Mapped[Rhythm] = mapped_column(choice(Rhythm, "rhythm"))
    every: Mapped[int] = mapped_column(default=1)
    weekday: Mapped[int]
    nth: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    place: Mapped[str] = mapped_column(default="")
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    by_rule: Mapped[bool] = mapped_column(default=True)
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    chair: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("every BETWEEN 1 AND 12", name="every_sensible"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        sa.CheckConstraint("nth BETWEEN 1 AND 5", name="nth_known"),
        sa.CheckConstraint("ends > starts", name="ends_after_it_starts"),
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's way)


class SeriesPerson(Base):
    """Somebody listed by hand as invited to every meeting of a series."""

    __tablename__ = "series_people"

    series_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_series.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
