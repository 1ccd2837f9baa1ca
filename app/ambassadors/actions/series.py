"""Writes of series, and the calling of their meetings."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from app.ambassadors.actions.inviting import follow_circle
from app.ambassadors.events import MeetingCalled
from app.ambassadors.models import Meeting, MeetingKind, MeetingSeries, MeetingState, Rhythm, SeriesPerson
from app.ambassadors.queries.rhythm import days_of, hours_on, next_day
from app.foundation import audit, clock
from app.foundation.db import db, locked, transaction
from app.foundation.events import publish

AHEAD = timedelta(days=21)
ONE_DAY = timedelta(days=1)


class StaleSeries(Exception):
    """Somebody was faster: the series has changed since the form was opened."""


@dataclass(frozen=True, slots=True)
class SeriesData:
    """What is said about a series."""

    kind: MeetingKind
    name: str
    rhythm: Rhythm
    every: int
    weekday: int
    nth: int
    first_on: date
    starts: time
    ends: time
    place: str
    chair_id: int | None
    by_rule: bool
    listed: Collection[int] = ()


def add_series(*, data: SeriesData, by_id: int) -> MeetingSeries:
    """Begin a series and call its first meetings."""
    series = MeetingSeries()
    _write(series, data)
    db.session.add(series)
    db.session.flush()
    _list_people(series.id, data.listed)
    audit.record(act="meeting_series:added", subject=("meeting_series", series.id), actor_id=by_id, after=_told(series))
    call_next(series)
    return series


def change_series(*, series_id: int, version: int, data: SeriesData, by_id: int) -> MeetingSeries:
    """Change a series; meetings that were called already keep their time. Raises StaleSeries."""
    series = _seen(series_id, version)
    before = _told(series)
    _write(series, data)
    db.session.flush()
    _list_people(series.id, data.listed)
    subject = ("meeting_series", series.id)
    audit.record(act="meeting_series:changed", subject=subject, actor_id=by_id, before=before, after=_told(series))
    call_next(series)
    return series


def end_series(*, series_id: int, version: int, by_id: int) -> None:
    """Call no more meetings of a series; those called already stay. Raises StaleSeries."""
    series = _seen(series_id, version)
    series.ended_at = clock.now()
    audit.record(act="meeting_series:ended", subject=("meeting_series", series.id), actor_id=by_id)


def resume_series(*, series_id: int, version: int, by_id: int) -> None:
    """Go on with a series that was ended. Raises StaleSeries."""
    series = _seen(series_id, version)
    series.ended_at = None
    audit.record(act="meeting_series:resumed", subject=("meeting_series", series.id), actor_id=by_id)
    db.session.flush()
    call_next(series)


def _seen(series_id: int, version: int) -> MeetingSeries:
    rows = locked(sa.select(MeetingSeries).where(MeetingSeries.id == series_id))
    series: MeetingSeries = db.session.scalars(rows.execution_options(populate_existing=True)).one()
    if series.version != version:
        raise StaleSeries
    return series


def _write(series: MeetingSeries, data: SeriesData) -> None:
    values = asdict(data)
    values.pop("listed")
    for name, value in values.items():
        setattr(series, name, value)


def _list_people(series_id: int, people: Collection[int]) -> None:
    db.session.execute(sa.delete(SeriesPerson).where(SeriesPerson.series_id == series_id))
    db.session.add_all(SeriesPerson(series_id=series_id, person_id=person_id) for person_id in sorted(set(people)))
    db.session.flush()


def _told(series: MeetingSeries) -> dict[str, object]:
    names = ("name", "kind", "rhythm", "every", "weekday", "nth", "first_on", "starts", "ends", "place", "chair_id")
    return {name: str(getattr(series, name)) for name in names}


def call_meetings() -> int:
    """Call the meetings that lie ahead and invite who belongs to each circle today; doing it twice does nothing twice."""
    running = sa.select(MeetingSeries.id).where(MeetingSeries.ended_at.is_(None)).order_by(MeetingSeries.id)
    numbers = list(db.session.scalars(running))
    done = 0
    for number in numbers:
        with transaction():
            done += call_next(db.session.get_one(MeetingSeries, number))
    return done


def call_next(series: MeetingSeries) -> int:
    """Call the next meeting of a series, and all of the next weeks; returns how many invitations or meetings changed."""
    called = [meeting for day in _days_to_call(series) if (meeting := _called(series, day))]
    changed = follow_circle(series)
    for meeting in called:
        publish(MeetingCalled(meeting.id))
    return len(called) + changed


def _days_to_call(series: MeetingSeries) -> list[date]:
    """Days after the last one that was called: a new rhythm never calls a second meeting beside it."""
    known = db.session.scalar(sa.select(sa.func.max(Meeting.occurs_on)).where(Meeting.series_id == series.id))
    today = clock.today()
    after = max(known or today - ONE_DAY, today - ONE_DAY)
    days = days_of(series, after + ONE_DAY, today + AHEAD)
    return days if days or _has_next(series) else [next_day(series, after)]


def _has_next(series: MeetingSeries) -> bool:
    planned = sa.exists().where(
        Meeting.series_id == series.id, Meeting.state == MeetingState.planned, Meeting.held_on >= clock.today()
    )
    return bool(db.session.scalar(sa.select(planned)))


def _called(series: MeetingSeries, day: date) -> Meeting | None:
    """The meeting of a day; None where somebody else called it at the same time."""
    starts_at, ends_at = hours_on(series, day)
    meeting = Meeting(
        kind=series.kind,
        title=series.name,
        series_id=series.id,
        occurs_on=day,
        held_on=day,
        starts_at=starts_at,
        ends_at=ends_at,
        place=series.place,
        chair_id=series.chair_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(meeting)
    except sa.exc.IntegrityError:
        return None
    return meeting
