"""Writes: announce once, one receipt for each person, mails through the outbox, preferences."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, insert_new, transaction
from app.foundation.mail import Letter, post_many
from app.foundation.search import folded
from app.foundation.settings import Settings
from app.notifications import queries
from app.notifications.links import mute_link
from app.notifications.models import Announcement, Channel, MailPreference, Receipt
from app.notifications.texts import Words, words_of

DIGEST_HOUR = 8
KEPT = timedelta(days=400)


def announce(*, key: str, kind: str, data: Mapping[str, Any], people: Iterable[int], idea_id: int | None = None) -> None:
    """Tell people something once: the same `key` again changes nothing, nobody gets a second receipt or mail."""
    found_by = folded(*(value for value in data.values() if isinstance(value, str)))
    row = {"key": key, "kind": kind, "idea_id": idea_id, "data": dict(data), "search_text": found_by, "at": clock.now()}
    insert_new(Announcement, [row])
    announcement = db.session.scalars(sa.select(Announcement).where(Announcement.key == key)).one()
    readers = queries.readers(sorted(set(people)))
    told = queries.already_told(announcement.id)
    fresh = [(person, channel) for person, channel in readers if person.id not in told]
    insert_new(Receipt, [_receipt(announcement, person, channel) for person, channel in fresh])
    post_many([_letter(announcement, person) for person, channel in fresh if channel is Channel.immediate and person.email])


def _receipt(announcement: Announcement, person: Person, channel: Channel) -> dict[str, Any]:
    mailed = clock.now() if channel is Channel.immediate and person.email else None
    return {"announcement_id": announcement.id, "person_id": person.id, "channel": channel, "told_at": clock.now(),
            "mailed_at": mailed, "seen_at": None}


def _letter(announcement: Announcement, person: Person) -> Letter:
    with force_locale(person.language or "zh"):
        words = words_of(announcement)
        mute = mute_link(person.id, announcement.idea_id)
        footer = _("You get this mail because it concerns you. No more of these: %(link)s", link=mute)
        body = f"{words.title}\n\n{words.more}\n\n{absolute(words.href)}\n\n-- \n{footer}\n"
        key = f"announcement:{announcement.key}:{person.id}"
        return Letter(person.email or "", words.title, body, key, mute)


def absolute(address: str) -> str:
    """An address of this portal as it is written in a mail."""
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.public_url.rstrip("/") + address


def mark_seen(*, person_id: int, receipt_ids: Iterable[int] | None = None) -> int:
    """Note that somebody has seen their notices, all or some; returns how many were new."""
    rows = sa.update(Receipt).where(Receipt.person_id == person_id, Receipt.seen_at.is_(None))
    if receipt_ids is not None:
        rows = rows.where(Receipt.id.in_(list(receipt_ids)))
    return int(db.session.execute(rows.values(seen_at=clock.now())).rowcount)  # type: ignore[attr-defined]


def choose_channel(*, person_id: int, channel: Channel) -> None:
    """Keep how somebody wants to get mails."""
    preference = db.session.get(MailPreference, person_id)
    if preference is None:
        db.session.add(MailPreference(person_id=person_id, channel=channel))
    else:
        preference.channel = channel


def send_digests() -> int:
    """Once a day, after eight in the morning: one mail to each person who chose a daily digest and has news."""
    if clock.local(clock.now()).hour < DIGEST_HOUR:
        return 0
    sent = 0
    for person_id in queries.people_awaiting_digest():
        with transaction():
            sent += _send_digest(person_id)
    return sent


def _send_digest(person_id: int) -> int:
    person = db.session.get_one(Person, person_id)
    news = queries.undigested(person_id)
    if not news:
        return 0
    with force_locale(person.language or "zh"):
        words = [words_of(receipt.announcement) for receipt in news]
        day = clock.today()
        post_many([Letter(person.email or "", _("Your news of the day"), _digest_body(words), f"digest:{person_id}:{day}",
                          mute_link(person_id, None))])
    for receipt in news:
        receipt.mailed_at = clock.now()
    return 1


def _digest_body(words: list[Words]) -> str:
    parts = [f"* {w.title}\n  {w.more}\n  {absolute(w.href)}" if w.more else f"* {w.title}\n  {absolute(w.href)}" for w in words]
    return "\n\n".join(parts) + f"\n\n-- \n{absolute(url_for('notifications.show_preferences'))}\n"
