"""What ballots, rules and results are called, and the rule of decision in words with its numbers filled in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.changes.formulas.deciding import (
    Because,
    Choice,
    Outcome,
    Rule,
    Tally,
    approvals_needed,
    ballots_needed,
    has_quorum,
)
from app.changes.models.ballots import RecusalReason, VoidReason
from app.feedback.labels import Look

_CHOICES = {
    Choice.approve: Look(_l("Approve"), tone="success", icon="check"),
    Choice.approve_with_conditions: Look(_l("Approve with conditions"), tone="success", icon="list-check"),
    Choice.reject: Look(_l("Reject"), tone="danger", icon="x"),
    Choice.abstain: Look(_l("Abstain"), tone="neutral", icon="minus"),
}
_OUTCOMES = {
    Outcome.approved: Look(_l("Approved"), tone="success", icon="circle-check"),
    Outcome.approved_with_conditions: Look(_l("Approved with conditions"), tone="success", icon="list-check"),
    Outcome.rejected: Look(_l("Rejected"), tone="neutral", icon="circle-x"),
    Outcome.returned: Look(_l("Returned"), tone="warning", icon="arrow-back-up"),
    Outcome.void: Look(_l("Nothing decided"), tone="warning", icon="circle-dashed"),
}
_VOID = {
    VoidReason.edited: _l(
        "The text was changed while the round was open. Ballots count only for the text they were cast on."
    ),
    VoidReason.quorum_missed: _l(
        "Too few took part: the round decides nothing, and the change is on the agenda again."
    ),
    VoidReason.stopped: _l("The round was stopped."),
}
_RECUSALS = {
    RecusalReason.involved: _l("I am involved in this change"),
    RecusalReason.close_to_it: _l("Somebody close to me is involved"),
    RecusalReason.other: _l("Another reason, which I write below"),
    RecusalReason.own_change: _l("Wrote or owns the change"),
    RecusalReason.own_idea: _l("Wrote an idea behind the change"),
}
_RECUSED = {
    RecusalReason.involved: _l("Is involved in this change"),
    RecusalReason.close_to_it: _l("Somebody close is involved"),
    RecusalReason.other: _l("Another reason"),
    RecusalReason.own_change: _l("Wrote or owns the change"),
    RecusalReason.own_idea: _l("Wrote an idea behind the change"),
}


def choice_look(choice: str) -> Look:
    """How a ballot is drawn."""
    return _CHOICES[Choice(choice)]


def result_look(outcome: str) -> Look:
    """How the result of a round is drawn."""
    return _OUTCOMES[Outcome(outcome)]


def void_words(reason: str) -> str:
    """Why a round decided nothing."""
    return str(_VOID[VoidReason(reason)])


def recusal_choice(reason: str) -> str:
    """A reason to stand aside, in the words of whoever does."""
    return str(_RECUSALS[RecusalReason(reason)])


def recusal_words(reason: str) -> str:
    """Why somebody stood aside, in the words of others."""
    return str(_RECUSED[RecusalReason(reason)])


def rule_in_words(rule: Rule) -> list[str]:
    """What a rule asks for, sentence by sentence."""
    tie = (
        _("A tie is broken by the ballot of the chair; without one the change is returned.")
        if rule.casting_vote
        else _("A tie returns the change.")
    )
    return [
        _(
            "A quorum is %(share)s of the members who may decide; who abstains has taken part, who is recused is not counted.",
            share=_share(rule.quorum_num, rule.quorum_den),
        ),
        _(
            "A change is approved when %(share)s of those who chose for or against approve, and more approve than reject.",
            share=_share(rule.threshold_num, rule.threshold_den),
        ),
        tie,
    ]


def _share(num: int, den: int) -> str:
    return _("all") if num == den else f"{num}/{den}"


def result_in_words(rule: Rule, tally: Tally, outcome: Outcome, because: Because) -> list[str]:
    """Why a round came out as it did, with its numbers, sentence by sentence."""
    told = [*_recused(tally), _turnout(rule, tally), _said(tally)]
    if has_quorum(rule, tally):
        told.append(_because(rule, tally, because))
    return told + _conditions(tally, outcome)


def _recused(tally: Tally) -> list[str]:
    if not tally.recused:
        return []
    sentence = ngettext(
        "%(num)s of %(roll)s members took no part because of an interest of their own, and is not counted.",
        "%(num)s of %(roll)s members took no part because of an interest of their own, and are not counted.",
        tally.recused,
        roll=tally.roll,
    )
    return [str(sentence)]


def _turnout(rule: Rule, tally: Tally) -> str:
    return str(
        ngettext(
            "%(cast)s of %(num)s member took part, %(needed)s had to.",
            "%(cast)s of %(num)s members took part, %(needed)s had to.",
            tally.eligible,
            cast=tally.cast,
            needed=ballots_needed(rule, tally.eligible),
        )
    )


def _said(tally: Tally) -> str:
    counts = {
        Choice.approve: tally.approve,
        Choice.approve_with_conditions: tally.conditional,
        Choice.reject: tally.reject,
        Choice.abstain: tally.abstain,
    }
    return " · ".join(f"{choice_look(choice).label} {count}" for choice, count in counts.items())


def _because(rule: Rule, tally: Tally, because: Because) -> str:
    counted = _(
        "Of %(chose)s who chose for or against, %(needed)s had to approve, and %(approving)s did.",
        chose=tally.chose,
        needed=approvals_needed(rule, tally.chose),
        approving=tally.approving,
    )
    words: dict[Because, str] = {
        Because.nobody_chose: _("Nobody chose for or against, so the change is returned."),
        Because.tie: _("It is a tie that nothing breaks, so the change is returned."),
        Because.casting_vote: _("It is a tie, and the ballot of the chair breaks it."),
    }
    return words.get(because, str(counted))


def _conditions(tally: Tally, outcome: Outcome) -> list[str]:
    if outcome is Outcome.approved_with_conditions:
        return [_("Without those who named conditions it would not have passed, so the conditions bind.")]
    if outcome is Outcome.approved and tally.conditional:
        return [_("It would have passed without those who named conditions, so the conditions are advice.")]
    return []
