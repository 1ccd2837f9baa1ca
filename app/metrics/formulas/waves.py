"""Where a wave of the roll-out stands on a day: before its go-live, in the thirty days after it, or past them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

WINDOW = 30
"""Days after going live in which people are helped most; the day of go-live is the first of them."""
Stage = Literal["undated", "planned", "window", "settled"]


@dataclass(frozen=True, slots=True)
class GoLive:
    """The day on which a wave goes live, seen from another day."""

    on: date | None
    seen_on: date

    @property
    def stage(self) -> Stage:
        """Not dated, planned, within the window, or past it."""
        if self.on is None:
            return "undated"
        if self.on > self.seen_on:
            return "planned"
        return "window" if self.day <= WINDOW else "settled"

    @property
    def day(self) -> int:
        """Number of the day since go-live, the day itself being 1; below that it is still to come."""
        return (self.seen_on - self.on).days + 1 if self.on else 0

    @property
    def days_to_go(self) -> int:
        """Days until go-live."""
        return 1 - self.day

    @property
    def window_closes(self) -> date | None:
        """The last day of the window; it lasts until 24:00."""
        return self.on + timedelta(days=WINDOW - 1) if self.on else None
