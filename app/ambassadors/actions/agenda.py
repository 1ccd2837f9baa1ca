"""Writes of the agenda: what is put on it, in which order, and what is written beside each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.ambassadors.actions.holding import expect, walk_idea
from app.ambassadors.models import AgendaItem, ItemKind, ItemOutcome, Meeting, MeetingKind, MeetingState
from app.ambassadors.queries.meetings import agenda_item, agenda_of
from app.ambassadors.queries.waiting import carried_to, changes_waiting, for_everyone, ideas_waiting, stands_on
from app.changes.actions.errors import GuardFailed, MoveNotListed
from app.changes.actions.moves import held_change, put_on_agenda
from app.changes.models import ChangeState
from app.feedback.actions import errors
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, insert_new, locked

OPEN = (MeetingState.planned, MeetingState.held)
DISCUSSABLE = frozenset({IdeaStatus.open, IdeaStatus.discussing})


class OnAgenda(Exception):
    """The idea stands on an agenda already."""


class NotForAgenda(Exception):
    """The idea cannot be discussed: it has not been opened, it is decided, or it is not for everyone's eyes."""


class StaleItem(Exception):
    """Somebody was faster: the item has changed since the form was opened."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is written beside an item: what was said, what was decided, what becomes of it, until when an idea is parked."""

    minutes: str = ""
    decision: str = ""
    outcome: ItemOutcome | None = None
    parked_until: date | None = None


def fill(*, meeting: Meeting, by: Person) -> int:
    """Put on the agenda what waits for this meeting: what was carried over, then ideas; returns how many items came.

    Doing it again adds only what has come to wait meanwhile. Raises MeetingClosed.
    """
    expect(meeting, MeetingState.planned)
    before = len(agenda_of(meeting.id))
    if meeting.series_id is not None:
        for item in carried_to(meeting):
            _carry(meeting, item, by)
    if meeting.kind is MeetingKind.ambassador:
        for waiting in ideas_waiting():
            _try_idea(meeting, waiting.idea.id, by)
    if meeting.kind is MeetingKind.board:
        for change in changes_waiting():
            _put_change(meeting, change.id, change.title, by)
    return len(agenda_of(meeting.id)) - before


def _carry(meeting: Meeting, item: AgendaItem, by: Person) -> None:
    if item.idea_id is not None:
        _try_idea(meeting, item.idea_id, by)
        return
    if item.change_id is not None:
        _put_change(meeting, item.change_id, item.title, by, carried_from_id=item.id)
        return
    _insert(meeting, ItemKind.text, item.title, by.id, note=item.note, carried_from_id=item.id)


def _put_change(meeting: Meeting, change_id: int, title: str, by: Person, carried_from_id: int | None = None) -> None:
    """Put a change request on the agenda of the board, which puts it on the table; what is not ready after all stays away."""
    attempt = db.session.begin_nested()
    item = _insert(meeting, ItemKind.change, title, by.id, change_id=change_id, carried_from_id=carried_from_id)
    try:
        if item is not None and held_change(change_id).state is ChangeState.ready:
            put_on_agenda(change_id, by, f"agenda-item:{item.id}")
    except (GuardFailed, MoveNotListed):
        attempt.rollback()
    else:
        attempt.commit()


def _try_idea(meeting: Meeting, idea_id: int, by: Person) -> None:
    try:
        put_idea(meeting=meeting, idea_id=idea_id, by=by)
    except (OnAgenda, NotForAgenda):
        return


def put_idea(*, meeting: Meeting, idea_id: int, by: Person) -> AgendaItem:
    """Put an idea on the agenda, which makes it discussed. Raises MeetingClosed, OnAgenda, NotForAgenda."""
    expect(meeting, *OPEN)
    rows = locked(sa.select(Idea).where(Idea.id == idea_id, for_everyone()))
    idea = db.session.scalar(rows.execution_options(populate_existing=True))
    if idea is None or idea.status not in (*DISCUSSABLE, IdeaStatus.parked):
        raise NotForAgenda
    if stands_on(idea_id) is not None:
        raise OnAgenda
    return _placed(meeting, idea, by)


def _placed(meeting: Meeting, idea: Idea, by: Person) -> AgendaItem:
    """The item of an idea; it continues the one that was carried over in this series, if there is one."""
    earlier = [item.id for item in carried_to(meeting) if item.idea_id == idea.id] if meeting.series_id else []
    item = _insert(
        meeting, ItemKind.idea, idea.title, by.id, idea_id=idea.id, carried_from_id=earlier[-1] if earlier else None
    )
    if item is None:
        raise OnAgenda
    try:
        walk_idea(item, to=IdeaStatus.discussing, by=by)
    except errors.MoveNotListed as error:
        raise NotForAgenda from error
    return item


def add_text(*, meeting: Meeting, title: str, note: str, by_id: int) -> AgendaItem | None:
    """Add an item of one's own words at the end. Raises MeetingClosed."""
    expect(meeting, *OPEN)
    return _insert(meeting, ItemKind.text, title, by_id, note=note)


def _insert(
    meeting: Meeting, kind: ItemKind, title: str, by_id: int, *, note: str = "", **ties: int | None
) -> AgendaItem | None:
    """A new last item; None where an idea stands there, or a carried item has its successor, already."""
    last = sa.select(sa.func.coalesce(sa.func.max(AgendaItem.position), 0)).where(AgendaItem.meeting_id == meeting.id)
    position = (db.session.scalar(last) or 0) + 1
    values = {"meeting_id": meeting.id, "position": position, "kind": kind, "title": title, "note": note}
    rest = {"added_by_id": by_id, "added_at": clock.now(), "minutes": "", "decision": "", "version": 1}
    if insert_new(AgendaItem, [{**values, **rest, **ties}]) == 0:
        return None
    placed = sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id, AgendaItem.position == position)
    number = db.session.scalar(placed)
    return agenda_item(meeting.id, number) if number is not None else None


def remove(*, meeting: Meeting, item_id: int) -> None:
    """Take an item off a planned agenda; a carried one waits again. Raises MeetingClosed."""
    expect(meeting, MeetingState.planned)
    item = agenda_item(meeting.id, item_id)
    if item is not None:
        db.session.delete(item)
        db.session.flush()
        _number(agenda_of(meeting.id))


def reorder(*, meeting: Meeting, places: Mapping[int, int]) -> None:
    """Put items in the order of the numbers given; what has no number, or the same, keeps its order. Raises MeetingClosed."""
    expect(meeting, *OPEN)
    items = agenda_of(meeting.id)
    items.sort(key=lambda item: _wish(item, places.get(item.id, item.position)))
    _number(items)


def _wish(item: AgendaItem, place: int) -> tuple[int, int]:
    """Who moves up comes before the one that has the place now, who moves down behind it."""
    return place, (place > item.position) - (place < item.position)


def shift(*, meeting: Meeting, item_id: int, up: bool) -> None:
    """Change places with the neighbour above or below. Raises MeetingClosed."""
    expect(meeting, *OPEN)
    items = agenda_of(meeting.id)
    here = next((place for place, item in enumerate(items) if item.id == item_id), None)
    there = None if here is None else here - 1 if up else here + 1
    if here is None or there is None or not 0 <= there < len(items):
        return
    items[here], items[there] = items[there], items[here]
    _number(items)


def _number(items: Sequence[AgendaItem]) -> None:
    """Number from 1; by way of negative numbers, for no two items may ever stand at one place."""
    moved = [(item.id, place) for place, item in enumerate(items, 1) if item.position != place]
    for sign in (-1, 1):
        for number, place in moved:
            update = sa.update(AgendaItem).where(AgendaItem.id == number).values(position=sign * place)
            db.session.execute(update.execution_options(synchronize_session=False))
    for item in items:
        db.session.expire(item, ["position"])


def record(*, meeting: Meeting, item_id: int, version: int, beside: Beside) -> AgendaItem | None:
    """Write beside an item what was said and what becomes of it; None where there is none. Raises MeetingClosed, StaleItem."""
    expect(meeting, MeetingState.held)
    item = agenda_item(meeting.id, item_id)
    if item is None:
        return None
    db.session.refresh(item, ["version"])
    if item.version != version:
        raise StaleItem
    item.minutes, item.decision, item.outcome = beside.minutes, beside.decision, beside.outcome
    item.parked_until = beside.parked_until if beside.outcome is ItemOutcome.parked else None
    db.session.flush()
    return item
