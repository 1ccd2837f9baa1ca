"""The rule of decision: a table, a second opinion in fractions, and every small board there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from app.changes.formulas.deciding import (
    Because,
    Choice,
    Outcome,
    Rule,
    Seat,
    Tally,
    approvals_needed,
    ballots_needed,
    counted,
    early_outcome,
    outcome_of,
)

YES, IF, NO, ABSTAIN = Choice
HALF = Rule(1, 2, 1, 2)
CASTING = Rule(1, 2, 1, 2, casting_vote=True)
STRICT = Rule(2, 3, 2, 3)
ALL = Rule(1, 1, 1, 1)
NO_QUORUM = Rule(0, 1, 1, 2)
RULES = (HALF, CASTING, STRICT, ALL, NO_QUORUM)

TABLE = [  # rule, roll, recused, approve, conditional, reject, abstain, chair, what comes out
    (HALF, 7, 0, 3, 0, 1, 0, None, Outcome.approved, Because.majority),
    (HALF, 7, 0, 2, 0, 1, 0, None, Outcome.void, Because.quorum_missed),
    (HALF, 7, 1, 2, 0, 1, 0, None, Outcome.approved, Because.majority),  # three of six are half
    (HALF, 7, 0, 2, 0, 1, 1, None, Outcome.approved, Because.majority),  # an abstention makes the quorum
    (HALF, 7, 0, 1, 0, 2, 1, None, Outcome.rejected, Because.threshold_missed),
    (HALF, 7, 0, 2, 0, 2, 0, YES, Outcome.returned, Because.tie),  # the chair counts as anybody
    (CASTING, 7, 0, 2, 0, 2, 0, YES, Outcome.approved, Because.casting_vote),
    (CASTING, 7, 0, 2, 0, 2, 0, NO, Outcome.rejected, Because.casting_vote),
    (CASTING, 7, 0, 1, 1, 2, 0, IF, Outcome.approved_with_conditions, Because.casting_vote),
    (CASTING, 7, 0, 2, 0, 2, 1, ABSTAIN, Outcome.returned, Because.tie),
    (CASTING, 7, 0, 2, 0, 2, 0, None, Outcome.returned, Because.tie),
    (HALF, 7, 0, 0, 0, 0, 5, None, Outcome.returned, Because.nobody_chose),
    (HALF, 7, 7, 0, 0, 0, 0, None, Outcome.returned, Because.nobody_chose),  # all recused: nothing is divided by zero
    (STRICT, 6, 0, 4, 0, 2, 0, None, Outcome.approved, Because.majority),  # exactly two thirds
    (STRICT, 6, 0, 3, 0, 2, 0, None, Outcome.rejected, Because.threshold_missed),  # 60 %, which no rounding lifts
    (HALF, 5, 0, 3, 1, 1, 0, None, Outcome.approved, Because.majority),  # passes without the one with conditions
    (HALF, 5, 0, 2, 1, 2, 0, None, Outcome.approved_with_conditions, Because.majority),
    (Rule(1, 3, 1, 2), 10, 0, 3, 0, 0, 0, None, Outcome.void, Because.quorum_missed),  # 3 of 10 are less than a third
]


@pytest.mark.parametrize(("rule", "roll", "recused", "yes", "cond", "no", "abstain", "chair", "outcome", "why"), TABLE)
def test_what_comes_out(
    rule: Rule,
    roll: int,
    recused: int,
    yes: int,
    cond: int,
    no: int,
    abstain: int,
    chair: Choice | None,
    outcome: Outcome,
    why: Because,
) -> None:
    assert outcome_of(rule, Tally(roll, recused, yes, cond, no, abstain, chair)) == (outcome, why)


def test_the_numbers_that_are_named_are_the_numbers_that_decide() -> None:
    for rule, eligible in product(RULES, range(13)):
        needed = ballots_needed(rule, eligible)
        for cast in range(1, eligible + 1):
            outcome, _ = outcome_of(rule, Tally(eligible, approve=cast))
            assert (outcome is not Outcome.void) is (cast >= needed), (rule, eligible, cast)
            for approve in range(cast + 1):
                tally = Tally(eligible, approve=approve, reject=cast - approve)
                if cast >= needed:
                    passed = outcome_of(rule, tally)[0] is Outcome.approved
                    assert passed is (approve >= approvals_needed(rule, cast)), (rule, tally)


# ------------------------------------------------------------------------------------------ every small board

OPEN, RECUSED = "open", "recused"
FATES = (*Choice, RECUSED, OPEN)


def seats_of(fates: tuple[object, ...]) -> list[Seat]:
    """A board whose first seat is the chair's."""
    return [
        Seat(ballot=fate if isinstance(fate, Choice) else None, recused=fate == RECUSED, chair=place == 0)
        for place, fate in enumerate(fates)
    ]


def second_opinion(rule: Rule, fates: tuple[object, ...]) -> Outcome:
    """The rule of decision written another way: shares as fractions, member by member."""
    eligible = [fate for fate in fates if fate != RECUSED]
    cast = [fate for fate in eligible if fate != OPEN]
    if eligible and Fraction(len(cast), len(eligible)) < Fraction(rule.quorum_num, rule.quorum_den):
        return Outcome.void
    plain, bound, against = cast.count(YES), cast.count(IF), cast.count(NO)
    if plain + bound + against == 0:
        return Outcome.returned
    least = Fraction(rule.threshold_num, rule.threshold_den)

    def passes(approving: int) -> bool:
        share = Fraction(approving, plain + bound + against)
        return share >= least and share > Fraction(1, 2)

    chair = fates[0] if rule.casting_vote and plain + bound == against else ABSTAIN
    if passes(plain + bound) or chair in (YES, IF):
        return Outcome.approved if passes(plain) or not bound else Outcome.approved_with_conditions
    if plain + bound == against and chair is not NO:
        return Outcome.returned
    return Outcome.rejected


@pytest.mark.parametrize("rule", RULES, ids=["half", "casting", "strict", "all", "no quorum"])
def test_a_result_is_early_exactly_where_nobody_can_change_it(rule: Rule) -> None:
    """Every board of up to four members in every state, against every way in which it can go on (I14)."""
    early = late = 0
    for size in (1, 2, 3, 4):
        given = {fates: outcome_of(rule, counted(seats_of(fates)))[0] for fates in product(FATES, repeat=size)}
        assert given == {fates: second_opinion(rule, fates) for fates in given}
        for fates in given:
            ends = product(*(FATES if fate == OPEN else (fate,) for fate in fates))
            possible = {given[end] for end in ends}
            told = early_outcome(rule, counted(seats_of(fates)))
            assert told == (possible.pop() if len(possible) == 1 else None), fates
            early, late = early + (told is not None and OPEN in fates), late + (told is None)
    assert early or rule is ALL
    assert late


def test_a_large_board_is_told_early_too() -> None:
    assert early_outcome(HALF, Tally(24, approve=13)) is Outcome.approved
    assert early_outcome(HALF, Tally(24, approve=12)) is None
    assert (
        early_outcome(CASTING, Tally(24, reject=12, chair=NO)) is Outcome.rejected
    )  # a tie at best, and the chair is against
    assert early_outcome(CASTING, Tally(24, reject=12, chair_open=True)) is None
