"""What people did for others, read from the rows that say so: nobody reports it, and what is taken back is gone here too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.ambassadors.models import (
    Attendance,
    AttendanceState,
    Interview,
    Meeting,
    Practice,
    PracticeReuse,
    PracticeState,
    SessionAttendance,
    SharingSession,
)
from app.feedback.models import Idea, IdeaEvent, IdeaStatus
from app.feedback.queries import visible_to
from app.foundation import clock
from app.foundation.db import UtcDateTime, db
from app.foundation.i18n import language
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import PracticeReview

MOST = 200


class Contribution(StrEnum):
    """The kinds of things for which people are thanked."""

    idea = "idea"
    interview = "interview"
    practice = "practice"
    reuse = "reuse"
    session = "session"
    review = "review"
    meeting = "meeting"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing somebody did: of what kind, on which day of the company, which row says so, and how that is called."""

    kind: Contribution
    subject_id: int
    day: date
    title: str


@dataclass(frozen=True, slots=True)
class Thanks:
    """Somebody to thank, and for how many things of each kind."""

    person: Person
    counts: dict[Contribution, int]


def facts_of(person_id: int, reader: Any) -> tuple[list[Fact], dict[Contribution, int]]:
    """What somebody did, the latest first, at most 200 of each kind; and how many of each there are in all.

    Ideas that the reader may not see are not among them. One statement.
    """
    every = _everything(visible_to(reader)).subquery()
    place = sa.func.row_number().over(partition_by=every.c.kind, order_by=(every.c.at.desc(), every.c.day.desc()))
    total = sa.func.count().over(partition_by=every.c.kind)
    ranked = (
        sa.select(every, place.label("place"), total.label("total")).where(every.c.person_id == person_id).subquery()
    )
    rows = db.session.execute(
        sa.select(ranked).where(ranked.c.place <= MOST).order_by(ranked.c.kind, ranked.c.place)
    ).all()
    found = [Fact(Contribution(row.kind), row.subject_id, _day(row.at, row.day), row.title) for row in rows]
    return found, {Contribution(row.kind): row.total for row in rows}


def _day(at: datetime | None, day: date | None) -> date:
    return clock.local_date(at) if at else day or clock.today()


def to_thank(first: date, after: date, *, words: str = "", number: int = 1) -> Page[Thanks]:
    """Everybody who did something from a day until before another, by name, never by how much. Three statements."""
    every = _everything().subquery()
    meant = sa.or_(
        sa.and_(every.c.at >= clock.start_of(first), every.c.at < clock.start_of(after)),
        sa.and_(every.c.day >= first, every.c.day < after),
    )
    people = sa.select(Person).where(
        Person.id.in_(sa.select(every.c.person_id).where(meant)),
        Person.deactivated_at.is_(None),
        contains(Person.search_text, words),
    )
    people = people.options(sa.orm.joinedload(Person.department)).order_by(Person.name, Person.id)
    found = page_of(people, number=number)
    counts = _counted(every, meant, [person.id for person in found.rows])
    rows = [Thanks(person, counts.get(person.id, {})) for person in found.rows]
    return Page(rows, found.number, found.size, found.total)


def _counted(
    every: sa.Subquery, meant: sa.ColumnElement[bool], people: Collection[int]
) -> dict[int, dict[Contribution, int]]:
    rows = sa.select(every.c.person_id, every.c.kind, sa.func.count())
    rows = rows.where(meant, every.c.person_id.in_(people)).group_by(every.c.person_id, every.c.kind)
    found: dict[int, dict[Contribution, int]] = {}
    for person_id, kind, count in db.session.execute(rows):
        found.setdefault(person_id, {})[Contribution(kind)] = count
    return found


# ---------------------------------------------------------------------------------------------------- one select a kind


def _everything(shown: sa.ColumnElement[bool] | None = None) -> sa.CompoundSelect[Any]:
    """Each kind of contribution; `shown` is a condition on ideas, without it all of them count (for the PMO)."""
    ideas = _ideas() if shown is None else _ideas().where(shown)
    parts = (
        ideas,
        _interviews(),
        _practices(),
        _reuses(),
        _sessions(),
        _reviews(),
        _meetings(),
        _meetings_as_deputy(),
    )
    return sa.union_all(*parts)


def _row(
    kind: Contribution,
    subject: Any,
    person: Any,
    *,
    at: Any = None,
    day: Any = None,
    title: Any = "",
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(kind.value).label("kind"),
        subject.label("subject_id"),
        person.label("person_id"),
        (sa.cast(sa.null(), UtcDateTime()) if at is None else at).label("at"),
        (sa.cast(sa.null(), sa.Date()) if day is None else day).label("day"),
        (sa.literal("") if title == "" else title).label("title"),
    )


def _ideas() -> sa.Select[Any]:
    """Ideas that were delivered, with the moment of the (last) delivery; of the colleague for whom it was written, if any."""
    delivered = (
        sa.select(IdeaEvent.idea_id, sa.func.max(IdeaEvent.at).label("at"))
        .where(IdeaEvent.to_status == IdeaStatus.delivered)
        .group_by(IdeaEvent.idea_id)
        .subquery()
    )
    whose = sa.func.coalesce(Idea.on_behalf_of_id, Idea.author_id)
    rows = _row(Contribution.idea, Idea.id, whose, at=delivered.c.at, title=Idea.title)
    rows = rows.join(delivered, delivered.c.idea_id == Idea.id)
    return rows.where(Idea.status.in_((IdeaStatus.delivered, IdeaStatus.closed)))


def _interviews() -> sa.Select[Any]:
    level = sa.cast(Interview.level, sa.Text())
    rows = _row(Contribution.interview, Interview.id, Interview.logged_by_id, day=Interview.held_on, title=level)
    return rows.where(Interview.withdrawn_at.is_(None))


def _practices() -> sa.Select[Any]:
    rows = _row(
        Contribution.practice, Practice.id, Practice.author_id, at=Practice.published_at, title=_title(Practice)
    )
    return rows.where(Practice.state == PracticeState.published)


def _reuses() -> sa.Select[Any]:
    """Other teams that work as somebody's practice says; the practice is the subject."""
    shown = aliased(Practice)
    rows = _row(Contribution.reuse, shown.id, shown.author_id, at=PracticeReuse.at, title=_title(shown))
    return rows.join(shown, shown.id == PracticeReuse.practice_id).where(shown.state == PracticeState.published)


def _sessions() -> sa.Select[Any]:
    """Sessions held: not cancelled, and at least one other person was there."""
    heard = sa.exists().where(
        SessionAttendance.session_id == SharingSession.id, SessionAttendance.person_id != SharingSession.host_id
    )
    rows = _row(
        Contribution.session,
        SharingSession.id,
        SharingSession.host_id,
        at=SharingSession.starts_at,
        title=SharingSession.title,
    )
    return rows.where(SharingSession.cancelled_at.is_(None), SharingSession.starts_at <= clock.now(), heard)


def _reviews() -> sa.Select[Any]:
    return _row(Contribution.review, PracticeReview.id, PracticeReview.reviewer_id, at=PracticeReview.reviewed_at)


def _meetings() -> sa.Select[Any]:
    rows = _row(Contribution.meeting, Meeting.id, Attendance.person_id, day=Meeting.held_on, title=Meeting.title)
    return rows.join(Meeting, Meeting.id == Attendance.meeting_id).where(Attendance.state == AttendanceState.attended)


def _meetings_as_deputy() -> sa.Select[Any]:
    rows = _row(Contribution.meeting, Meeting.id, Attendance.deputy_id, day=Meeting.held_on, title=Meeting.title)
    return rows.join(Meeting, Meeting.id == Attendance.meeting_id).where(Attendance.deputy_id.is_not(None))


def _title(practice: Any) -> sa.ColumnElement[str]:
    first, second = (
        (practice.title_en, practice.title_zh) if language() == "en" else (practice.title_zh, practice.title_en)
    )
    return sa.func.coalesce(sa.func.nullif(first, ""), second)
