"""The rule of decision: what follows from a roll, its ballots and a rule. Whole numbers only, compared crosswise.

A recused member leaves the denominator. An abstention counts for the quorum and for nothing else. Conditions bind where the
approval needs the votes of those who named them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Choice(StrEnum):
    """What a ballot says."""

    approve = "approve"
    approve_with_conditions = "approve_with_conditions"
    reject = "reject"
    abstain = "abstain"


class Outcome(StrEnum):
    """What a closed round gives. `void` decides nothing: too few took part, and the change goes back on the agenda."""

    approved = "approved"
    approved_with_conditions = "approved_with_conditions"
    rejected = "rejected"
    returned = "returned"
    void = "void"


class Because(StrEnum):
    """Why it came out so."""

    majority = "majority"
    casting_vote = "casting_vote"
    threshold_missed = "threshold_missed"
    tie = "tie"
    nobody_chose = "nobody_chose"
    quorum_missed = "quorum_missed"


@dataclass(frozen=True, slots=True)
class Rule:
    """How many must take part, how many of those who chose must approve, and whether the chair's ballot breaks a tie."""

    quorum_num: int
    quorum_den: int
    threshold_num: int
    threshold_den: int
    casting_vote: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The roll and its ballots, counted; `chair` is what the chair's ballot says, None where the chair has none."""

    roll: int
    recused: int = 0
    approve: int = 0
    conditional: int = 0
    reject: int = 0
    abstain: int = 0
    chair: Choice | None = None
    chair_open: bool = False

    @property
    def eligible(self) -> int:
        """Members who may decide on this change."""
        return self.roll - self.recused

    @property
    def approving(self) -> int:
        """Ballots for the change, with and without conditions."""
        return self.approve + self.conditional

    @property
    def chose(self) -> int:
        """Ballots for or against."""
        return self.approving + self.reject

    @property
    def cast(self) -> int:
        """Ballots of any kind."""
        return self.chose + self.abstain

    @property
    def remaining(self) -> int:
        """Members who have not cast a ballot yet."""
        return self.eligible - self.cast


@dataclass(frozen=True, slots=True)
class Seat:
    """One place on a roll: its latest ballot, whether its member is recused, and whether it is the chair's."""

    ballot: Choice | None = None
    recused: bool = False
    chair: bool = False


def counted(seats: Iterable[Seat]) -> Tally:
    """The tally of a roll. What a recused member had said before counts no more."""
    roll = list(seats)
    heard = [seat.ballot for seat in roll if not seat.recused]
    chair = next((seat for seat in roll if seat.chair and not seat.recused), None)
    return Tally(
        roll=len(roll),
        recused=sum(seat.recused for seat in roll),
        approve=heard.count(Choice.approve),
        conditional=heard.count(Choice.approve_with_conditions),
        reject=heard.count(Choice.reject),
        abstain=heard.count(Choice.abstain),
        chair=chair.ballot if chair else None,
        chair_open=chair is not None and chair.ballot is None,
    )


def ballots_needed(rule: Rule, eligible: int) -> int:
    """How many ballots make a quorum: the smallest whole number that is enough."""
    return -(-rule.quorum_num * eligible // rule.quorum_den)


def approvals_needed(rule: Rule, chose: int) -> int:
    """How many of those who chose must approve: the threshold, and always more than half."""
    return max(-(-rule.threshold_num * chose // rule.threshold_den), chose // 2 + 1)


def has_quorum(rule: Rule, tally: Tally) -> bool:
    """Whether enough of those who may decide have taken part."""
    return tally.cast * rule.quorum_den >= rule.quorum_num * tally.eligible


def _passes(rule: Rule, approving: int, against: int) -> bool:
    return approving > against and approving * rule.threshold_den >= rule.threshold_num * (approving + against)


def outcome_of(rule: Rule, tally: Tally) -> tuple[Outcome, Because]:
    """What a round gives when it closes now, and why."""
    if not has_quorum(rule, tally):
        return Outcome.void, Because.quorum_missed
    if not tally.chose:
        return Outcome.returned, Because.nobody_chose
    if _passes(rule, tally.approving, tally.reject):
        return _approval(rule, tally), Because.majority
    if tally.approving == tally.reject:
        return _broken_tie(rule, tally)
    return Outcome.rejected, Because.threshold_missed


def _broken_tie(rule: Rule, tally: Tally) -> tuple[Outcome, Because]:
    if not rule.casting_vote or tally.chair in (None, Choice.abstain):
        return Outcome.returned, Because.tie
    if tally.chair is Choice.reject:
        return Outcome.rejected, Because.casting_vote
    return _approval(rule, tally), Because.casting_vote


def _approval(rule: Rule, tally: Tally) -> Outcome:
    """With conditions, unless it would have passed had those who named some voted against it."""
    if tally.conditional and not _passes(rule, tally.approve, tally.conditional + tally.reject):
        return Outcome.approved_with_conditions
    return Outcome.approved


def early_outcome(rule: Rule, tally: Tally) -> Outcome | None:
    """What the round gives whatever the remaining members do; None while any of them could still change it.

    Who remains may cast any ballot, none at all, or be recused; none of that breaks a quorum that is there already.
    """
    if not has_quorum(rule, tally):
        return None
    outcomes = set[Outcome]()
    for end in _ends(tally):
        outcomes.add(outcome_of(rule, end)[0])
        if len(outcomes) > 1:
            return None
    return outcomes.pop()


def _ends(tally: Tally) -> Iterator[Tally]:
    """Every way in which the ballots for and against can end; the rest abstain or stay away, which is the same by now."""
    left = tally.remaining
    for approve in range(left + 1):
        for conditional in range(left - approve + 1):
            for reject in range(left - approve - conditional + 1):
                end = replace(
                    tally,
                    approve=tally.approve + approve,
                    conditional=tally.conditional + conditional,
                    reject=tally.reject + reject,
                    abstain=tally.abstain + left - approve - conditional - reject,
                )
                yield from _with_chair(end, (approve, conditional, reject), left)


def _with_chair(end: Tally, added: tuple[int, int, int], left: int) -> Iterator[Tally]:
    """The same end for everything the chair may have said in it."""
    if not end.chair_open:
        yield end
        return
    choices = (Choice.approve, Choice.approve_with_conditions, Choice.reject)
    yield from (replace(end, chair=choice) for choice, count in zip(choices, added, strict=True) if count)
    if sum(added) < left:
        yield replace(end, chair=None)
