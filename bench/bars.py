"""One bar: what was measured, what it is held against, and how it is printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A measurement beside its limit; `note` says what was measured against what."""

    name: str
    measured: float
    limit: float
    unit: str = ""
    note: str = ""
    at_least: bool = False

    @property
    def held(self) -> bool:
        """Whether the measurement is on the right side of its limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def line(self) -> str:
        """The bar in one line of the report."""
        sign = "≥" if self.at_least else "≤"
        verdict = "ok    " if self.held else "MISSED"
        return f"{verdict} {self.name:40} {_figure(self.measured):>8} {sign} {_figure(self.limit)}{self.unit}   {self.note}"


def _figure(value: float) -> str:
    return f"{value:.2f}" if value < 10 and value != int(value) else f"{value:,.0f}"
