"""Finds a way to a wanted end: for the walk-through of a drill, and to prove to its author that it can be done.

Greedy: for an assertion that does not hold yet it proposes what would make it hold, and takes what serves the most
assertions without spoiling one. What an assertion asks for says nearly always what to do; only hours are searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.training.content.world.assertions import Assertion, Which, judge
from app.training.content.world.desk import Operation
from app.training.content.world.objects import World
from app.training.content.world.operations import perform
from app.training.content.world.proposals import Proposer, Way
from app.training.content.world.refusals import Refused
from app.training.content.world.state import State

MOST_TRIED = 1_500
"""Ways that are tried for one assertion."""


def solve(
    world: World, you: str, assertions: Sequence[Assertion], language: str, scenario: str = ""
) -> list[dict[str, str]] | None:
    """Operations after which all assertions hold, texts made of the scenario's sentences; None where none was found."""
    return _Solver(world, you, assertions, Proposer(world, you, language, _sentences(scenario))).way()


class _Solver:
    def __init__(self, world: World, you: str, assertions: Sequence[Assertion], proposer: Proposer) -> None:
        self.world, self.you, self.assertions, self.proposer = world, you, assertions, proposer

    def way(self) -> list[dict[str, str]] | None:
        """All operations from the beginning."""
        state, way = self.world.beginning, list[dict[str, str]]()
        for _ in range(2 * len(self.assertions) + 2):
            missing = [one for one in self.assertions if not judge(self.world, state, one).holds]
            if not missing:
                return way
            found = self._next(state, missing)
            if found is None:
                return None
            state, more = found
            way += [dict(one) for one in more]
        return None

    def _next(self, state: State, missing: Sequence[Assertion]) -> tuple[State, Way] | None:
        held = self._held(state)
        for assertion in missing:
            best: tuple[int, State, Way] | None = None
            for after, way in self._tried(state, _together(assertion, missing), missing):
                now = self._held(after)
                if self.assertions.index(assertion) in now and held <= now and (best is None or len(now) > best[0]):
                    best = (len(now), after, way)
                    if len(now) == len(self.assertions):
                        break
            if best:
                return best[1], best[2]
        return None

    def _held(self, state: State) -> set[int]:
        return {at for at, one in enumerate(self.assertions) if judge(self.world, state, one).holds}

    def _tried(self, state: State, assertion: Assertion, missing: Sequence[Assertion]) -> Iterator[tuple[State, Way]]:
        for number, way in enumerate(self.proposer.ways(state, assertion, missing)):
            if number >= MOST_TRIED:
                return
            after = self._after(state, way)
            if after is not None:
                yield after, way

    def _after(self, state: State, way: Sequence[Operation]) -> State | None:
        for operation in way:
            try:
                state = perform(self.world, state, self.you, operation)
            except Refused:
                return None
        return state


def _together(assertion: Assertion, missing: Sequence[Assertion]) -> Assertion:
    """What several assertions ask of something new is proposed as one thing."""
    if assertion.which is not Which.new:
        return assertion
    same = [one for one in missing if (one.thing, one.which) == (assertion.thing, Which.new)]
    return replace(assertion, conditions=tuple(condition for one in same for condition in one.conditions))


def _sentences(text: str) -> list[str]:
    """The sentences of a text, for use as an example of what somebody might write."""
    return [part.strip() for part in re.split(r"(?<=[。！？!?])\s*|(?<=\.)\s+|\n+", text) if len(part.strip()) > 3]
