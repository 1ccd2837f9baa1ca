"""Words about what is put before the PMO, and about words that changed."""

from flask_babel import gettext as _

from app.notifications.texts.ideas import idea_address
from app.notifications.texts.wording import Data, Words


def idea_revised(data: Data) -> Words:
    """The words of an idea changed in substance."""
    title = _("The author changed “%(idea)s”: please read it again", idea=data["title"])
    return Words(
        title, _("If you no longer want it, you can take your vote back."), idea_address(data["idea"]), icon="edit"
    )


def idea_hidden(data: Data) -> Words:
    """One's own idea was hidden."""
    title = _("The PMO has hidden your idea “%(idea)s”", idea=data["title"])
    return Words(title, data["reason"], idea_address(data["idea"]), icon="eye-off")


def merge_suggested(data: Data) -> Words:
    """Two ideas may be the same."""
    title = _(
        "Somebody thinks that “%(idea)s” and “%(target)s” are the same", idea=data["title"], target=data["target_title"]
    )
    return Words(title, "", idea_address(data["idea"]), icon="git-merge")


def reopen_asked(data: Data) -> Words:
    """New evidence for a declined idea."""
    title = _("Somebody asks to open “%(idea)s” again", idea=data["title"])
    return Words(title, data["evidence"], idea_address(data["idea"]), icon="rotate")


def reopen_answered(data: Data) -> Words:
    """The answer to new evidence."""
    opened = _("“%(idea)s” was opened again, as you asked", idea=data["title"])
    stays = _("“%(idea)s” stays declined for now", idea=data["title"])
    return Words(opened if data["accepted"] else stays, data["answer"], idea_address(data["idea"]), icon="rotate")


def objection_raised(data: Data) -> Words:
    """A delivered idea is not solved for somebody."""
    title = _("Somebody who wanted “%(idea)s” says that it is not solved", idea=data["title"])
    return Words(title, data["text"], idea_address(data["idea"]), icon="alert-circle")


def objection_answered(data: Data) -> Words:
    """The answer to whoever said that it is not solved."""
    title = _("The PMO answered your objection to “%(idea)s”", idea=data["title"])
    return Words(title, data["answer"], idea_address(data["idea"]), icon="message-reply")
