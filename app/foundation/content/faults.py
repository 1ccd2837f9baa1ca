"""Faults of content: where, what is wrong and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. Lines and columns count from 1. `advice` marks a fault that `check` reports and `load` lives with."""

    path: str
    line: int
    column: int
    message: str
    advice: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentFaults(Exception):
    """Content that cannot be loaded; `faults` holds all of them, in order of file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class Notebook:
    """Collects the faults of one file. `beside` are the other files of its path, which it may name.

    Where no column is given, it is that of the first “quoted” word of the message that stands in the line, else that
    of the line's first letter; `lines` are the file's own.
    """

    path: str
    faults: list[Fault] = field(default_factory=list)
    beside: Mapping[str, str] = field(default_factory=dict, repr=False)
    lines: list[str] = field(default_factory=list, repr=False)

    def fault(self, line: int, message: str, column: int = 0) -> None:
        """Note something that makes the content unusable."""
        self.faults.append(Fault(self.path, line, column or self._column(line, message), message))

    def advise(self, line: int, message: str, column: int = 0) -> None:
        """Note something that works but must not be published: a missing hint, a quiz bank that is too small."""
        self.faults.append(Fault(self.path, line, column or self._column(line, message), message, advice=True))

    def _column(self, line: int, message: str) -> int:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        said = re.sub("^Field “[^”]*”: ", "", message)
        places = [text.find(quoted) for quoted in re.findall("“([^”]+)”", said)]
        found = [place for place in places if place >= 0]
        return (found[0] if found else len(text) - len(text.lstrip())) + 1


def not_utf8(path: str, raw: bytes) -> Fault | None:
    """The fault of a file that is not UTF-8, at the first place that is not; None where it is."""
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return Fault(path, before.count(b"\n") + 1, column, "The file is not UTF-8; save it as UTF-8.")
    return None
