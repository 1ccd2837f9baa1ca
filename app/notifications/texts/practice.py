"""Words about hands-on tasks and attempts."""

from flask_babel import gettext as _

from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words, named


def practice_waiting(_data: Data) -> Words:
    """Learners wait."""
    title = _("Learners wait for you: tasks to review, or attempts to grant")
    return Words(title, "", address_of("training.show_reviews"), icon="clipboard-check")


def practice_reviewed(data: Data) -> Words:
    """What became of a hands-on task."""
    known = {"name": data["by"], "task": named(data, "title")}
    accepted = _("%(name)s accepted what you did: %(task)s", **known)
    returned = _("%(name)s returned what you did, a little is still to be done: %(task)s", **known)
    return Words(accepted if data["accepted"] else returned, data["comment"], _item(data), icon="clipboard-check")


def attempt_answered(data: Data) -> Words:
    """One more attempt, or not."""
    task = named(data, "title")
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
