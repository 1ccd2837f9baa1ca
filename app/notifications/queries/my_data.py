"""What there is to tell of requests for correction; and what notices and mails keep of somebody, for “My data”."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.models import CorrectionRequest, Person, PersonRole, Role
from app.accounts.queries.my_data import Rows, Section, named
from app.feedback.models import Idea
from app.foundation.db import db
from app.foundation.mail import MailState, OutgoingMail
from app.notifications.kinds import KINDS
from app.notifications.labels import CHANNELS, LOOKS
from app.notifications.models import Announcement, MailChoice, MailPreference, Receipt, ReceiptState, SourceTelling
from app.notifications.queries.facts import shortened
from app.notifications.queries.readers import still_here


def correction_asked(request_id: int) -> tuple[dict[str, Any], set[int]]:
    """The number of a request, and ids of those who answer it: HR, but nobody answers the own one. It names nobody."""
    found = db.session.get_one(CorrectionRequest, request_id)
    rows = sa.select(PersonRole.person_id).join(Person, Person.id == PersonRole.person_id)
    officers = set(db.session.scalars(rows.where(PersonRole.role == Role.hr_officer, still_here())))
    return {"request": found.id}, officers - {found.person_id}


def correction_answered(request_id: int) -> tuple[dict[str, Any], int]:
    """What became of a request and the answer; who asked."""
    found = db.session.get_one(CorrectionRequest, request_id)
    data = {"request": found.id, "corrected": bool(found.corrected), "answer": shortened(found.answer)}
    return data, found.person_id


def _notices(ids: Sequence[int]) -> Rows:
    given = (Receipt.told_at, Announcement.kind, Receipt.channel, Receipt.mailed_at, Receipt.seen_at, Receipt.muted_at)
    rows = sa.select(*given).join(Announcement, Announcement.id == Receipt.announcement_id)
    return rows.where(Receipt.person_id.in_(ids)).order_by(Receipt.id.desc())


# A mail under way is told like one that waits.
MAILS = {
    MailState.queued: LOOKS[ReceiptState.queued].label,
    MailState.sending: LOOKS[ReceiptState.queued].label,
    MailState.sent: LOOKS[ReceiptState.sent].label,
    MailState.failed: LOOKS[ReceiptState.failed].label,
}


def _mails(ids: Sequence[int]) -> Rows:
    """Without their words, which may name others."""
    given = (
        OutgoingMail.created_at,
        OutgoingMail.recipient,
        OutgoingMail.state,
        OutgoingMail.sent_at,
    )
    addresses = sa.select(Person.email).where(Person.id.in_(ids), Person.email.is_not(None))
    return sa.select(*given).where(OutgoingMail.recipient.in_(addresses)).order_by(OutgoingMail.id.desc())


def _preferences(ids: Sequence[int]) -> Rows:
    given = (
        MailPreference.optional_reminders,
        MailPreference.quiet_from,
        MailPreference.quiet_until,
        MailPreference.quiet_days_off,
    )
    return sa.select(*given).where(MailPreference.person_id.in_(ids)).order_by(MailPreference.person_id)


def _choices(ids: Sequence[int]) -> Rows:
    return (
        sa.select(MailChoice.scope, MailChoice.channel).where(MailChoice.person_id.in_(ids)).order_by(MailChoice.scope)
    )


def _kind_words(kind: str) -> str:
    return str(KINDS[kind].label) if kind in KINDS else kind


def _tellings(ids: Sequence[int]) -> Rows:
    rows = sa.select(SourceTelling.told_at, Idea.title).join(Idea, Idea.id == SourceTelling.idea_id)
    return rows.where(SourceTelling.by_id.in_(ids)).order_by(SourceTelling.id.desc())


HEARING = "notifications.show_preferences"
SECTIONS = (
    Section(
        "notices",
        _l("Notices"),
        _l("What you were told, and when you saw it."),
        _notices,
        {"kind": _kind_words, "channel": named(CHANNELS)},
        "notifications.show_tray",
    ),
    Section("mails", _l("Mails"), _l("Mails to your address."), _mails, {"state": named(MAILS)}),
    Section(
        "source_tellings",
        _l("Words to those who told you"),
        _l("When you told the one for whom you wrote an idea what became of it."),
        _tellings,
        page="notifications.show_sources",
    ),
    Section("mail_preferences", _l("Hours without mails"), _l("When you want no mails."), _preferences, page=HEARING),
    Section(
        "mail_choices",
        _l("Choices of mails"),
        _l("Which mails you want, and how often."),
        _choices,
        {"channel": named(CHANNELS)},
        HEARING,
    ),
)
