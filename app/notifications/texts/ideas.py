"""Words about ideas and what is said about them."""

from flask_babel import gettext as _

from app.feedback.labels import status_label
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def idea_moved(data: Data) -> Words:
    """An idea has a new status, or a question for its author."""
    if data["target"]:
        return _idea_merged(data)
    if data["to"] == "needs_info":
        title = _("The PMO has a question about “%(idea)s”, which its author can answer", idea=data["title"])
        return Words(title, data["reason"], idea_address(data["idea"]), icon="bulb")
    title = _("“%(idea)s” is now: %(status)s", idea=data["title"], status=status_label(data["to"]))
    lessons = data["to"] == "closed" and data["reason"]
    more = _("What the review taught: %(lessons)s", lessons=lessons) if lessons else data["reason"]
    return Words(title, more, idea_address(data["idea"]), icon="bulb")


def _idea_merged(data: Data) -> Words:
    title = _("“%(idea)s” lives on in “%(target)s”", idea=data["title"], target=data["target_title"])
    more = data["reason"] or _("It means the same, so the votes for both count there together.")
    return Words(title, more, idea_address(data["target"]), icon="git-merge")


def idea_address(number: int) -> str:
    """The page of an idea."""
    return address_of("feedback.show_idea", number=number)


def comment_posted(data: Data) -> Words:
    """Somebody commented."""
    title = _("%(name)s commented on “%(idea)s”", name=data["by"], idea=data["title"])
    return Words(title, data["text"], idea_address(data["idea"]) + "#comments", icon="message")


def mentioned(data: Data) -> Words:
    """Somebody calls the reader into a conversation."""
    title = _("%(name)s mentions you in “%(idea)s”", name=data["by"], idea=data["title"])
    return Words(title, data["text"], idea_address(data["idea"]) + "#comments", icon="at")
