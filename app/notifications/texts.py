"""The words of each kind of announcement, in the language of whoever reads them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.feedback.labels import status_label
from app.foundation.i18n import language, local_date
from app.notifications.links import address_of
from app.notifications.models import Announcement

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: one line, perhaps more, where it leads, and the icon beside it."""

    title: str
    more: str
    href: str
    icon: str


def words_of(announcement: Announcement) -> Words:
    """The words of an announcement in the present language."""
    return WORDS[announcement.kind](announcement.data)


def _named(data: Data, what: str) -> str:
    """A name that is kept in both languages, in the present one."""
    return str(data[f"{what}_{language()}"] or data[f"{what}_zh"])


def _idea_moved(data: Data) -> Words:
    if data["target"]:
        return _idea_merged(data)
    if data["to"] == "needs_info":
        title = _("The PMO has a question about “%(idea)s”, which its author can answer", idea=data["title"])
        return Words(title, data["reason"], _idea(data["idea"]), icon="bulb")
    title = _("“%(idea)s” is now: %(status)s", idea=data["title"], status=status_label(data["to"]))
    return Words(title, data["reason"], _idea(data["idea"]), icon="bulb")


def _idea_merged(data: Data) -> Words:
    title = _("“%(idea)s” lives on in “%(target)s”", idea=data["title"], target=data["target_title"])
    more = data["reason"] or _("It means the same, so the votes for both count there together.")
    return Words(title, more, _idea(data["target"]), icon="git-merge")


def _idea(number: int) -> str:
    return address_of("feedback.show_idea", number=number)


def _comment_posted(data: Data) -> Words:
    title = _("%(name)s commented on “%(idea)s”", name=data["by"], idea=data["title"])
    return Words(title, data["text"], _idea(data["idea"]) + "#comments", icon="message")


def _path_assigned(data: Data) -> Words:
    title = _("New training for you: %(path)s", path=_named(data, "title"))
    due = _("Due on %(day)s.", day=local_date(date.fromisoformat(data["due_on"]))) if data["due_on"] else ""
    return Words(title, due, address_of("training.show_path", code=data["code"]), icon="school")


def _path_completed(data: Data) -> Words:
    title = _("You completed “%(path)s”. Your certificate is ready.", path=_named(data, "title"))
    more = _("Certificate %(number)s", number=data["number"])
    return Words(title, more, address_of("training.show_certificate", number=data["number"]), icon="certificate")


def _nominated(data: Data) -> Words:
    if data["kind"] == "superuser":
        title = _("You are nominated as superuser of %(unit)s. Do you accept?", unit=_named(data, "unit"))
    else:
        title = _("You are nominated as ambassador of %(unit)s. Do you accept?", unit=_named(data, "unit"))
    return Words(title, data["reason"], _appointment(data), icon="user-star")


def _nomination_answered(data: Data) -> Words:
    named = {"name": data["name"], "unit": _named(data, "unit")}
    if data["accepted"]:
        return Words(
            _("%(name)s accepted the appointment for %(unit)s.", **named), "", _appointment(data), icon="user-star"
        )
    return Words(
        _("%(name)s declined the appointment for %(unit)s.", **named), "", _appointment(data), icon="user-star"
    )


def _appointment_ended(data: Data) -> Words:
    unit = _named(data, "unit")
    ended = _("Your term for %(unit)s has ended. Thank you for serving.", unit=unit)
    taken_back = _("Your nomination for %(unit)s was taken back.", unit=unit)
    more = _("The last day of the term has passed.") if data["reason"] == "term over" else data["reason"]
    return Words(ended if data["served"] else taken_back, more, _appointment(data), icon="user-star")


def _appointment(data: Data) -> str:
    return address_of("ambassadors.show_appointment", number=data["appointment"])


WORDS: dict[str, Callable[[Data], Words]] = {
    "idea_moved": _idea_moved,
    "comment_posted": _comment_posted,
    "path_assigned": _path_assigned,
    "path_completed": _path_completed,
    "nominated": _nominated,
    "nomination_answered": _nomination_answered,
    "appointment_ended": _appointment_ended,
}
