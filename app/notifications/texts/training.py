"""Words about training."""

from datetime import date

from flask_babel import gettext as _

from app.foundation.i18n import language, local_date
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words, named


def path_assigned(data: Data) -> Words:
    """New training."""
    title = _("New training for you: %(path)s", path=named(data, "title"))
    due = _("Due on %(day)s.", day=local_date(date.fromisoformat(data["due_on"]))) if data["due_on"] else ""
    return Words(title, due, address_of("training.show_path", code=data["code"]), icon="school")


def path_completed(data: Data) -> Words:
    """A certificate."""
    title = _("You completed “%(path)s”. Your certificate is ready.", path=named(data, "title"))
    more = _("Certificate %(number)s", number=data["number"])
    return Words(title, more, address_of("training.show_certificate", number=data["number"]), icon="certificate")


def path_revised(data: Data) -> Words:
    """A new version of what one has finished."""
    title = _("“%(path)s” has changed since you completed it", path=named(data, "title"))
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


def path_regraded(data: Data) -> Words:
    """A better result."""
    title = _("You have gained: an answer in “%(path)s” was right after all", path=named(data, "title"))
    more = _("A key was wrong. Your answers were graded anew; nothing became worse.")
    return Words(title, more, address_of("training.show_path", code=data["code"]), icon="rosette-discount-check")


def deadline_extended(data: Data) -> Words:
    """A later due date."""
    day = local_date(date.fromisoformat(data["due_on"]))
    title = _("You have more time for “%(path)s”: until %(day)s", path=named(data, "title"), day=day)
    return Words(title, data["reason"], address_of("training.show_path", code=data["code"]), icon="calendar")


def path_waived(data: Data) -> Words:
    """A path that need not be done."""
    title = _("You need not do “%(path)s”", path=named(data, "title"))
    return Words(title, data["reason"], address_of("training.show_shelf"), icon="school")


def path_credited(data: Data) -> Words:
    """Something learned elsewhere counts."""
    title = _("What you learned elsewhere counts as “%(path)s”", path=named(data, "title"))
    href = address_of("training.show_transcript", person_id=data["person"])
    return Words(title, _("It stands in your training record."), href, icon="school")


def time_noted(data: Data) -> Words:
    """A learner had no working time."""
    title = _("%(name)s had no working time for “%(path)s”", name=data["name"], path=named(data, "title"))
    return Words(title, data["text"], address_of("training.show_time_note", note_id=data["note"]), icon="clock")


def time_answered(data: Data) -> Words:
    """The answer to a note about working time."""
    title = _("An answer about working time for “%(path)s”", path=named(data, "title"))
    return Words(title, data["answer"], address_of("training.show_path", code=data["code"]), icon="clock")
