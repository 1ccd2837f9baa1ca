"""The words and looks of kinds, states, risks and outcomes, in the language of whoever reads them."""

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.changes.formulas.risk import RiskLevel, RiskQuestion
from app.changes.models import ChangeKind, ChangeState, ReviewOutcome
from app.feedback.labels import Look

S = ChangeState
_LOOKS = {
    S.draft: Look(_l("Draft"), tone="neutral", icon="pencil"),
    S.assessing: Look(_l("Being assessed"), tone="info", icon="scale"),
    S.ready: Look(_l("Ready for the board"), tone="accent", icon="file-check"),
    S.on_agenda: Look(_l("On the agenda"), tone="info", icon="calendar-event"),
    S.voting: Look(_l("Being voted on"), tone="accent", icon="checkbox"),
    S.approved: Look(_l("Approved"), tone="success", icon="circle-check"),
    S.approved_with_conditions: Look(_l("Approved with conditions"), tone="success", icon="list-check"),
    S.rejected: Look(_l("Rejected"), tone="neutral", icon="circle-x"),
    S.returned: Look(_l("Returned"), tone="warning", icon="arrow-back-up"),
    S.scheduled: Look(_l("Scheduled"), tone="info", icon="calendar-time"),
    S.implementing: Look(_l("Being implemented"), tone="accent", icon="progress"),
    S.implemented: Look(_l("Implemented"), tone="success", icon="check"),
    S.backed_out: Look(_l("Backed out"), tone="warning", icon="rotate-2"),
    S.in_pir: Look(_l("Being reviewed"), tone="info", icon="zoom-check"),
    S.closed_success: Look(_l("Closed: success"), tone="success", icon="checks"),
    S.closed_partial: Look(_l("Closed: partly"), tone="warning", icon="circle-half-2"),
    S.closed_failed: Look(_l("Closed: failed"), tone="danger", icon="circle-x"),
    S.cancelled: Look(_l("Cancelled"), tone="neutral", icon="ban"),
}
_MOVES = {
    S.draft: _l("Back to the draft"),
    S.assessing: _l("Begin the assessment"),
    S.ready: _l("The assessment is whole"),
    S.on_agenda: _l("Put on the agenda of the board"),
    S.returned: _l("Return it: the conditions are not met"),
    S.implementing: _l("Begin the work"),
    S.implemented: _l("The work is done"),
    S.backed_out: _l("It was backed out"),
    S.in_pir: _l("Begin the review"),
    S.cancelled: _l("Cancel the change request"),
}
_KINDS = {
    ChangeKind.standard: _l("Standard"),
    ChangeKind.normal: _l("Normal"),
    ChangeKind.emergency: _l("Emergency"),
}
_LEVELS = {
    RiskLevel.low: Look(_l("Low risk"), tone="success", icon="shield-check"),
    RiskLevel.medium: Look(_l("Medium risk"), tone="info", icon="shield"),
    RiskLevel.high: Look(_l("High risk"), tone="warning", icon="shield-half"),
    RiskLevel.critical: Look(_l("Critical risk"), tone="danger", icon="shield-exclamation"),
}
_OUTCOMES = {
    ReviewOutcome.success: _l("Success: it does what it was for"),
    ReviewOutcome.partial: _l("Partly: something is missing"),
    ReviewOutcome.failed: _l("Failed: it does not do what it was for"),
}
_Answers = tuple[LazyString, tuple[LazyString, LazyString, LazyString, LazyString, LazyString]]
_QUESTIONS: dict[RiskQuestion, _Answers] = {
    RiskQuestion.reach: (
        _l("If it goes wrong, who notices?"),
        (
            _l("Only those who make it"),
            _l("A few people"),
            _l("One department"),
            _l("Several departments"),
            _l("The whole company or a customer"),
        ),
    ),
    RiskQuestion.standstill: (
        _l("How long would work stand still?"),
        (
            _l("Not at all"),
            lazy_pgettext("duration", "Minutes"),
            _l("Up to half a day"),
            _l("A day"),
            _l("Longer than a day"),
        ),
    ),
    RiskQuestion.data_loss: (
        _l("What could happen to data?"),
        (
            _l("Nothing: no data is touched"),
            _l("Something to enter again within minutes"),
            _l("Something to restore from a backup"),
            _l("A day of work could be lost"),
            _l("Data could be lost for good, or seen by the wrong people"),
        ),
    ),
    RiskQuestion.novelty: (
        _l("How often has this been done here?"),
        (_l("Every month"), _l("Several times"), _l("Once"), _l("Never here, but elsewhere"), _l("Never anywhere")),
    ),
    RiskQuestion.untested: (
        _l("How well is it tested?"),
        (
            _l("Fully, with real data and users"),
            _l("Fully, with sample data"),
            _l("The main cases"),
            _l("A little"),
            _l("It cannot be tested beforehand"),
        ),
    ),
    RiskQuestion.no_way_back: (
        _l("How sure is the way back?"),
        (
            _l("A switch, tried out"),
            _l("A few steps, tried out"),
            _l("A few steps, not tried out"),
            _l("Work for hours"),
            _l("There is no way back"),
        ),
    ),
}


def state_look(state: str) -> Look:
    """How a state is drawn; takes the enumeration or its text."""
    return _LOOKS[ChangeState(state)]


def state_label(state: str) -> str:
    """Name of a state; takes the enumeration or its text."""
    return str(state_look(state).label)


def move_label(to_state: str) -> str:
    """What somebody does who moves a change request there."""
    return str(_MOVES.get(ChangeState(to_state)) or state_label(to_state))


def change_kind_label(kind: str) -> str:
    """Name of a kind of change."""
    return str(_KINDS[ChangeKind(kind)])


def level_look(level: str) -> Look:
    """How a level of risk is drawn."""
    return _LEVELS[RiskLevel(level)]


def outcome_label(outcome: str) -> str:
    """What a review found."""
    return str(_OUTCOMES[ReviewOutcome(outcome)])


def risk_question(question: str) -> str:
    """What is asked about the risk."""
    return str(_QUESTIONS[RiskQuestion(question)][0])


def risk_answer(question: str, answer: int) -> str:
    """The words of an answer from 1 to 5."""
    return str(_QUESTIONS[RiskQuestion(question)][1][answer - 1])


def evidence_label(evidence: str) -> str:
    """On what ground something moved, in words: `meeting:3` is meeting 3; words stay as they are."""
    kind, _colon, number = evidence.partition(":")
    words = {
        "meeting": _("Meeting %(number)s", number=number),
        "round": _("Ballot %(number)s", number=number),
        "decision": _("Decision %(number)s", number=number),
        "release": _("Release %(number)s", number=number),
        "review": _("Review %(number)s", number=number),
        "revision": _("Revision %(number)s of the text", number=number),
    }
    return words[kind] if number.isdigit() and kind in words else evidence
