"""How somebody wants to hear by mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

import sqlalchemy as sa

from app.foundation import audit
from app.foundation.db import db
from app.notifications.actions.rerouting import reroute
from app.notifications.kinds import ALL
from app.notifications.models import Channel, CompanyQuietHours, MailChoice, MailPreference


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that one may choose: channels by scope, reminders of optional paths, and quiet hours of one's own."""

    channels: Mapping[str, Channel]
    optional_reminders: bool = True
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_days_off: bool = False


def keep_wishes(*, person_id: int, wishes: Wishes) -> None:
    """Keep how somebody wants to hear, instead of what was chosen before; what waits goes the new way."""
    preference = preference_row(person_id)
    preference.optional_reminders = wishes.optional_reminders
    preference.quiet_from, preference.quiet_until = wishes.quiet_from, wishes.quiet_until
    preference.quiet_days_off = wishes.quiet_days_off
    replace_choices(person_id, wishes.channels)


def choose_channel(*, person_id: int, channel: Channel, scope: str = ALL) -> None:
    """Keep how somebody hears of everything, of a category or of a kind."""
    db.session.merge(MailChoice(person_id=person_id, scope=scope, channel=channel))
    db.session.flush()
    reroute(person_id)


def replace_choices(person_id: int, channels: Mapping[str, Channel]) -> None:
    """Let these be all the choices of a person."""
    db.session.execute(sa.delete(MailChoice).where(MailChoice.person_id == person_id))
    db.session.add_all(
        MailChoice(person_id=person_id, scope=scope, channel=channel) for scope, channel in channels.items()
    )
    db.session.flush()
    reroute(person_id)


def preference_row(person_id: int) -> MailPreference:
    """The stored preference of a person, made where there is none."""
    preference = db.session.get(MailPreference, person_id)
    if preference is None:
        preference = MailPreference(person_id=person_id, optional_reminders=True, quiet_days_off=False)
        db.session.add(preference)
    return preference


def set_company_quiet(*, begins: time | None, ends: time | None, days_off: bool, by_id: int) -> None:
    """Set the hours in which no mail leaves the company's portal, or let it send at any time."""
    row = db.session.scalar(sa.select(CompanyQuietHours))
    before = _said(row)
    if begins is None or ends is None:
        if row is not None:
            db.session.delete(row)
        row = None
    else:
        row = db.session.merge(CompanyQuietHours(id=1, begins=begins, ends=ends, days_off=days_off))
    db.session.flush()
    audit.record(
        act="quiet-hours:set", subject=("company", "quiet-hours"), actor_id=by_id, before=before, after=_said(row)
    )


def _said(row: CompanyQuietHours | None) -> dict[str, object]:
    return {"begins": f"{row.begins:%H:%M}", "ends": f"{row.ends:%H:%M}", "days_off": row.days_off} if row else {}
