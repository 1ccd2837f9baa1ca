"""From a list of operations to a state: pure, and deaf to whatever is forged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.training.content import words
from app.training.content.world.desk import LONGEST_TEXT, Operation
from app.training.content.world.objects import World
from app.training.content.world.operations import MOST_MADE, UNDO, perform
from app.training.content.world.refusals import N_, Refused
from app.training.content.world.state import State

MOST_FIELDS = 16
LONGEST_FIELD_NAME = 24


def operations_of(answers: object) -> list[dict[str, str]]:
    """The operations among answers of any shape."""
    steps = words.answer(answers, "steps")
    return [tidy(step) for step in steps[:MOST_MADE]] if isinstance(steps, (list, tuple)) else []


def tidy(posted: object) -> dict[str, str]:
    """An operation as it is kept: short names, texts without NUL; nothing else."""
    if not isinstance(posted, Mapping):
        return {}
    named = [(name, words.said(value)) for name, value in posted.items() if isinstance(name, str)]
    return {name[:LONGEST_FIELD_NAME]: text[: 2 * LONGEST_TEXT] for name, text in named[:MOST_FIELDS]}


def standing(operations: Iterable[Operation]) -> list[Operation]:
    """The operations that were not taken back."""
    kept: list[Operation] = []
    for one in operations:
        if one.get("do") != UNDO:
            kept.append(one)
        elif kept:
            kept.pop()
    return kept


def replay(world: World, you: str, operations: Sequence[Operation]) -> State:
    """The state after these operations; what the world refuses is passed over. Never raises."""
    state = world.beginning
    for one in standing(operations):
        try:
            state = perform(world, state, you, one)
        except Refused:
            continue
    return state


def check_next(world: World, you: str, operations: Sequence[Operation], posted: Operation) -> None:
    """Raises Refused where this operation cannot follow those."""
    if len(operations) >= MOST_MADE:
        raise Refused("do", N_("That was a lot; begin again, or check what you have."))
    if posted.get("do") == UNDO:
        if not standing(operations):
            raise Refused("do", N_("There is nothing to take back."))
        return
    perform(world, replay(world, you, operations), you, posted)
