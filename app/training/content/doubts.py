"""Where a file is too broken to be compared with its other language: what was read there is not what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.foundation.content.faults import Fault

_HEADING = re.compile(r"(#{1,6})\s")
_FENCE = re.compile(r"\s*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class Doubts:
    """The headings of one file, as lines with their levels, and the lines of what makes it unusable."""

    headings: tuple[tuple[int, int], ...]
    broken: tuple[int, ...]

    def about(self, line: int) -> bool:
        """Whether anything is broken in the part of the file that begins with the heading of this line."""
        part = self._part(line)
        return any(one in part for one in self.broken)

    def anywhere(self) -> bool:
        """Whether anything is broken in the whole file."""
        return bool(self.broken)

    def _part(self, line: int) -> range:
        above = [one for one in self.headings if one[0] <= line]
        first, level = above[-1] if above else (1, 6)
        ends = [end for end, other in self.headings if end > line and other <= level]
        return range(first, ends[0] if ends else 10**9)


def doubts_of(text: str, faults: Iterable[Fault]) -> Doubts:
    """The doubts that faults of a file leave; advice leaves none."""
    return Doubts(tuple(_headings(text)), tuple(fault.line for fault in faults if not fault.advice))


def _headings(text: str) -> Iterator[tuple[int, int]]:
    within = False
    for number, line in enumerate(text.split("\n"), 1):
        within ^= bool(_FENCE.match(line))
        found = _HEADING.match(line)
        if found and not within:
            yield number, len(found[1])
