"""Reminders of due dates: one of each kind for a person and day, however many workers run and however often one presses."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db, transaction
from app.foundation.mail import OutgoingMail
from app.notifications.actions.reminders import claim, reword, row_of, tell
from app.notifications.models import Channel, ReminderKind
from app.notifications.queries import readers
from app.notifications.queries.action_reminders import actions_of, owners_to_remind
from app.notifications.queries.reminders import (
    CLOSES,
    OPENS,
    TO_HR,
    TO_MANAGER,
    Item,
    Late,
    at_work,
    items_of,
    last_reminded,
    leaves_at,
    long_overdue,
    officers_at_work,
    people_to_remind,
    waiting_reminders,
)

AT_ONCE = 200
LONGEST = 50


@dataclass(frozen=True, slots=True)
class Duty:
    """Something of one's own that is reminded of: who has a step to take on a day, and what a reminder of it names."""

    kind: ReminderKind
    people: Callable[..., list[int]]
    items: Callable[[Collection[int], date], dict[int, list[Item]]]


TRAINING = Duty(ReminderKind.own, people_to_remind, items_of)
ACTION_ITEMS = Duty(ReminderKind.action, owners_to_remind, actions_of)
DUTIES = (TRAINING, ACTION_ITEMS)


def send_reminders() -> int:
    """Remind whoever has a step to take, and tell managers and HR of what is long overdue; how many were told.

    Between eight and twenty of the company's working days; on other days only of what is due on the very day.
    """
    _look_again()
    if not OPENS <= clock.local(clock.now()).hour < CLOSES:
        return 0
    day = clock.today()
    working = working_calendar().is_working(day)
    told = sum(_remind_all(duty, day, working=working) for duty in DUTIES)
    return told + (_escalate(day) if working else 0)


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whom a manager's word reached, and who had been reminded that day before; by name."""

    told: list[str]
    before: list[str]


def remind(*, person_ids: Collection[int], by_id: int) -> Reminded:
    """Remind people now of their training, in the present transaction: one mail for a person and day, even if asked for twice.

    Who has nothing due or overdue any more, is on leave or has left is not told. The mail leaves in working hours.
    """
    leaves = leaves_at(working_calendar(), clock.now())
    day = clock.local_date(leaves)
    wanted = list(items_of(person_ids, clock.today()))
    told = _tell_own(TRAINING, wanted, day, by_id=by_id, leaves=leaves)
    rows = sa.select(Person.id, Person.name).where(Person.id.in_(wanted))
    names: dict[int, str] = dict(db.session.execute(rows).all())
    return Reminded(
        told=sorted(names[person_id] for person_id in told),
        before=sorted(names[person_id] for person_id in set(wanted) - told),
    )


def _remind_all(duty: Duty, day: date, *, working: bool) -> int:
    return sum(_remind_part(duty, part, day) for part in _parts(duty.people(day, working=working)))


def _remind_part(duty: Duty, person_ids: Sequence[int], day: date) -> int:
    with transaction():
        return len(_tell_own(duty, person_ids, day))


def _tell_own(
    duty: Duty, person_ids: Sequence[int], day: date, *, by_id: int | None = None, leaves: datetime | None = None
) -> set[int]:
    """Claim and tell; what is open is read after the claim, so that nothing finished meanwhile is named."""
    claimed = claim(person_ids, duty.kind, day, by_id)
    items = duty.items(claimed, clock.today())
    data = {person_id: {"day": day.isoformat(), "items": items[person_id]} for person_id in sorted(items)}
    return tell(duty.kind, day, data, leaves=leaves, at_once=by_id is not None)


def _escalate(day: date) -> int:
    late = long_overdue(day, TO_MANAGER)
    managers = sorted({one.manager_id for one in late if one.manager_id})
    teams = {boss: [one for one in late if one.manager_id == boss] for boss in at_work(managers, day)} if late else {}
    longer = long_overdue(day, TO_HR)
    officers = dict.fromkeys(officers_at_work(day), longer) if longer else {}
    return _escalate_to(ReminderKind.team, teams, day) + _escalate_to(ReminderKind.company, officers, day)


def _escalate_to(kind: ReminderKind, late: dict[int, list[Late]], day: date) -> int:
    if not late:
        return 0
    last = last_reminded(late, kind)
    fresh = {
        person_id: [one for one in ones if one.step > last.get(person_id, date.min) and one.person_id != person_id]
        for person_id, ones in late.items()
    }
    told = {person_id: ones for person_id, ones in fresh.items() if ones}
    if not told:
        return 0
    with transaction():
        claimed = claim(sorted(told), kind, day, None)
        data = {
            person_id: {
                "day": day.isoformat(),
                "items": [one.item for one in told[person_id][:LONGEST]],
                "count": len(told[person_id]),
            }
            for person_id in sorted(claimed)
        }
        return len(tell(kind, day, data))


def _look_again() -> None:
    """Reminders that waited in the outbox say what is true now, or nothing: what is done, moved or paused is not in them."""
    with transaction():
        waiting = waiting_reminders([duty.kind for duty in DUTIES], clock.now() - timedelta(minutes=1))
        for duty in DUTIES:
            if duty.kind in waiting:
                _read_again(duty, waiting[duty.kind])


def _read_again(duty: Duty, mails: Mapping[int, OutgoingMail]) -> None:
    items = duty.items(list(mails), clock.today())
    here = {one.person.id: one for one in readers(list(mails), row_of(duty.kind))}
    for person_id, mail in mails.items():
        one = here.get(person_id)
        if one is None or one.channel is Channel.none or not items.get(person_id):
            db.session.delete(mail)
        else:
            reword(mail, duty.kind, one, items[person_id])


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
