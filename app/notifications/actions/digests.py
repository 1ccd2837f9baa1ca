"""The daily digest: everything that waited, in one mail."""

import sqlalchemy as sa
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, locked, transaction
from app.foundation.mail import Letter, post_many
from app.notifications import queries
from app.notifications.links import absolute, address_of, mute_link
from app.notifications.models import Receipt
from app.notifications.texts import Words, words_of

DIGEST_HOUR = 8


def send_digests() -> int:
    """Once a day, from eight in the morning: one mail to each person who chose a daily digest and has news."""
    if clock.local(clock.now()).hour < DIGEST_HOUR:
        return 0
    sent = 0
    for person_id in queries.people_awaiting_digest():
        with transaction():
            sent += _send_digest(person_id)
    return sent


def _send_digest(person_id: int) -> int:
    # The row of the person is held, so that a second worker waits here and then finds nothing left to send.
    person = db.session.scalars(locked(sa.select(Person).where(Person.id == person_id))).one()
    news = queries.undigested(person_id)
    if not news:
        return 0
    post_many([_letter(person, news)])
    for receipt in news:
        receipt.mailed_at = clock.now()
    return 1


def _letter(person: Person, news: list[Receipt]) -> Letter:
    with force_locale(person.language or "zh"):
        words = [words_of(receipt.announcement) for receipt in news]
        subject = ngettext("%(num)s piece of news in Uptake", "%(num)s pieces of news in Uptake", len(words))
        mute = mute_link(person.id, None)
        body = f"{_body(words)}\n\n-- \n{_footer(mute)}\n"
        return Letter(person.email or "", subject, body, f"digest:{person.id}:{clock.today()}", mute)


def _body(words: list[Words]) -> str:
    return "\n\n".join("\n  ".join(filter(None, (f"* {w.title}", w.more, absolute(w.href)))) for w in words)


def _footer(mute: str) -> str:
    change = _("How you hear: %(link)s", link=absolute(address_of("notifications.show_preferences")))
    stop = _("To get no more mails: %(link)s", link=mute)
    return f"{change}\n{stop}"
