"""What there is to tell of meetings and action items, and whom it concerns."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.ambassadors.models import ActionItem, AgendaItem, Attendance, Meeting
from app.ambassadors.queries.calendars import invitation_file
from app.feedback.models import Idea
from app.feedback.queries.visibility import seeing
from app.foundation.db import db
from app.foundation.mail import Attachment
from app.notifications.kinds.ideas import AUTHOR, ON_BEHALF
from app.notifications.queries.facts import shortened

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting as it is told, with those who are invited."""

    facts: Facts
    meeting: Meeting
    invited: list[Attendance]

    @property
    def people(self) -> list[int]:
        """Ids of those invited, and of who comes in somebody's place."""
        return sorted({one for row in self.invited for one in (row.person_id, row.deputy_id) if one})


def meeting_told(meeting_id: int) -> MeetingTold:
    """A meeting: its circle, title, time and place, and why it changed."""
    meeting = db.session.scalars(
        sa.select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.chair))
    ).one()
    rows = sa.select(Attendance).where(Attendance.meeting_id == meeting_id).options(joinedload(Attendance.person))
    facts = {
        "meeting": meeting.id,
        "circle": meeting.kind.value,
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else "",
        "day": meeting.held_on.isoformat(),
        "place": meeting.place,
        "words": shortened(meeting.change_words),
    }
    return MeetingTold(facts, meeting, list(db.session.scalars(rows.order_by(Attendance.person_id))))


def invitations_to(told: MeetingTold) -> dict[int, Attachment]:
    """The file for calendars of each person invited; it names that person alone."""
    if told.meeting.starts_at is None:
        return {}
    return {row.person_id: _file(told, row) for row in told.invited}


def _file(told: MeetingTold, row: Attendance) -> Attachment:
    text = invitation_file(told.meeting, [row], reader=row.person).decode()
    method = "CANCEL" if "METHOD:CANCEL" in text else "REQUEST"
    return Attachment(f"meeting-{told.meeting.id}.ics", f"text/calendar; method={method}", text)


@dataclass(frozen=True, slots=True)
class Discussed:
    """An idea that was on an agenda: what is told, and to whom with which tie."""

    idea_id: int
    facts: Facts
    people: dict[int, str]


def ideas_discussed(meeting_id: int) -> list[Discussed]:
    """The ideas on a meeting's agenda, with their sources as far as they may see them."""
    rows = sa.select(Idea).join(AgendaItem, AgendaItem.idea_id == Idea.id).where(AgendaItem.meeting_id == meeting_id)
    return [_discussed(idea) for idea in db.session.scalars(rows.order_by(Idea.id)).unique()]


def _discussed(idea: Idea) -> Discussed:
    ties = {idea.author_id: AUTHOR, **({idea.on_behalf_of_id: ON_BEHALF} if idea.on_behalf_of_id else {})}
    shown = seeing(idea.id, ties)
    people = {person_id: tie for person_id, tie in ties.items() if person_id in shown}
    return Discussed(idea.id, {"idea": idea.id, "idea_title": idea.title}, people)


def action_item(action_item_id: int) -> Facts:
    """An action item: what is to be done, and until when."""
    found = db.session.get_one(ActionItem, action_item_id)
    return {"item": found.id, "text": shortened(found.text), "due_on": found.due_on.isoformat()}
