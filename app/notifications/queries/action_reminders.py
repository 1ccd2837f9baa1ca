"""Who is to be reminded today of which action items."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries.leaves import away_on
from app.ambassadors.models import ActionItem, ActionItemEvent
from app.foundation.db import db
from app.notifications.models import Reminder, ReminderKind
from app.notifications.queries.facts import shortened
from app.notifications.queries.readers import still_here
from app.notifications.queries.reminders import Item, days_looked_at, steps_of

STEPS = (-3, 0, 7)
"""Days after the due date on which the owner is reminded; before it where negative."""
AHEAD = 3
"""Days before the due date from which a reminder names an action item."""


def owners_to_remind(day: date, *, working: bool) -> list[int]:
    """Ids of those with a step to take since their last reminder; on a day off only those with something due on it.

    Who was given an item, or dated it anew, after a step had begun has just read or said that day. One statement.
    """
    steps = steps_of(day, days_looked_at(working=working), STEPS if working else (0,))
    taken = sa.exists().where(
        Reminder.person_id == ActionItem.owner_id, Reminder.kind == ReminderKind.action, Reminder.day >= steps.c.step
    )
    touched = sa.exists().where(ActionItemEvent.action_item_id == ActionItem.id, ActionItemEvent.at >= steps.c.begins)
    rows = (
        sa.select(ActionItem.owner_id)
        .distinct()
        .select_from(steps)
        .join(ActionItem, ActionItem.due_on == steps.c.due_on)
        .join(Person, Person.id == ActionItem.owner_id)
        .where(_wanted(day), sa.not_(touched), sa.not_(taken))
    )
    return list(db.session.scalars(rows.order_by(ActionItem.owner_id)))


def actions_of(person_ids: Collection[int], day: date) -> dict[int, list[Item]]:
    """What a reminder of a day names, by person: every open action item that is due soon or overdue, the earliest first."""
    rows = (
        sa.select(ActionItem.owner_id, ActionItem.id, ActionItem.text, ActionItem.due_on)
        .join(Person, Person.id == ActionItem.owner_id)
        .where(ActionItem.owner_id.in_(person_ids), _wanted(day), ActionItem.due_on <= day + timedelta(days=AHEAD))
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    found: dict[int, list[Item]] = defaultdict(list)
    for row in db.session.execute(rows):
        found[row.owner_id].append({"item": row.id, "text": shortened(row.text), "due_on": row.due_on.isoformat()})
    return found


def _wanted(day: date) -> sa.ColumnElement[bool]:
    """Open, of somebody who is here and not on leave."""
    return sa.and_(ActionItem.closed_at.is_(None), still_here(), sa.not_(away_on(day)))
