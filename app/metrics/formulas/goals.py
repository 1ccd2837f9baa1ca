"""How a figure stands to its goal, and whether chance alone might say so.

Intervals of shares are those of Wilson (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22, 1927, pages 209 to 212), which R. G. Newcombe ("Two-sided confidence
intervals for the single proportion", Statistics in Medicine 17, 1998, pages 857 to 872) found to hold for few cases, too.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from app.metrics.formulas.numbers import Ratio, wilson

Standing = Literal["unknown", "surely_met", "met_few", "missed_few", "surely_missed", "met", "missed"]
Change = Literal["unknown", "better", "worse", "same", "better_few", "worse_few"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure at a moment: its value, and its share where it is one of whole numbers."""

    value: Fraction | None
    ratio: Ratio | None = None

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """The 95 % interval of a share, in percent; None where it is no share."""
        return wilson(self.ratio) if self.ratio else None


def measure(
    value: Fraction | None, numerator: Fraction | None, denominator: Fraction | None, *, share: bool
) -> Measure:
    """A figure with its share, where it is a share of whole things."""
    whole = numerator is not None and denominator is not None and numerator.denominator == denominator.denominator == 1
    if not share or value is None or not whole or numerator is None or denominator is None:
        return Measure(value)
    return Measure(value, Ratio(int(numerator), int(denominator)))


def standing(now: Measure, target: Fraction, *, upwards: bool) -> Standing:
    """How a figure stands to its goal: met or missed, and of shares whether the whole interval says the same."""
    if now.value is None:
        return "unknown"
    met = now.value >= target if upwards else now.value <= target
    if now.interval is None:
        return "met" if met else "missed"
    low, high = now.interval
    sure = (low >= target or high < target) if upwards else (high <= target or low > target)
    if met:
        return "surely_met" if sure else "met_few"
    return "surely_missed" if sure else "missed_few"


def change_since(baseline: Measure, now: Measure, *, upwards: bool) -> Change:
    """How a figure moved since its baseline; of shares it is clear only where the intervals do not overlap."""
    if now.value is None or baseline.value is None:
        return "unknown"
    if now.value == baseline.value:
        return "same"
    better = (now.value > baseline.value) == upwards
    ours, theirs = now.interval, baseline.interval
    if ours is None or theirs is None or ours[0] > theirs[1] or theirs[0] > ours[1]:
        return "better" if better else "worse"
    return "better_few" if better else "worse_few"
