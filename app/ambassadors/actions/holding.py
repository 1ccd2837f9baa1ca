"""Writes of one meeting: move it, call it off, begin it, publish its minutes, add a correction."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.ambassadors.events import MeetingCancelled, MeetingMoved, MeetingRestored, MinutesPublished
from app.ambassadors.models import AgendaItem, ItemOutcome, Meeting, MeetingKind, MeetingState, MinutesCorrection
from app.ambassadors.queries.health import health_numbers
from app.ambassadors.queries.meetings import agenda_of, held_meeting
from app.feedback.actions.moves import advance_idea, held_idea, move_idea
from app.feedback.models import MODERATOR_MOVES, IdeaStatus
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish

ONE_DAY = timedelta(days=1)


class MeetingClosed(Exception):
    """What was asked for is no longer possible: the meeting was called off, begun, or its minutes are published."""


class StaleMeeting(Exception):
    """Somebody was faster: the meeting has changed since the form was opened."""


class TooEarly(Exception):
    """The day of the meeting has not come."""


def expect(meeting: Meeting, *states: MeetingState) -> None:
    """Raise MeetingClosed unless a meeting is in one of the states."""
    if meeting.state not in states:
        raise MeetingClosed


def hold(meeting_id: int, version: int | None = None) -> Meeting:
    """A meeting as it is now, kept from other writers until commit. Raises StaleMeeting when a form saw another version."""
    meeting = held_meeting(meeting_id)
    if version is not None and meeting.version != version:
        raise StaleMeeting
    return meeting


def move(*, meeting: Meeting, starts_at: datetime, ends_at: datetime, place: str, words: str, by_id: int) -> None:
    """Put a planned meeting to another time or place; the series stays as it is. Raises MeetingClosed."""
    expect(meeting, MeetingState.planned)
    before = _told(meeting)
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, place
    meeting.held_on = clock.local_date(starts_at)
    _announce_change(meeting, words)
    _audit("moved", meeting, by_id, before, words)
    publish(MeetingMoved(meeting.id, meeting.sequence))


def cancel(*, meeting: Meeting, words: str, by_id: int) -> None:
    """Call a planned meeting off; what stands on its agenda returns at the next one. Raises MeetingClosed."""
    expect(meeting, MeetingState.planned)
    before = _told(meeting)
    meeting.state = MeetingState.cancelled
    _announce_change(meeting, words)
    _audit("cancelled", meeting, by_id, before, words)
    publish(MeetingCancelled(meeting.id, meeting.sequence))


def restore(*, meeting: Meeting, by_id: int) -> None:
    """Let a meeting that was called off take place after all, as it was planned. Raises MeetingClosed, also when its day is over."""
    expect(meeting, MeetingState.cancelled)
    if meeting.held_on < clock.today():
        raise MeetingClosed
    before = _told(meeting)
    meeting.state = MeetingState.planned
    _announce_change(meeting, "")
    _audit("restored", meeting, by_id, before, "")
    publish(MeetingRestored(meeting.id, meeting.sequence))


def _announce_change(meeting: Meeting, words: str) -> None:
    meeting.change_words = words
    meeting.sequence += 1
    db.session.flush()


def begin(*, meeting: Meeting, by_id: int) -> None:
    """Begin a meeting, so that attendance and minutes can be written. Raises MeetingClosed, TooEarly."""
    expect(meeting, MeetingState.planned)
    if meeting.held_on > clock.today():
        raise TooEarly
    meeting.state = MeetingState.held
    db.session.flush()
    _audit("held", meeting, by_id, {}, "")


def write_summary(*, meeting: Meeting, text: str) -> None:
    """Write down what concerns the whole meeting. Raises MeetingClosed."""
    expect(meeting, MeetingState.held)
    meeting.minutes = text
    db.session.flush()


def publish_minutes(*, meeting: Meeting, by: Person) -> None:
    """Publish and lock the minutes; what was not dealt with is carried over, and ideas move as was recommended.

    Raises MeetingClosed.
    """
    expect(meeting, MeetingState.held)
    for item in agenda_of(meeting.id):
        _settle(item, by)
    if meeting.kind is MeetingKind.health:
        meeting.numbers = health_numbers(meeting.series_id)
    db.session.flush()  # the items before the meeting: afterwards the database takes no more words
    meeting.published_at, meeting.published_by_id = clock.now(), by.id
    meeting.state = MeetingState.published
    db.session.flush()
    _audit("published", meeting, by.id, {}, "")
    publish(MinutesPublished(meeting.id))


def _settle(item: AgendaItem, by: Person) -> None:
    item.outcome = item.outcome or ItemOutcome.carried
    if item.idea is None:
        return
    item.title = item.idea.title
    if item.outcome is ItemOutcome.parked:
        _park(item, by)


def _park(item: AgendaItem, by: Person) -> None:
    idea = held_idea(item.idea_id or 0)
    until = max(item.parked_until or clock.today(), clock.today() + ONE_DAY)
    told = {"version": idea.version, "reason": item.decision or item.minutes, "parked_until": until}
    if IdeaStatus.parked in MODERATOR_MOVES[idea.status]:  # else it went on without the meeting, and needs no pause
        move_idea(idea_id=idea.id, to=IdeaStatus.parked, actor=by, **told)  # type: ignore[arg-type]


def walk_idea(item: AgendaItem, *, to: IdeaStatus, by: Person, reason: str = "") -> None:
    """Move the idea of an item along the chain. Raises MoveNotListed."""
    if item.idea_id is not None:
        advance_idea(idea_id=item.idea_id, to=to, evidence=f"agenda-item:{item.id}", actor=by, reason=reason)


def correct(*, meeting: Meeting, item_id: int | None, text: str, by_id: int) -> MinutesCorrection:
    """Add a correction beneath published minutes. Raises MeetingClosed."""
    expect(meeting, MeetingState.published)
    if item_id is not None:
        mine = sa.exists().where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
        item_id = item_id if db.session.scalar(sa.select(mine)) else None
    row = MinutesCorrection(meeting_id=meeting.id, item_id=item_id, text=text, by_id=by_id, at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def _told(meeting: Meeting) -> dict[str, object]:
    return {"state": meeting.state.value, "starts_at": str(meeting.starts_at), "place": meeting.place}


def _audit(verb: str, meeting: Meeting, by_id: int, before: dict[str, object], reason: str) -> None:
    subject = ("meeting", meeting.id)
    audit.record(
        act=f"meeting:{verb}", subject=subject, actor_id=by_id, before=before, after=_told(meeting), reason=reason
    )
