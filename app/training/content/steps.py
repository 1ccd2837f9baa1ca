"""Drills that are answered step by step: what was done so far is kept on the server, a post only adds to it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from app.training.content.objects import Drill

T = TypeVar("T")


class SteppedDrill(Drill):
    """A drill whose answer grows by one step at a time. `handed_in`: the learner says when it is finished."""

    __slots__ = ()
    handed_in: ClassVar[bool] = False

    @abstractmethod
    def extend(self, answers: object, made: Any, seed: int, step: int | None = None) -> Mapping[str, Any] | None:
        """The answers with one more step; None where that step cannot be taken there.

        With `step` (the number of steps taken when the page was shown) the same step sent twice changes nothing, and
        another one in the place of a step already taken is refused.
        """

    @abstractmethod
    def is_over(self, answers: object, seed: int) -> bool:
        """Whether the last step was the end, so that there is nothing left to do but to grade."""


def extended(taken: Sequence[T], made: T, step: int | None) -> list[T] | None:
    """The steps with one more; unchanged where this one was taken at that place already; None where another was."""
    if step is not None and step != len(taken):
        return list(taken) if 0 <= step < len(taken) and taken[step] == made else None
    return [*taken, made]
