"""Counts what fingers do, by the rule of the click budgets; the only place that counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Counter:
    """Every tap on a link or button, every choice, and every field that is filled is one; typing and scrolling nothing."""

    taps: int = 0
    choices: int = 0
    fields: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.taps + self.choices + self.fields
