"""Writes of action items: given, closed, opened again, put off, handed over."""

from datetime import date

import sqlalchemy as sa

from app.ambassadors.events import ActionItemGiven
from app.ambassadors.models import ActionItem, ActionItemEvent, ActionStep
from app.foundation import clock
from app.foundation.db import db, locked
from app.foundation.events import publish
from app.foundation.search import folded


class StaleAction(Exception):
    """Somebody was faster: the action item has changed since the form was opened."""


def give(*, meeting_id: int, item_id: int | None, text: str, owner_id: int, due_on: date, by_id: int) -> ActionItem:
    """Give somebody something to do until a day."""
    action = ActionItem(
        meeting_id=meeting_id,
        item_id=item_id,
        text=text,
        search_text=folded(text),
        owner_id=owner_id,
        due_on=due_on,
        given_at=clock.now(),
    )
    db.session.add(action)
    db.session.flush()
    event_id = _note(action, ActionStep.given, by_id, "")
    publish(ActionItemGiven(action.id, owner_id, event_id))
    return action


def hold_action(action_id: int, version: int) -> ActionItem:
    """An action item as it is now, kept from other writers until commit. Raises StaleAction."""
    rows = locked(sa.select(ActionItem).where(ActionItem.id == action_id))
    action: ActionItem = db.session.scalars(rows.execution_options(populate_existing=True)).one()
    if action.version != version:
        raise StaleAction
    return action


def close(*, action_id: int, version: int, words: str, by_id: int) -> None:
    """Close an action item with what came of it. Raises StaleAction."""
    action = hold_action(action_id, version)
    if action.closed_at is not None:
        raise StaleAction
    action.closed_at = clock.now()
    _note(action, ActionStep.closed, by_id, words)


def reopen(*, action_id: int, version: int, words: str, by_id: int) -> None:
    """Open a closed action item again. Raises StaleAction."""
    action = hold_action(action_id, version)
    if action.closed_at is None:
        raise StaleAction
    action.closed_at = None
    _note(action, ActionStep.reopened, by_id, words)


def postpone(*, action_id: int, version: int, due_on: date, words: str, by_id: int) -> None:
    """Give an open action item another due date. Raises StaleAction."""
    action = hold_action(action_id, version)
    if action.closed_at is not None:
        raise StaleAction
    action.due_on = due_on
    _note(action, ActionStep.postponed, by_id, words)


def hand_over_actions(*, from_id: int, to_id: int, words: str, by_id: int | None) -> int:
    """Give all open action items of somebody to another person; returns how many."""
    mine = sa.select(ActionItem).where(ActionItem.owner_id == from_id, ActionItem.closed_at.is_(None))
    actions = list(db.session.scalars(locked(mine.order_by(ActionItem.id))))
    for action in actions:
        action.owner_id = to_id
        event_id = _note(action, ActionStep.handed_over, by_id, words)
        publish(ActionItemGiven(action.id, to_id, event_id))
    return len(actions)


def _note(action: ActionItem, step: ActionStep, actor_id: int | None, words: str) -> int:
    db.session.flush()
    row = ActionItemEvent(
        action_item_id=action.id,
        step=step,
        actor_id=actor_id,
        at=clock.now(),
        words=words,
        owner_id=action.owner_id,
        due_on=action.due_on,
    )
    db.session.add(row)
    db.session.flush()
    return row.id
