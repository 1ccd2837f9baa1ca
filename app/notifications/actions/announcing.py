"""Tell people something once: one receipt for each of them, and mails through the outbox.

Mails leave at least once and, as far as anyone can promise, only once: the outbox row has a key of its own, so a second one
for the same reason is never written; a worker claims a row before it sends and marks it afterwards. Only a worker that is
killed between the two sends the mail again after its lease, under the same Message-ID, which mail servers recognise.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db, insert_new
from app.foundation.mail import NOTHING, Attachment, post_many
from app.foundation.search import folded
from app.notifications import queries
from app.notifications.actions.letters import letter_key, letter_of
from app.notifications.kinds import KINDS, Kind
from app.notifications.models import Announcement, Channel, Receipt

ROWS_AT_ONCE = 1000
People = Mapping[int, str] | Iterable[int]


@dataclass(frozen=True, slots=True)
class _Told:
    """A reader of an announcement: the tie, the channel of this receipt, and whether it is muted or known already."""

    reader: queries.Reader
    because: str
    channel: Channel
    muted: bool
    known: bool

    @property
    def mailed(self) -> bool:
        return self.channel is Channel.immediate and bool(self.reader.person.email)


def announce(
    *,
    key: str,
    kind: str,
    data: Mapping[str, Any],
    people: People,
    muted: People = (),
    idea_id: int | None = None,
    comment_id: int | None = None,
    known_to: int | None = None,
    attachments: Mapping[int, Attachment] | None = None,
) -> None:
    """Tell people something once: the same `key` again changes nothing, nobody gets a second receipt or mail.

    `kind` names a row of the table of kinds, which says how. `data` holds ids and plain values only; the words are made of
    them in each reader's language. `people` may carry the tie through which each hears. Those who `muted` the subject get a
    receipt that says so, and nothing else. Who has left is told nothing. `known_to` did it: a receipt of this person is seen
    from the start, and no mail tells what is known. `attachments` go with the mails, by person.
    """
    wanted = {**_ties(muted), **_ties(people)}
    if not wanted:
        return
    row = KINDS[kind]
    announcement = _announcement(key, kind, data, idea_id, comment_id)
    told = _told(announcement, row, wanted, silent=set(muted) - set(people), known_to=known_to)
    for part in _parts([_receipt(announcement, one) for one in told]):
        insert_new(Receipt, part)
    _mail(announcement, [one for one in told if one.mailed], attachments or {})


def _ties(people: People) -> dict[int, str]:
    return {one: str(why) for one, why in people.items()} if isinstance(people, Mapping) else dict.fromkeys(people, "")


def _announcement(
    key: str, kind: str, data: Mapping[str, Any], idea_id: int | None, comment_id: int | None
) -> Announcement:
    row = {
        "key": key,
        "kind": kind,
        "idea_id": idea_id,
        "comment_id": comment_id,
        "data": dict(data),
        "search_text": folded(*(value for value in data.values() if isinstance(value, str))),
        "at": clock.now(),
    }
    insert_new(Announcement, [row])
    return db.session.scalars(sa.select(Announcement).where(Announcement.key == key)).one()


def _told(
    announcement: Announcement, kind: Kind, wanted: Mapping[int, str], *, silent: set[int], known_to: int | None
) -> list[_Told]:
    before = queries.already_told(announcement.id)
    found = []
    for reader in queries.readers(sorted(wanted), kind):
        person_id = reader.person.id
        if person_id in before:
            continue
        quiet = person_id in silent or person_id == known_to or (kind.waits_on_leave and reader.away)
        channel = Channel.none if quiet else reader.channel
        found.append(_Told(reader, wanted[person_id], channel, muted=person_id in silent, known=person_id == known_to))
    return found


def _receipt(announcement: Announcement, told: _Told) -> dict[str, Any]:
    moment = clock.now()
    person_id = told.reader.person.id
    return {
        "announcement_id": announcement.id,
        "person_id": person_id,
        "channel": told.channel,
        "because": told.because,
        "told_at": moment,
        "mailed_at": moment if told.mailed else None,
        "mail_key": letter_key(announcement, person_id) if told.mailed else None,
        "seen_at": moment if told.known and not told.muted else None,
        "muted_at": moment if told.muted else None,
    }


def _mail(announcement: Announcement, told: list[_Told], attachments: Mapping[int, Attachment]) -> None:
    if not told:
        return
    post = queries.post_hours()
    post_many(
        [
            letter_of(
                announcement,
                one.reader,
                one.because,
                post.leaves(one.reader.quiet),
                attachments.get(one.reader.person.id, NOTHING),
            )
            for one in told
        ]
    )


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]
