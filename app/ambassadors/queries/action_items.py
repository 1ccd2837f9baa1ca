"""Action items: those of a person, of a series, of a meeting; one with its history."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.ambassadors.models import ActionItem, ActionItemEvent, Meeting
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import PersonId
from app.foundation.search import contains

MOST = 100


def action_item(number: int) -> ActionItem | None:
    """One action item with its owner and its meeting."""
    rows = sa.select(ActionItem).where(ActionItem.id == number)
    return db.session.scalar(rows.options(joinedload(ActionItem.owner), joinedload(ActionItem.meeting)))


def steps_of_action(number: int) -> list[ActionItemEvent]:
    """What happened to an action item, the first step first, with who took it."""
    rows = sa.select(ActionItemEvent).where(ActionItemEvent.action_item_id == number)
    people = joinedload(ActionItemEvent.actor), joinedload(ActionItemEvent.owner)
    return list(db.session.scalars(rows.options(*people).order_by(ActionItemEvent.id)))


def actions_for(person: Any, *, everyone: bool, state: str, q: str, number: int) -> Page[ActionItem]:
    """A page of action items, those due first at the top: one's own, or everyone's; open, overdue or closed ones."""
    rows = sa.select(ActionItem).options(joinedload(ActionItem.owner), joinedload(ActionItem.meeting))
    if not everyone:
        rows = rows.where(ActionItem.owner_id == person.id)
    if state == "closed":
        rows = rows.where(ActionItem.closed_at.is_not(None)).order_by(ActionItem.closed_at.desc(), ActionItem.id.desc())
    else:
        rows = rows.where(_overdue() if state == "overdue" else ActionItem.closed_at.is_(None))
        rows = rows.order_by(ActionItem.due_on, ActionItem.id)
    return page_of(rows.where(contains(ActionItem.search_text, q)), number=number)


def _overdue() -> sa.ColumnElement[bool]:
    return sa.and_(ActionItem.closed_at.is_(None), ActionItem.due_on < clock.today())


def open_actions_of(series_id: int | None, *, before: int) -> list[ActionItem]:
    """Open action items of the other meetings of a series, those due first at the top; they stand on each next agenda."""
    if series_id is None:
        return []
    rows = (
        sa.select(ActionItem)
        .join(Meeting, Meeting.id == ActionItem.meeting_id)
        .where(Meeting.series_id == series_id, ActionItem.meeting_id != before, ActionItem.closed_at.is_(None))
        .options(joinedload(ActionItem.owner), joinedload(ActionItem.meeting))
    )
    return list(db.session.scalars(rows.order_by(ActionItem.due_on, ActionItem.id).limit(MOST)))


def actions_given_in(meeting_id: int) -> list[ActionItem]:
    """Action items that were given in a meeting, in the order in which they were given, with owners."""
    rows = sa.select(ActionItem).where(ActionItem.meeting_id == meeting_id).options(joinedload(ActionItem.owner))
    return list(db.session.scalars(rows.order_by(ActionItem.id)))


def overdue_count(series_id: int | None = None) -> sa.Select[int]:
    """How many action items are overdue, of a series or of all; a select, to be asked with others."""
    rows = sa.select(sa.func.count()).select_from(ActionItem).where(_overdue())
    if series_id is None:
        return rows
    return rows.join(Meeting, Meeting.id == ActionItem.meeting_id).where(Meeting.series_id == series_id)


def open_count_of(person_id: PersonId) -> sa.Select[int]:
    """How many open action items somebody has; a select, to be asked with others."""
    mine = ActionItem.owner_id == person_id
    return sa.select(sa.func.count()).select_from(ActionItem).where(mine, ActionItem.closed_at.is_(None))
