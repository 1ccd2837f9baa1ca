"""How somebody wants to hear by mail."""

from app.feedback.actions import mute_idea
from app.foundation.db import db
from app.notifications.links import Mute
from app.notifications.models import Channel, MailPreference


def choose_channel(*, person_id: int, channel: Channel, optional_reminders: bool | None = None) -> None:
    """Keep how somebody wants to get mails, and whether reminders of optional paths; None leaves that as it is."""
    preference = _preference(person_id)
    preference.channel = channel
    if optional_reminders is not None:
        preference.optional_reminders = optional_reminders


def _preference(person_id: int) -> MailPreference:
    preference = db.session.get(MailPreference, person_id)
    if preference is None:
        preference = MailPreference(person_id=person_id, channel=Channel.immediate, optional_reminders=True)
        db.session.add(preference)
    return preference


def stop_mails(mute: Mute) -> None:
    """Do what a link in a mail asks for: nothing more about one idea, no reminders of optional paths, or no mails at all."""
    if mute.optional:
        _preference(mute.person_id).optional_reminders = False
    elif mute.idea_id is None:
        choose_channel(person_id=mute.person_id, channel=Channel.none)
    else:
        mute_idea(idea_id=mute.idea_id, person_id=mute.person_id)
