"""Meetings in the words of calendar programs (RFC 5545): a subscription, and invitations that update and cancel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.queries.links import own_address
from app.ambassadors.labels import meeting_kind_label
from app.ambassadors.models import Attendance, AttendanceState, Meeting, MeetingState
from app.ambassadors.queries.meetings import own_meetings
from app.foundation import clock
from app.foundation.i18n import speaking

if TYPE_CHECKING:  # 3 MiB with its zones, which only who makes a calendar needs
    from icalendar import Calendar, Event, vCalAddress

CALENDAR_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Uptake//Meetings//EN"
KEPT = timedelta(days=365)
ANSWERS = {
    AttendanceState.invited: "NEEDS-ACTION",
    AttendanceState.attended: "ACCEPTED",
    AttendanceState.excused: "DECLINED",
}


def subscription(person: Person, *, language: str) -> bytes:
    """All meetings of a person from a year ago on, for a program that asks again and again."""
    with speaking(language):
        calendar = _calendar()
        calendar.add("x-wr-calname", _("Meetings of %(name)s", name=person.name))
        for meeting in own_meetings(person.id, clock.today() - KEPT):
            calendar.add_component(_event(meeting))
        return bytes(calendar.to_ical())


def invitation_file(meeting: Meeting, invited: Iterable[Attendance], *, reader: Any = None) -> bytes:
    """One meeting as an invitation or an update, or as a cancellation where it was called off.

    Programs know the meeting by its UID and take the highest SEQUENCE. With a `reader` only that person's own answer is told.
    """
    calendar = _calendar()
    off = meeting.state is MeetingState.cancelled
    calendar.add("method", "CANCEL" if off else "REQUEST")
    event = _event(meeting)
    organizer = meeting.chair if meeting.chair and meeting.chair.email else None
    if organizer is not None:
        event.add("organizer", _address(organizer))
    for row in invited:
        if row.person.email and (reader is None or row.person_id == reader.id):
            event.add("attendee", _attendee(row), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    from icalendar import Calendar  # noqa: PLC0415 (see above)

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _event(meeting: Meeting) -> Event:
    from icalendar import Event  # noqa: PLC0415 (see above)

    event = Event()
    event.add("uid", f"{meeting.uid or f'meeting-{meeting.id}'}@uptake")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now().replace(microsecond=0))
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", meeting.title or meeting_kind_label(meeting.kind))
    event.add("status", "CANCELLED" if meeting.state is MeetingState.cancelled else "CONFIRMED")
    event.add("url", page_address(meeting.id))
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.change_words:
        event.add("description", meeting.change_words)
    return event


def page_address(meeting_id: int) -> str:
    """The whole address of a meeting's page."""
    return own_address() + current_app.url_map.bind("").build("ambassadors.show_meeting", {"meeting_id": meeting_id})


def _address(person: Person, **more: str) -> vCalAddress:
    from icalendar import vCalAddress, vText  # noqa: PLC0415 (see above)

    address = vCalAddress(f"mailto:{person.email}")
    for name, told in {"CN": person.name, **more}.items():
        address.params[name] = vText(told)
    return address


def _attendee(row: Attendance) -> vCalAddress:
    return _address(row.person, PARTSTAT=ANSWERS[row.state])
