"""Meetings: one with all that its page shows, and lists of those that somebody may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.ambassadors.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingKind,
    MeetingState,
    MinutesCorrection,
)
from app.ambassadors.policies.meetings import kinds_seen, reads_minutes, sees_all_meetings
from app.feedback.models import Idea
from app.feedback.queries.visibility import visible_to
from app.foundation import clock
from app.foundation.db import db, locked
from app.foundation.paging import Page, page_of

VIEWS = ("coming", "past")


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited to a meeting, and whether somebody is one of them or stands in for one."""

    rows: list[Attendance]

    def of(self, person_id: int) -> Attendance | None:
        """The invitation of a person."""
        return next((row for row in self.rows if row.person_id == person_id), None)

    def includes(self, person_id: int) -> bool:
        """Whether a person is invited, or named as somebody's deputy."""
        return any(person_id in (row.person_id, row.deputy_id) for row in self.rows)


def meeting(number: int) -> Meeting | None:
    """One meeting with its chair and who published the minutes."""
    people = joinedload(Meeting.chair), joinedload(Meeting.published_by)
    return db.session.scalar(sa.select(Meeting).where(Meeting.id == number).options(*people))


def held_meeting(number: int) -> Meeting:
    """A meeting as it stands now, kept from other writers until commit."""
    rows = sa.select(Meeting).where(Meeting.id == number)
    found: Meeting = db.session.scalars(locked(rows).execution_options(populate_existing=True)).one()
    return found


def invited_to(meeting_id: int) -> Invited:
    """The invitations to a meeting with the people and their deputies, by employee number."""
    rows = (
        sa.select(Attendance)
        .join(Attendance.person)
        .where(Attendance.meeting_id == meeting_id)
        .options(
            joinedload(Attendance.person).joinedload(Person.department),
            joinedload(Attendance.deputy),
        )
    )
    return Invited(list(db.session.scalars(rows.order_by(Person.employee_no_key))))


def agenda_of(meeting_id: int) -> list[AgendaItem]:
    """The items of a meeting in their order, with the ideas and change requests."""
    rows = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    about = joinedload(AgendaItem.idea), joinedload(AgendaItem.change)
    return list(db.session.scalars(rows.options(*about).order_by(AgendaItem.position)))


def agenda_item(meeting_id: int, item_id: int) -> AgendaItem | None:
    """One item of one meeting, with its idea."""
    rows = sa.select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.id == item_id)
    return db.session.scalar(rows.options(joinedload(AgendaItem.idea)))


def corrections_of(meeting_id: int) -> dict[int | None, list[MinutesCorrection]]:
    """What was added to published minutes, by item; None holds what concerns the whole."""
    rows = sa.select(MinutesCorrection).where(MinutesCorrection.meeting_id == meeting_id)
    found: dict[int | None, list[MinutesCorrection]] = {}
    for row in db.session.scalars(rows.options(joinedload(MinutesCorrection.by)).order_by(MinutesCorrection.id)):
        found.setdefault(row.item_id, []).append(row)
    return found


def visible_meetings(person: Any) -> sa.ColumnElement[bool]:
    """Condition on Meeting: those that somebody may see; the same rule as `policies.may_see_meeting`."""
    if sees_all_meetings(person):
        return sa.true()
    named = sa.or_(Attendance.person_id == person.id, Attendance.deputy_id == person.id)
    invited = sa.exists().where(Attendance.meeting_id == Meeting.id, named)
    wanted = [Meeting.chair_id == person.id, invited, Meeting.kind.in_(kinds_seen(person))]
    if reads_minutes(person):
        wanted.append(Meeting.state == MeetingState.published)
    return sa.or_(*wanted)


def meetings_for(person: Any, *, view: str, kind: str, q: str, number: int) -> Page[Meeting]:
    """A page of the meetings that somebody may see: those to come, the next first, or past ones, the last first.

    `q` is looked for in titles and in what stands on the agenda, but for ideas that are kept from the person.
    """
    rows = sa.select(Meeting).where(visible_meetings(person)).options(joinedload(Meeting.chair))
    if kind in set(MeetingKind):
        rows = rows.where(Meeting.kind == MeetingKind(kind))
    for word in q.split()[:8]:
        rows = rows.where(sa.or_(Meeting.title.icontains(word, autoescape=True), _on_agenda(word, person)))
    if view == "past":
        rows = rows.where(sa.not_(_to_come())).order_by(Meeting.held_on.desc(), Meeting.id.desc())
    else:
        rows = rows.where(_to_come()).order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    return page_of(rows, number=number)


def _on_agenda(word: str, person: Any) -> sa.ColumnElement[bool]:
    seen = sa.select(Idea.id).where(visible_to(person))
    return sa.exists().where(
        AgendaItem.meeting_id == Meeting.id,
        AgendaItem.title.icontains(word, autoescape=True),
        sa.or_(AgendaItem.idea_id.is_(None), AgendaItem.idea_id.in_(seen)),
    )


def _to_come() -> sa.ColumnElement[bool]:
    called_off_ahead = sa.and_(Meeting.state == MeetingState.cancelled, Meeting.held_on >= clock.today())
    return sa.or_(Meeting.state == MeetingState.planned, called_off_ahead)


def next_meetings(kind: MeetingKind | None = None, *, limit: int = 5) -> list[Meeting]:
    """Planned meetings from today on, the next first."""
    rows = sa.select(Meeting).where(Meeting.state == MeetingState.planned, Meeting.held_on >= clock.today())
    if kind is not None:
        rows = rows.where(Meeting.kind == kind)
    return list(db.session.scalars(rows.order_by(Meeting.held_on, Meeting.starts_at, Meeting.id).limit(limit)))


def own_meetings(person_id: int, since: date) -> Sequence[Meeting]:
    """Meetings with a time to which somebody is invited, for which they stand in, or which they lead, from a day on."""
    named = sa.or_(Attendance.person_id == person_id, Attendance.deputy_id == person_id)
    invited = sa.exists().where(Attendance.meeting_id == Meeting.id, named)
    rows = sa.select(Meeting).where(
        sa.or_(invited, Meeting.chair_id == person_id), Meeting.starts_at.is_not(None), Meeting.held_on >= since
    )
    return db.session.scalars(rows.options(joinedload(Meeting.chair)).order_by(Meeting.held_on, Meeting.id)).all()


def people_of(meeting_id: int) -> set[int]:
    """Ids of all who are invited to a meeting, stand in, or lead it."""
    invited = sa.select(Attendance.person_id, Attendance.deputy_id).where(Attendance.meeting_id == meeting_id)
    chair = sa.select(Meeting.chair_id, sa.null()).where(Meeting.id == meeting_id)
    rows: Iterable[Sequence[int | None]] = db.session.execute(sa.union_all(invited, chair)).all()
    return {person_id for row in rows for person_id in row if person_id is not None}


def ideas_discussed(meeting_id: int) -> list[tuple[int, int]]:
    """Ids of the items of a meeting that are about ideas, each with the id of its idea."""
    rows = sa.select(AgendaItem.id, AgendaItem.idea_id).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.idea_id.is_not(None)
    )
    found = db.session.execute(rows.order_by(AgendaItem.position))
    return [(item_id, idea_id) for item_id, idea_id in found if idea_id is not None]
