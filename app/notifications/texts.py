"""The words of each kind of announcement, in the language of whoever reads them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.feedback.labels import status_label
from app.foundation.i18n import language, local_date
from app.notifications.links import address_of
from app.notifications.models import Announcement

MOST_NAMES = 12

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


def said_names(names: Sequence[str]) -> str:
    """Names in a sentence; of many the first ones, and how many more."""
    said = str(_(", ")).join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return said
    return str(ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=said))


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


def _path_revised(data: Data) -> Words:
    title = _("“%(path)s” has changed since you completed it", path=_named(data, "title"))
    versions = _("Version %(old)s became %(new)s. Your completion stays as it is.", old=data["from"], new=data["to"])
    parts = [
        (_("New: %(titles)s"), data[f"new_{language()}"]),
        (_("Changed: %(titles)s"), data[f"changed_{language()}"]),
        (_("No longer there: %(titles)s"), data[f"gone_{language()}"]),
    ]
    told = [text % {"titles": "; ".join(titles)} for text, titles in parts if titles]
    return Words(
        title, " ".join([versions, *told]), address_of("training.show_changes", code=data["code"]), icon="versions"
    )


def _path_regraded(data: Data) -> Words:
    title = _("You have gained: an answer in “%(path)s” was right after all", path=_named(data, "title"))
    more = _("A key was wrong. Your answers were graded anew; nothing became worse.")
    return Words(title, more, address_of("training.show_path", code=data["code"]), icon="rosette-discount-check")


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


def _deadline_extended(data: Data) -> Words:
    day = local_date(date.fromisoformat(data["due_on"]))
    title = _("You have more time for “%(path)s”: until %(day)s", path=_named(data, "title"), day=day)
    return Words(title, data["reason"], address_of("training.show_path", code=data["code"]), icon="calendar")


def _path_waived(data: Data) -> Words:
    title = _("You need not do “%(path)s”", path=_named(data, "title"))
    return Words(title, data["reason"], address_of("training.show_shelf"), icon="school")


def _path_credited(data: Data) -> Words:
    title = _("What you learned elsewhere counts as “%(path)s”", path=_named(data, "title"))
    href = address_of("training.show_transcript", person_id=data["person"])
    return Words(title, _("It stands in your training record."), href, icon="school")


def _time_noted(data: Data) -> Words:
    title = _("%(name)s had no working time for “%(path)s”", name=data["name"], path=_named(data, "title"))
    return Words(title, data["text"], address_of("training.show_time_note", note_id=data["note"]), icon="clock")


def _time_answered(data: Data) -> Words:
    title = _("An answer about working time for “%(path)s”", path=_named(data, "title"))
    return Words(title, data["answer"], address_of("training.show_path", code=data["code"]), icon="clock")


def _training_due(data: Data) -> Words:
    items = data["items"]
    late = sum(item["due_on"] < data["day"] for item in items)
    if late:
        title = ngettext("%(num)s training of yours is overdue", "%(num)s trainings of yours are overdue", late)
    else:
        title = ngettext("%(num)s training of yours is due soon", "%(num)s trainings of yours are due soon", len(items))
    lines = [_due_line(item, data["day"]) for item in items]
    return Words(title, "\n".join(lines), address_of("training.show_shelf"), icon="clock")


def _due_line(item: Data, day: str) -> str:
    due = local_date(date.fromisoformat(item["due_on"]))
    if item["due_on"] < day:
        return str(_("“%(path)s” was due on %(day)s", path=_named(item, "title"), day=due))
    return str(_("“%(path)s” is due on %(day)s", path=_named(item, "title"), day=due))


def _team_overdue(data: Data) -> Words:
    count = data["count"]
    title = ngettext(
        "%(num)s training in your team is overdue by a week",
        "%(num)s trainings in your team are overdue by a week",
        count,
    )
    return Words(title, _late_lines(data), address_of("training.show_team", show="overdue"), icon="clock-exclamation")


def _company_overdue(data: Data) -> Words:
    count = data["count"]
    title = ngettext(
        "%(num)s training in the company is overdue by 30 days",
        "%(num)s trainings in the company are overdue by 30 days",
        count,
    )
    return Words(title, _late_lines(data), address_of("hr.show_records", status="overdue"), icon="clock-exclamation")


def _late_lines(data: Data) -> str:
    lines = [
        _(
            "%(name)s (%(number)s): “%(path)s”, due on %(day)s",
            name=item["name"],
            number=item["employee_no"],
            path=_named(item, "title"),
            day=local_date(date.fromisoformat(item["due_on"])),
        )
        for item in data["items"]
    ]
    more = data["count"] - len(data["items"])
    if more:
        lines.append(ngettext("and %(num)s more", "and %(num)s more", more))
    return "\n".join(lines)


def _practice_waiting(_data: Data) -> Words:
    title = _("Learners wait for you: tasks to review, or attempts to grant")
    return Words(title, "", address_of("training.show_reviews"), icon="clipboard-check")


def _practice_reviewed(data: Data) -> Words:
    named = {"name": data["by"], "task": _named(data, "title")}
    accepted = _("%(name)s accepted what you did: %(task)s", **named)
    returned = _("%(name)s returned what you did, a little is still to be done: %(task)s", **named)
    return Words(accepted if data["accepted"] else returned, data["comment"], _item(data), icon="clipboard-check")


def _attempt_answered(data: Data) -> Words:
    task = _named(data, "title")
    granted = _("You have one more attempt: %(task)s", task=task)
    declined = _("No further attempt for now: %(task)s", task=task)
    return Words(granted if data["granted"] else declined, data["reason"], _item(data), icon="clipboard-check")


def _item(data: Data) -> str:
    """The page of a drill or quiz; the shelf where its path is gone."""
    if not data["code"]:
        return address_of("training.show_shelf")
    where = {"code": data["code"], "module_id": data["module"]}
    if data["quiz"]:
        return address_of("training.show_quiz", **where)
    return address_of("training.show_drill", **where, item_id=data["item"])


WORDS: dict[str, Callable[[Data], Words]] = {
    "idea_moved": _idea_moved,
    "comment_posted": _comment_posted,
    "path_assigned": _path_assigned,
    "path_completed": _path_completed,
    "practice_waiting": _practice_waiting,
    "practice_reviewed": _practice_reviewed,
    "attempt_answered": _attempt_answered,
    "path_revised": _path_revised,
    "path_regraded": _path_regraded,
    "nominated": _nominated,
    "nomination_answered": _nomination_answered,
    "appointment_ended": _appointment_ended,
    "deadline_extended": _deadline_extended,
    "path_waived": _path_waived,
    "path_credited": _path_credited,
    "time_noted": _time_noted,
    "time_answered": _time_answered,
    "training_due": _training_due,
    "team_overdue": _team_overdue,
    "company_overdue": _company_overdue,
}
