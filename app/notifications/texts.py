"""The words of each kind of announcement, in the language of whoever reads them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.feedback.labels import status_label
from app.foundation.i18n import local_date
from app.notifications.models import Announcement


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says: one line, perhaps more, and where it leads."""

    title: str
    more: str
    href: str
    icon: str


def words_of(announcement: Announcement) -> Words:
    """The words of an announcement in the present language."""
    return WORDS[announcement.kind](announcement.data)


def _idea_moved(data: dict[str, Any]) -> Words:
    title = _("“%(idea)s” is now: %(status)s", idea=data["title"], status=status_label(data["to"]))
    return Words(title, data["reason"], url_for("feedback.show_idea", number=data["idea"]), "idea")


def _comment_posted(data: dict[str, Any]) -> Words:
    title = _("%(name)s commented on “%(idea)s”", name=data["by"], idea=data["title"])
    return Words(title, data["text"], url_for("feedback.show_idea", number=data["idea"], _anchor="comments"), "comment")


def _path_assigned(data: dict[str, Any]) -> Words:
    title = _("New training for you: %(path)s", path=data["title_zh"])
    return Words(title, _due(data), url_for("training.show_path", code=data["code"]), "training")


def _due(data: dict[str, Any]) -> str:
    from datetime import date

    return _("Due %(day)s.", day=local_date(date.fromisoformat(data["due_on"]))) if data["due_on"] else ""


def _path_completed(data: dict[str, Any]) -> Words:
    title = _("Completed: %(path)s. Your certificate is ready.", path=data["title_zh"])
    return Words(title, data["number"], url_for("training.show_certificate", number=data["number"]), "certificate")


def _nominated(data: dict[str, Any]) -> Words:
    title = _("You are nominated for %(unit)s. Do you accept?", unit=data["unit"])
    return Words(title, data["reason"], url_for("ambassadors.show_appointment", number=data["appointment"]), "ambassador")


def _nomination_answered(data: dict[str, Any]) -> Words:
    accepted = _("%(name)s accepted the appointment for %(unit)s.", name=data["name"], unit=data["unit"])
    declined = _("%(name)s declined the appointment for %(unit)s.", name=data["name"], unit=data["unit"])
    href = url_for("ambassadors.show_appointment", number=data["appointment"])
    return Words(accepted if data["accepted"] else declined, "", href, "ambassador")


def _appointment_ended(data: dict[str, Any]) -> Words:
    title = _("The term of %(name)s for %(unit)s has ended.", name=data["name"], unit=data["unit"])
    return Words(title, data["reason"], url_for("ambassadors.show_appointment", number=data["appointment"]), "ambassador")


WORDS = {
    "idea_moved": _idea_moved,
    "comment_posted": _comment_posted,
    "path_assigned": _path_assigned,
    "path_completed": _path_completed,
    "nominated": _nominated,
    "nomination_answered": _nomination_answered,
    "appointment_ended": _appointment_ended,
}
