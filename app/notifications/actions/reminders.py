"""One reminder: the row that claims it, its notice and its mail.

The row of `Reminder` is the claim: whoever inserts it writes the notice and the mail, in the same transaction.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, insert_new
from app.foundation.i18n import speaking
from app.foundation.mail import Letter, OutgoingMail, post_many
from app.foundation.search import folded
from app.notifications.actions.letters import preferences_line, stop_link
from app.notifications.kinds import KINDS, Kind, words_of
from app.notifications.links import absolute, mute_link, mute_optional_link
from app.notifications.models import COLLECTED, Announcement, Channel, Receipt, Reminder, ReminderKind
from app.notifications.queries import Reader, post_hours, readers
from app.notifications.queries.reminders import Item

KIND_OF = {
    ReminderKind.own: "training_due",
    ReminderKind.team: "team_overdue",
    ReminderKind.company: "company_overdue",
    ReminderKind.action: "action_item_due",
}
FOUND_BY = ("title_zh", "title_en", "name", "text")


def row_of(kind: ReminderKind) -> Kind:
    """The row of the table of kinds that a reminder belongs to."""
    return KINDS[KIND_OF[kind]]


def claim(person_ids: Sequence[int], kind: ReminderKind, day: date, by_id: int | None) -> set[int]:
    """Those whose reminder of this kind and day nobody has written yet; it is ours now."""
    if not person_ids:
        return set()
    now = clock.now()
    rows = [{"person_id": one, "kind": kind, "day": day, "at": now, "by_id": by_id} for one in sorted(person_ids)]
    dialect: Any = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Reminder).values(rows).on_conflict_do_nothing().returning(Reminder.person_id)
    return set(db.session.scalars(statement))


def tell(
    kind: ReminderKind,
    day: date,
    data: dict[int, dict[str, Any]],
    *,
    leaves: datetime | None = None,
    at_once: bool = False,
) -> set[int]:
    """One notice for each person, and a mail as the person wants it; `at_once` also for those who collect their mails."""
    people = readers(list(data), row_of(kind)) if data else []
    if not people:
        return set()
    notices = _notices(kind, day, {one.person.id: data[one.person.id] for one in people})
    receipts, letters, post = [], [], post_hours()
    for one in people:
        person, notice = one.person, notices[one.person.id]
        channel = Channel.immediate if at_once and one.channel in COLLECTED else one.channel
        mailed = channel is Channel.immediate and bool(person.email)
        receipts.append(_receipt(notice, person, channel, mailed=mailed))
        if mailed:
            letters.append(letter_of_reminder(kind, day, person, notice, post.leaves(one.quiet, leaves)))
    insert_new(Receipt, receipts)
    post_many(letters)
    return {one.person.id for one in people}


def _receipt(notice: Announcement, person: Person, channel: Channel, *, mailed: bool) -> dict[str, Any]:
    return {
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
        yield from (item.get(name, "") for name in FOUND_BY)


def _key(kind: ReminderKind, person_id: int, day: date) -> str:
    return f"reminder:{kind.value}:{person_id}:{day.isoformat()}"


def letter_of_reminder(kind: ReminderKind, day: date, person: Person, notice: Announcement, due_at: datetime) -> Letter:
    """A reminder as a mail in the language of its reader, with the ways to get no more of them."""
    row = row_of(kind)
    with speaking(person.language or "zh"):
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


def reword(mail: OutgoingMail, kind: ReminderKind, reader: Reader, items: list[Item]) -> None:
    """Let a reminder that waits in the outbox say what is true now."""
    today = clock.today()
    notice = Announcement(kind=KIND_OF[kind], data={"day": today.isoformat(), "items": items})
    letter = letter_of_reminder(kind, today, reader.person, notice, mail.due_at)
    mail.subject, mail.body, mail.recipient = letter.subject, letter.body, letter.to
    mail.unsubscribe_url = letter.unsubscribe_url
