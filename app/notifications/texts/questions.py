"""Words about questions to the superusers."""

from flask_babel import gettext as _

from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def question_asked(data: Data) -> Words:
    """Somebody of one's department asks."""
    title = _("%(name)s asks: %(question)s", name=data["name"], question=data["title"])
    return Words(title, data["text"], _address(data), icon="help-circle")


def question_answered(data: Data) -> Words:
    """The answer to one's own question."""
    title = _("%(name)s answered your question: %(question)s", name=data["by"], question=data["title"])
    return Words(title, data["answer"], _address(data), icon="message-reply")


def _address(data: Data) -> str:
    return address_of("knowledge.show_question", question_id=data["question"])
