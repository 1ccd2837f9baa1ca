"""The digest, daily or weekly: everything that waited, in one mail, group by group."""

from itertools import groupby

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, locked, transaction
from app.foundation.i18n import speaking
from app.foundation.mail import Letter, post_many
from app.notifications import queries
from app.notifications.actions.letters import preferences_line
from app.notifications.kinds import Category, kind_of, words_of
from app.notifications.links import absolute, mute_link
from app.notifications.models import Channel, Receipt

DIGEST_HOUR = 8


def send_digests() -> int:
    """Once a day, from eight in the morning: one mail to each person who collects news and has some."""
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
    shown = queries.still_shown(person_id, news)
    for receipt in news:
        receipt.channel = receipt.channel if receipt in shown else Channel.none
    if not shown:
        return 0
    letter = _letter(person, shown)
    post_many([letter], due_at=queries.post_hours().leaves(queries.preference_of(person_id).quiet))
    for receipt in shown:
        receipt.mailed_at, receipt.mail_key = clock.now(), letter.dedupe_key
    return 1


def _letter(person: Person, news: list[Receipt]) -> Letter:
    with speaking(person.language or "zh"):
        subject = ngettext("%(num)s piece of news in Uptake", "%(num)s pieces of news in Uptake", len(news))
        mute = mute_link(person.id, None)
        stop = _("To get no more mails: %(link)s", link=mute)
        body = f"{_body(news)}\n\n-- \n{preferences_line()}\n{stop}\n"
        return Letter(person.email or "", subject, body, f"digest:{person.id}:{clock.today()}", mute)


def _body(news: list[Receipt]) -> str:
    """The news by group, each group in the order in which things happened."""
    order = list(Category)
    grouped = groupby(sorted(news, key=lambda one: order.index(_category(one))), key=_category)
    parts = [(category, [_item(receipt) for receipt in group]) for category, group in grouped]
    return "\n\n".join("\n\n".join([f"{category.label}:", *items]) for category, items in parts)


def _category(receipt: Receipt) -> Category:
    return kind_of(receipt.announcement).category


def _item(receipt: Receipt) -> str:
    words = words_of(receipt.announcement)
    more = words.more.replace("\n", "\n  ")
    return "\n  ".join(filter(None, (f"* {words.title}", more, absolute(words.href))))
