"""How somebody wants to hear by mail."""

from app.feedback.actions import mute_idea
from app.foundation.db import db
from app.notifications.links import Mute
from app.notifications.models import Channel, MailPreference


def choose_channel(*, person_id: int, channel: Channel) -> None:
    """Keep how somebody wants to get mails."""
    preference = db.session.get(MailPreference, person_id)
    if preference is None:
        db.session.add(MailPreference(person_id=person_id, channel=channel))
    else:
        preference.channel = channel


def stop_mails(mute: Mute) -> None:
    """Do what a link in a mail asks for: nothing more about one idea, or no mails at all."""
    if mute.idea_id is None:
        choose_channel(person_id=mute.person_id, channel=Channel.none)
    else:
        mute_idea(idea_id=mute.idea_id, person_id=mute.person_id)
