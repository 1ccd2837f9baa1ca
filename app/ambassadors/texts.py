"""The words for levels and states, in the language of whoever reads them."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.ambassadors.models import InterviewLevel, PracticeState

LEVELS: dict[InterviewLevel, LazyString] = {
    InterviewLevel.executive: _l("Executive"),
    InterviewLevel.functional_head: _l("Functional head"),
    InterviewLevel.project_manager: _l("Project manager"),
    InterviewLevel.front_line: _l("Front line"),
}
PRACTICE_STATES: dict[PracticeState, LazyString] = {
    PracticeState.draft: _l("Draft"),
    PracticeState.published: _l("In the library"),
    PracticeState.retired: _l("Retired"),
}


def level_label(level: str) -> str:
    """Name of a level; takes the enumeration or its text."""
    return str(LEVELS[InterviewLevel(level)])


def practice_state_label(state: str) -> str:
    """Name of a state of a practice; takes the enumeration or its text."""
    return str(PRACTICE_STATES[PracticeState(state)])
