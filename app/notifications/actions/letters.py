"""The mail of one announcement: its words, why it comes, and how to get no more of them."""

from datetime import datetime

from flask_babel import gettext as _

from app.foundation.i18n import speaking
from app.foundation.mail import NOTHING, Attachment, Letter
from app.notifications.kinds import Kind, kind_of, words_of
from app.notifications.links import absolute, address_of, mute_link
from app.notifications.models import Announcement
from app.notifications.queries import Reader


def letter_key(announcement: Announcement, person_id: int) -> str:
    """The key of the mail that tells somebody of an announcement; there is never a second one."""
    return f"announcement:{announcement.key}:{person_id}"


def letter_of(
    announcement: Announcement, reader: Reader, because: str, due_at: datetime, attachment: Attachment = NOTHING
) -> Letter:
    """An announcement as a mail in the language of its reader."""
    person = reader.person
    with speaking(person.language or "zh"):
        words, kind = words_of(announcement), kind_of(announcement)
        more = f"{words.more}\n\n" if words.more else ""
        footer = "\n".join([str(kind.reason(because)), *_ways_out(kind, person.id, announcement.idea_id)])
        body = f"{words.title}\n\n{more}{absolute(words.href)}\n\n-- \n{footer}\n"
        stop = stop_link(kind, person.id, announcement.idea_id)
        key = letter_key(announcement, person.id)
        return Letter(person.email or "", words.title, body, key, stop, due_at, attachment)


def stop_link(kind: Kind, person_id: int, idea_id: int | None) -> str:
    """The one-click address of a mail: its idea, else its category; none where something is asked of the reader."""
    if kind.mandatory:
        return ""
    return mute_link(person_id, idea_id) if idea_id else mute_link(person_id, None, kind.category.value)


def preferences_line() -> str:
    """Where one says how one hears."""
    return str(_("How you hear: %(link)s", link=absolute(address_of("notifications.show_preferences"))))


def _ways_out(kind: Kind, person_id: int, idea_id: int | None) -> list[str]:
    lines = [preferences_line()]
    if kind.mandatory:
        lines.append(str(_("Something is asked of you, so this kind of mail cannot be turned off.")))
        return lines
    if idea_id:
        lines.append(str(_("No more about this idea: %(link)s", link=mute_link(person_id, idea_id))))
    category = mute_link(person_id, None, kind.category.value)
    lines.append(str(_("No more mails of the group “%(name)s”: %(link)s", name=kind.category.label, link=category)))
    return lines
