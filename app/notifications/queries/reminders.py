"""Who is to be reminded today of which paths, and who hears of those that are long overdue."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonRole, Role
from app.accounts.queries.leaves import away_on
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar
from app.foundation.db import UtcDateTime, db
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.models import MailPreference, Reminder, ReminderKind
from app.notifications.queries.readers import still_here
from app.training.models import Assignment, TrainingPath

STEPS = (-14, -3, 0, 1, 7, 30)
"""Days after the due date on which one is reminded; before it where negative."""
AHEAD = 14
"""Days before the due date from which a reminder names a path."""
CAUGHT_UP = 14
"""Days after which a step that could not be taken, for a holiday or a worker that was down, is let go."""
TO_MANAGER, TO_HR = 7, 30
OPENS, CLOSES = 8, 20
"""Hours of the company's day between which reminders leave."""

Item = dict[str, Any]


def leaves_at(calendar: WorkingCalendar, moment: datetime) -> datetime:
    """When a reminder that is written at an instant may leave: then, or when the next working day's hours begin."""
    local = clock.local(moment)
    if calendar.is_working(local.date()) and OPENS <= local.hour < CLOSES:
        return moment
    day = local.date() if local.hour < OPENS else local.date() + timedelta(days=1)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return clock.start_of(day) + timedelta(hours=OPENS)


def people_to_remind(day: date, *, working: bool) -> list[int]:
    """Ids of those with a step to take since their last reminder; on a day off only those with something due on it.

    A reminder names everything that is due soon or overdue, so that one of a later day has taken the step. One statement.
    """
    steps = steps_of(day, days_looked_at(working=working), STEPS if working else (0,))
    taken = sa.exists().where(
        Reminder.person_id == Assignment.person_id, Reminder.kind == ReminderKind.own, Reminder.day >= steps.c.step
    )
    rows = (
        sa.select(Assignment.person_id)
        .distinct()
        .select_from(steps)
        .join(Assignment, Assignment.due_on == steps.c.due_on)
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .outerjoin(MailPreference, MailPreference.person_id == Assignment.person_id)
        .where(_wanted(day), Assignment.assigned_at < steps.c.begins, sa.not_(taken))
    )
    return list(db.session.scalars(rows.order_by(Assignment.person_id)))


def items_of(person_ids: Collection[int], day: date) -> dict[int, list[Item]]:
    """What a reminder of a day names, by person: everything open that is due soon or overdue, the earliest first."""
    rows = (
        sa.select(
            Assignment.person_id,
            TrainingPath.code,
            TrainingPath.title_zh,
            TrainingPath.title_en,
            Assignment.due_on,
            Assignment.mandatory,
        )
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .outerjoin(MailPreference, MailPreference.person_id == Assignment.person_id)
        .where(Assignment.person_id.in_(person_ids), _wanted(day), Assignment.due_on <= day + timedelta(days=AHEAD))
        .order_by(Assignment.due_on, Assignment.id)
    )
    found: dict[int, list[Item]] = defaultdict(list)
    for row in db.session.execute(rows):
        found[row.person_id].append(
            {
                "code": row.code,
                "title_zh": row.title_zh,
                "title_en": row.title_en,
                "due_on": row.due_on.isoformat(),
                "mandatory": row.mandatory,
            }
        )
    return found


def _wanted(day: date) -> sa.ColumnElement[bool]:
    """Open, of somebody who is here and not on leave, of a path that is offered, and not optional for who stopped those."""
    asked = sa.or_(Assignment.mandatory, sa.func.coalesce(MailPreference.optional_reminders, sa.true()))
    return sa.and_(
        Assignment.closed_at.is_(None), still_here(), sa.not_(away_on(day)), TrainingPath.retired_at.is_(None), asked
    )


def days_looked_at(*, working: bool) -> Iterable[int]:
    """How many days ago a step may have been that is taken today: the last two weeks, on a day off only today."""
    return range(CAUGHT_UP) if working else (0,)


def steps_of(day: date, days: Iterable[int], offsets: Iterable[int]) -> Any:
    """The steps of the last days as a table: the due date, the day of the step, and the instant at which it begins."""
    columns = (sa.column("due_on", sa.Date), sa.column("step", sa.Date), sa.column("begins", UtcDateTime()))
    rows = [
        (step - timedelta(days=offset), step, clock.start_of(step))
        for step in (day - timedelta(days=ago) for ago in days)
        for offset in offsets
    ]
    return sa.values(*columns, name="given").data(rows).cte("steps")


@dataclass(frozen=True, slots=True)
class Late:
    """Something mandatory that reached a step of being overdue: when, whose, and what to say of it."""

    step: date
    person_id: int
    manager_id: int | None
    item: Item


def long_overdue(day: date, offset: int) -> list[Late]:
    """What became overdue by so many days on one of the last days and still is, of people who are not on leave."""
    steps = steps_of(day, range(CAUGHT_UP), (offset,))
    rows = (
        sa.select(
            steps.c.step,
            Assignment.person_id,
            Person.manager_id,
            Person.name,
            Person.employee_no,
            TrainingPath.title_zh,
            TrainingPath.title_en,
            Assignment.due_on,
        )
        .select_from(steps)
        .join(Assignment, Assignment.due_on == steps.c.due_on)
        .join(Person, Person.id == Assignment.person_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .where(
            Assignment.closed_at.is_(None),
            Assignment.mandatory,
            Assignment.assigned_at < steps.c.begins,
            TrainingPath.retired_at.is_(None),
            still_here(),
            sa.not_(away_on(day)),
        )
        .order_by(Person.employee_no_key, Assignment.due_on, Assignment.id)
    )
    return [
        Late(
            row.step,
            row.person_id,
            row.manager_id,
            {
                "name": row.name,
                "employee_no": row.employee_no,
                "title_zh": row.title_zh,
                "title_en": row.title_en,
                "due_on": row.due_on.isoformat(),
            },
        )
        for row in db.session.execute(rows)
    ]


def last_reminded(person_ids: Collection[int], kind: ReminderKind) -> dict[int, date]:
    """The day of each one's last reminder of a kind."""
    rows = sa.select(Reminder.person_id, sa.func.max(Reminder.day)).where(
        Reminder.person_id.in_(person_ids), Reminder.kind == kind
    )
    return dict(db.session.execute(rows.group_by(Reminder.person_id)).all())


def officers_at_work(day: date) -> list[int]:
    """Ids of the HR officers who are here and not on leave."""
    rows = (
        sa.select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.hr_officer, still_here(), sa.not_(away_on(day)))
    )
    return list(db.session.scalars(rows.order_by(Person.id)))


def at_work(person_ids: Collection[int], day: date) -> list[int]:
    """Those among these who are here and not on leave."""
    rows = sa.select(Person.id).where(Person.id.in_(person_ids), still_here(), sa.not_(away_on(day)))
    return list(db.session.scalars(rows.order_by(Person.id)))


def waiting_reminders(kinds: Iterable[ReminderKind], before: datetime) -> dict[ReminderKind, dict[int, OutgoingMail]]:
    """Reminders in the outbox, by kind and person, that were written before an instant and are due now.

    They waited, so things may have changed.
    """
    of_kind = (OutgoingMail.dedupe_key.startswith(f"reminder:{kind.value}:", autoescape=True) for kind in kinds)
    rows = sa.select(OutgoingMail).where(
        OutgoingMail.state == MailState.queued,
        OutgoingMail.due_at <= clock.now(),
        OutgoingMail.created_at < before,
        sa.or_(*of_kind),
    )
    found: dict[ReminderKind, dict[int, OutgoingMail]] = defaultdict(dict)
    for mail in db.session.scalars(rows.order_by(OutgoingMail.id).limit(500).with_for_update(skip_locked=True)):
        _word, kind, person_id, _day = mail.dedupe_key.split(":")
        found[ReminderKind(kind)][int(person_id)] = mail
    return found
