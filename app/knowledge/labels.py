"""What codes of knowledge are called, and how states look."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from app.knowledge.models import DraftState, QuestionState
from app.knowledge.models.searches import Gap

OWNER_WORDS: dict[str, LazyString] = {
    "administrator": _l("the project administrators"),
    "superuser": _l("the superusers"),
    "pmo": _l("the PMO"),
    "it": _l("IT"),
    "hr": _l("HR"),
}
"""Who keeps an article true."""


@dataclass(frozen=True, slots=True)
class Look:
    """Words, tone and icon of a state."""

    label: LazyString
    tone: str
    icon: str


QUESTION_LOOKS = {
    QuestionState.waiting: Look(lazy_pgettext("question", "Waiting"), "warning", icon="hourglass"),
    QuestionState.answered: Look(lazy_pgettext("question", "Answered"), "info", icon="message-reply"),
    QuestionState.solved: Look(lazy_pgettext("question", "Solved"), "success", icon="circle-check"),
}
DRAFT_LOOKS = {
    DraftState.open: Look(lazy_pgettext("draft", "In the making"), "info", icon="pencil"),
    DraftState.done: Look(lazy_pgettext("draft", "Published"), "success", icon="circle-check"),
    DraftState.dropped: Look(lazy_pgettext("draft", "Dropped"), "neutral", icon="x"),
}
GAPS = {
    Gap.empty: _l("Nothing found"),
    Gap.unsolved: _l("Found, not solved"),
    Gap.stale: _l("To be read again"),
    Gap.refused: _l("Did not help"),
}


def owner_label(owner: str) -> str:
    """Who keeps an article true."""
    return str(OWNER_WORDS.get(owner, owner))


def question_look(state: QuestionState) -> Look:
    """How a state of a question looks."""
    return QUESTION_LOOKS[state]


def draft_look(state: DraftState) -> Look:
    """How a state of a draft looks."""
    return DRAFT_LOOKS[state]
