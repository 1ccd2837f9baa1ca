"""Reminders of due dates: one of each kind for a person and day, however many workers run and however often one presses.

The row of `Reminder` is the claim: whoever inserts it writes the notice and the mail, in the same transaction.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db, insert_new, transaction
from app.foundation.mail import Letter, post_many
from app.foundation.search import folded
from app.notifications.actions.letters import preferences_line, stop_link
from app.notifications.kinds import KINDS, words_of
from app.notifications.links import absolute, mute_link, mute_optional_link
from app.notifications.models import COLLECTED, Announcement, Channel, Receipt, Reminder, ReminderKind
from app.notifications.queries import post_hours, readers
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
KIND_OF = {
    ReminderKind.own: "training_due",
    ReminderKind.team: "team_overdue",
    ReminderKind.company: "company_overdue",
}


def send_reminders() -> int:
    """Remind whoever has a step to take, and tell managers and HR of what is long overdue; how many were told.

    Between eight and twenty of the company's working days; on other days only of what is due on the very day.
    """
    _look_again()
    if not OPENS <= clock.local(clock.now()).hour < CLOSES:
        return 0
    day = clock.today()
    working = working_calendar().is_working(day)
    told = sum(_remind_part(part, day) for part in _parts(people_to_remind(day, working=working)))
    return told + (_escalate(day) if working else 0)


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whom a manager's word reached, and who had been reminded that day before; by name."""

    told: list[str]
    before: list[str]


def remind(*, person_ids: Collection[int], by_id: int) -> Reminded:
    """Remind people now, in the present transaction: one mail for a person and day, even if asked for twice.

    Who has nothing due or overdue any more, is on leave or has left is not told. The mail leaves in working hours.
    """
    leaves = leaves_at(working_calendar(), clock.now())
    day = clock.local_date(leaves)
    wanted = list(items_of(person_ids, clock.today()))
    told = _tell_own(wanted, day, by_id=by_id, leaves=leaves)
    rows = sa.select(Person.id, Person.name).where(Person.id.in_(wanted))
    names: dict[int, str] = dict(db.session.execute(rows).all())
    return Reminded(
        told=sorted(names[person_id] for person_id in told),
        before=sorted(names[person_id] for person_id in set(wanted) - told),
    )


def _remind_part(person_ids: Sequence[int], day: date) -> int:
    with transaction():
        return len(_tell_own(person_ids, day))


def _tell_own(
    person_ids: Sequence[int], day: date, *, by_id: int | None = None, leaves: datetime | None = None
) -> set[int]:
    """Claim and tell; what is open is read after the claim, so that nothing finished meanwhile is named."""
    claimed = _claim(person_ids, ReminderKind.own, day, by_id)
    items = items_of(claimed, clock.today())
    data = {person_id: {"day": day.isoformat(), "items": items[person_id]} for person_id in sorted(items)}
    return _tell(ReminderKind.own, day, data, leaves=leaves, at_once=by_id is not None)


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
        claimed = _claim(sorted(told), kind, day, None)
        data = {
            person_id: {
                "day": day.isoformat(),
                "items": [one.item for one in told[person_id][:LONGEST]],
                "count": len(told[person_id]),
            }
            for person_id in sorted(claimed)
        }
        return len(_tell(kind, day, data))


def _claim(person_ids: Sequence[int], kind: ReminderKind, day: date, by_id: int | None) -> set[int]:
    """Those whose reminder of this kind and day nobody has written yet; it is ours now."""
    if not person_ids:
        return set()
    now = clock.now()
    rows = [{"person_id": one, "kind": kind, "day": day, "at": now, "by_id": by_id} for one in sorted(person_ids)]
    dialect: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Reminder).values(rows).on_conflict_do_nothing().returning(Reminder.person_id)
    return set(db.session.scalars(statement))


def _tell(
    kind: ReminderKind,
    day: date,
    data: dict[int, dict[str, Any]],
    *,
    leaves: datetime | None = None,
    at_once: bool = False,
) -> set[int]:
    """One notice for each person, and a mail as the person wants it; `at_once` also for those who collect their mails."""
    people = readers(list(data), KINDS[KIND_OF[kind]]) if data else []
    if not people:
        return set()
    notices = _notices(kind, day, {one.person.id: data[one.person.id] for one in people})
    receipts, letters, post = [], [], post_hours()
    for one in people:
        person, notice = one.person, notices[one.person.id]
        channel = Channel.immediate if at_once and one.channel in COLLECTED else one.channel
        mailed = channel is Channel.immediate and bool(person.email)
        receipts.append(
            {
                "announcement_id": notice.id,
                "person_id": person.id,
                "channel": channel,
                "because": "",
                "told_at": clock.now(),
                "mailed_at": clock.now() if mailed else None,
                "mail_key": notice.key if mailed else None,
                "seen_at": None,
                "muted_at": None,
            }
        )
        if mailed:
            letters.append(_letter(kind, day, person, notice, post.leaves(one.quiet, leaves)))
    insert_new(Receipt, receipts)
    post_many(letters)
    return {one.person.id for one in people}


def _notices(kind: ReminderKind, day: date, data: dict[int, dict[str, Any]]) -> dict[int, Announcement]:
    keys = {_key(kind, person_id, day): person_id for person_id in data}
    rows = [
        {
            "key": key,
            "kind": KIND_OF[kind],
            "idea_id": None,
            "comment_id": None,
            "data": data[person_id],
            "search_text": folded(*(_found_by(data[person_id]["items"]))),
            "at": clock.now(),
        }
        for key, person_id in keys.items()
    ]
    insert_new(Announcement, rows)
    found = db.session.scalars(sa.select(Announcement).where(Announcement.key.in_(list(keys))))
    return {keys[notice.key]: notice for notice in found}


def _found_by(items: list[Item]) -> Iterator[str]:
    for item in items:
        yield from (item["title_zh"], item["title_en"], item.get("name", ""))


def _key(kind: ReminderKind, person_id: int, day: date) -> str:
    return f"reminder:{kind.value}:{person_id}:{day.isoformat()}"


def _letter(kind: ReminderKind, day: date, person: Person, notice: Announcement, due_at: datetime) -> Letter:
    row = KINDS[KIND_OF[kind]]
    with force_locale(person.language or "zh"):
        words = words_of(notice)
        optional = kind is ReminderKind.own and [not item["mandatory"] for item in notice.data["items"]]
        only_optional = optional and all(optional)
        stop = mute_optional_link(person.id) if only_optional else stop_link(row, person.id, None)
        footer = [str(row.why), preferences_line()]
        if optional and any(optional):
            footer.append(_("No more reminders of optional paths: %(link)s", link=mute_optional_link(person.id)))
        group = mute_link(person.id, None, row.category.value)
        footer.append(_("No more mails of the group “%(name)s”: %(link)s", name=row.category.label, link=group))
        body = f"{words.title}\n\n{words.more}\n\n{absolute(words.href)}\n\n-- \n" + "\n".join(footer) + "\n"
        return Letter(person.email or "", words.title, body, _key(kind, person.id, day), stop, due_at)


def _look_again() -> None:
    """Reminders that waited in the outbox say what is true now, or nothing: finished, moved and paused paths are not in them."""
    with transaction():
        waiting = waiting_reminders(clock.now() - timedelta(minutes=1))
        if not waiting:
            return
        people = {int(mail.dedupe_key.split(":")[2]): mail for mail in waiting}
        items, today = items_of(list(people), clock.today()), clock.today()
        own = KIND_OF[ReminderKind.own]
        here = {one.person.id: one for one in readers(list(people), KINDS[own])}
        for person_id, mail in people.items():
            one = here.get(person_id)
            if one is None or one.channel is Channel.none or not items.get(person_id):
                db.session.delete(mail)
                continue
            notice = Announcement(kind=own, data={"day": today.isoformat(), "items": items[person_id]})
            letter = _letter(ReminderKind.own, today, one.person, notice, mail.due_at)
            mail.subject, mail.body, mail.recipient = letter.subject, letter.body, letter.to
            mail.unsubscribe_url = letter.unsubscribe_url


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
