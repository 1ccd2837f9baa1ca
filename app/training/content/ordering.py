"""Things to put in order, in a quiz and in a drill: how ranks are read, arranged, moved and graded.

An answer is a list of ranks (1 for what comes first), one for each thing at its place on the page under the seed.
It earns the share of its pairs that stand in the right order, so that exactly reversed earns nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from app.training.content import words


def ranks(given: object, shown: Sequence[int]) -> dict[int, int | None]:
    """The rank given to each thing (by the author's index); `shown` says which thing stands at each place."""
    typed, count = words.all_said(given), len(shown)
    return {
        index: words.position(typed[place], count) if place < len(typed) else None for place, index in enumerate(shown)
    }


def pairs_in_order(given: Mapping[int, int | None]) -> Fraction:
    """How many pairs stand in the author's order; equal or missing ranks are in no order."""
    pairs = combinations(sorted(given), 2)
    return Fraction(sum(1 for first, second in pairs if _before(given[first], given[second])))


def pairs(count: int) -> int:
    """How many pairs so many things make."""
    return count * (count - 1) // 2


def standing_right(given: Mapping[int, int | None]) -> set[int]:
    """The most things that stand rightly to each other: all others would have to be moved, and only they."""
    runs: dict[int, list[int]] = {}
    for index in sorted(given):
        rank = given[index]
        if rank is not None:
            before: list[list[int]] = [run for last, run in runs.items() if _before(given[last], rank)]
            runs[index] = [*_longest(before), index]
    return set(_longest(runs.values()))


def arranged(given: object, count: int) -> list[int]:
    """The places of the page in the order of the ranks given so far; what has none yet stays below, as it was."""
    typed = words.all_said(given)
    found = [words.position(typed[place], count) if place < len(typed) else None for place in range(count)]
    return sorted(range(count), key=lambda place: (count if found[place] is None else found[place], place))


def moved(given: object, count: int, place: int, steps: int) -> list[str]:
    """The ranks after the thing at that place of the page went so many steps down (up, where negative)."""
    order = arranged(given, count)
    if not 0 <= place < count:
        return _ranked(order)
    at = order.index(place)
    order.insert(max(0, min(count - 1, at + steps)), order.pop(at))
    return _ranked(order)


def right_ranks(shown: Sequence[int]) -> tuple[str, ...]:
    """The right answer to things shown like this."""
    return tuple(str(index + 1) for index in shown)


def _longest(runs: Iterable[list[int]]) -> list[int]:
    found: list[int] = []
    for run in runs:
        found = run if len(run) > len(found) else found
    return found


def _ranked(order: Sequence[int]) -> list[str]:
    return [str(order.index(place) + 1) for place in range(len(order))]


def _before(first: int | None, second: int | None) -> bool:
    return first is not None and second is not None and first < second
