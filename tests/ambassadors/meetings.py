"""Series and meetings for tests, made as the PMO makes them."""

from datetime import date, datetime, time, timedelta

from flask import Flask

from app.accounts.models import Person
from app.ambassadors.actions import agenda, holding
from app.ambassadors.actions.agenda import Beside
from app.ambassadors.actions.inviting import follow_circle
from app.ambassadors.actions.series import SeriesData, add_series
from app.ambassadors.models import AgendaItem, ItemOutcome, Meeting, MeetingKind, MeetingSeries, Rhythm
from app.ambassadors.queries.rhythm import instant
from app.feedback.actions.ideas import submit_idea
from app.feedback.actions.moves import move_idea
from app.feedback.models import IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast


def series_data(**changes: object) -> SeriesData:
    """A monthly meeting of the ambassadors on the second Tuesday at two o'clock."""
    usual: dict[str, object] = {
        "kind": MeetingKind.ambassador,
        "name": "软件大使例会",
        "rhythm": Rhythm.monthly,
        "every": 1,
        "weekday": 1,
        "nth": 2,
        "first_on": date(2026, 1, 1),
        "starts": time(14),
        "ends": time(15),
        "place": "三楼会议室",
        "chair_id": None,
        "by_rule": True,
        **changes,
    }
    return SeriesData(**usual)  # type: ignore[arg-type]


def set_up(app: Flask, cast: Cast, **changes: object) -> int:
    """A series; gives its id."""
    with app.app_context(), transaction():
        return add_series(data=series_data(**changes), by_id=cast.pmo).id


def meeting_on(app: Flask, series_id: int | None, day: date | None = None, **changes: object) -> int:
    """One more meeting of a series, today or on a day; gives its id."""
    with app.app_context(), transaction():
        day = day or clock.today()
        series = db.session.get(MeetingSeries, series_id) if series_id else None
        chair = series.chair_id if series else None
        more: dict[str, object] = {
            "chair_id": chair,
            "kind": MeetingKind.ambassador,
            "title": "例会",
            "occurs_on": day,
            **changes,
        }
        row = Meeting(
            series_id=series_id,
            held_on=day,
            starts_at=instant(day, time(14)),
            ends_at=instant(day, time(15)),
            **more,
        )
        db.session.add(row)
        db.session.flush()
        if series is not None:
            follow_circle(series)
        return row.id


def pmo_of(cast: Cast) -> Person:
    """The PMO with roles, in the present session."""
    person = db.session.get_one(Person, cast.pmo)
    db.session.refresh(person, ["role_rows"])
    return person


def open_idea(app: Flask, cast: Cast, title: str = "日报能复制昨天的内容") -> int:
    """An idea of Lin that is open for votes; gives its id."""
    with app.app_context(), transaction():
        idea = submit_idea(author_id=cast.lin, title=title, text=f"{title}，每天都一样。")
        move_idea(idea_id=idea.id, to=IdeaStatus.open, version=idea.version, actor=pmo_of(cast), reason="谢谢")
        return idea.id


def add_topic(app: Flask, cast: Cast, meeting_id: int, title: str = "场地") -> int:
    """A topic on an agenda; gives its id."""
    with app.app_context(), transaction():
        item = agenda.add_text(meeting=holding.hold(meeting_id), title=title, note="", by_id=cast.pmo)
        assert item is not None
        return item.id


def fill(app: Flask, cast: Cast, meeting_id: int) -> int:
    """Prepare an agenda; gives how many items came."""
    with app.app_context(), transaction():
        return agenda.fill(meeting=holding.hold(meeting_id), by=pmo_of(cast))


def begin(app: Flask, cast: Cast, meeting_id: int) -> None:
    """Begin a meeting on its day."""
    with app.app_context(), transaction():
        meeting = holding.hold(meeting_id)
        with clock.fixed_at(meeting.starts_at or clock.now()):
            holding.begin(meeting=meeting, by_id=cast.pmo)


def write_beside(
    app: Flask, meeting_id: int, item_id: int, outcome: ItemOutcome | None, words: str = "说清楚了"
) -> None:
    """Minutes and outcome of an item, from the version that is there."""
    with app.app_context(), transaction():
        version = db.session.get_one(AgendaItem, item_id).version
        agenda.record(
            meeting=holding.hold(meeting_id),
            item_id=item_id,
            version=version,
            beside=Beside(words, words, outcome, clock.today() + timedelta(days=30)),
        )


def publish(app: Flask, cast: Cast, meeting_id: int) -> None:
    """Publish the minutes."""
    with app.app_context(), transaction():
        holding.publish_minutes(meeting=holding.hold(meeting_id), by=pmo_of(cast))


def soon(days: int = 7) -> datetime:
    """So many days from now."""
    return clock.now() + timedelta(days=days)
