"""Tell people something once: one receipt for each of them, and mails through the outbox.

Mails leave at least once and, as far as anyone can promise, only once: the outbox row has a key of its own, so a second one
for the same reason is never written; a worker claims a row before it sends and marks it afterwards. Only a worker that is
killed between the two sends the mail again after its lease, under the same Message-ID, which mail servers recognise.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.models import Person, PersonState
from app.foundation import clock
from app.foundation.db import db, insert_new
from app.foundation.mail import Letter, post_many
from app.foundation.search import folded
from app.notifications import queries
from app.notifications.links import absolute, mute_link
from app.notifications.models import Announcement, Channel, Receipt
from app.notifications.texts import words_of

ROWS_AT_ONCE = 1000


def announce(
    *,
    key: str,
    kind: str,
    data: Mapping[str, Any],
    people: Iterable[int],
    idea_id: int | None = None,
    known_to: int | None = None,
    wait_on_leave: bool = False,
    at_most_daily: bool = False,
) -> None:
    """Tell people something once: the same `key` again changes nothing, nobody gets a second receipt or mail.

    With `wait_on_leave` no mail reaches those who are on leave; they find the notice when they are back. With
    `at_most_daily` nobody gets a mail of its own: it waits for the digest of the day.

    `data` holds ids and plain values only; the words are made of them in each reader's language. Who has left is told
    nothing. `known_to` did it: a receipt of this person is seen from the start, and no mail tells what is known.
    """
    wanted = sorted(set(people))
    if not wanted:
        return
    announcement = _announcement(key, kind, data, idea_id)
    told = queries.already_told(announcement.id)
    fresh = [
        (
            person,
            Channel.none
            if person.id == known_to or (wait_on_leave and _is_away(person))
            else _collected(channel, at_most_daily=at_most_daily),
        )
        for person, channel in queries.readers(wanted)
        if person.id not in told
    ]
    for part in _parts([_receipt(announcement, person, channel, known_to) for person, channel in fresh]):
        insert_new(Receipt, part)
    mailed = [person for person, channel in fresh if _is_mailed(person, channel)]
    if mailed:
        post_many([_letter(announcement, person) for person in mailed])


def _announcement(key: str, kind: str, data: Mapping[str, Any], idea_id: int | None) -> Announcement:
    found_by = folded(*(value for value in data.values() if isinstance(value, str)))
    row = {"key": key, "kind": kind, "idea_id": idea_id, "data": dict(data), "search_text": found_by, "at": clock.now()}
    insert_new(Announcement, [row])
    return db.session.scalars(sa.select(Announcement).where(Announcement.key == key)).one()


def _receipt(announcement: Announcement, person: Person, channel: Channel, known_to: int | None) -> dict[str, Any]:
    moment = clock.now()
    return {
        "announcement_id": announcement.id,
        "person_id": person.id,
        "channel": channel,
        "told_at": moment,
        "mailed_at": moment if _is_mailed(person, channel) else None,
        "seen_at": moment if person.id == known_to else None,
    }


def _collected(channel: Channel, *, at_most_daily: bool) -> Channel:
    return Channel.daily if at_most_daily and channel is Channel.immediate else channel


def _is_away(person: Person) -> bool:
    return person.state_on(clock.today()) is PersonState.on_leave


def _is_mailed(person: Person, channel: Channel) -> bool:
    return channel is Channel.immediate and bool(person.email)


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


def _letter(announcement: Announcement, person: Person) -> Letter:
    with force_locale(person.language or "zh"):
        words = words_of(announcement)
        mute = mute_link(person.id, announcement.idea_id)
        more = f"{words.more}\n\n" if words.more else ""
        body = f"{words.title}\n\n{more}{absolute(words.href)}\n\n-- \n{_footer(announcement, mute)}\n"
        return Letter(person.email or "", words.title, body, f"announcement:{announcement.key}:{person.id}", mute)


def _footer(announcement: Announcement, mute: str) -> str:
    if announcement.idea_id is None:
        return str(_("Uptake wrote this mail because it concerns you. To get no more mails: %(link)s", link=mute))
    return str(_("You wrote, voted for or follow this idea. To get no more mails about it: %(link)s", link=mute))
