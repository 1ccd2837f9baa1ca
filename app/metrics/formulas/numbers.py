"""Exact numbers: shares that keep their parts, rounding half up, medians and percentiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

Number = int | Fraction | Decimal

_Z = Fraction(NormalDist().inv_cdf(0.975))  # two-sided 95 %


def rounded(value: Number | None, places: int = 1) -> str | None:
    """A number as text with so many decimals, half up (away from zero); None stays None."""
    if value is None:
        return None
    exact = Fraction(value)
    units = int(abs(exact) * 10**places + Fraction(1, 2))
    sign = "-" if exact < 0 and units else ""
    whole, rest = divmod(units, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share that never forgets what it was made of."""

    numerator: int
    denominator: int

    def __add__(self, other: "Ratio") -> "Ratio":
        """The share of both groups together; percentages are never averaged."""
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)

    @property
    def value(self) -> Fraction | None:
        """Percent, exact; None without a denominator: of nothing there is no share."""
        return Fraction(100 * self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str | None:
        """Percent with one decimal, half up; None without a denominator."""
        return rounded(self.value)

    def as_json(self) -> dict[str, int | str | None]:
        """The three values of every share in files and answers."""
        return {"numerator": self.numerator, "denominator": self.denominator, "percent": self.percent}


def share(marks: Iterable[bool]) -> Ratio:
    """How many of the marks are true."""
    given = list(marks)
    return Ratio(sum(given), len(given))


def mean(values: Sequence[Number]) -> Fraction | None:
    """Arithmetic mean, exact; None of nothing."""
    return sum((Fraction(value) for value in values), Fraction()) / len(values) if values else None


def median(values: Sequence[Number]) -> Fraction | None:
    """Middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(Fraction(value) for value in values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[Number], percent: int) -> Fraction | None:
    """Nearest-rank percentile (the 90th of four values is the fourth); None of nothing."""
    ordered = sorted(Fraction(value) for value in values)
    return ordered[max(1, -(-percent * len(ordered) // 100)) - 1] if ordered else None


def square_root(value: int) -> Fraction:
    """Square root to 28 digits."""
    return Fraction(Decimal(value).sqrt())


def wilson(ratio: Ratio) -> tuple[Fraction, Fraction] | None:
    """The 95 % interval of a share in percent (Wilson, 1927); None without a denominator."""
    if not ratio.denominator:
        return None
    n, p, square = ratio.denominator, Fraction(ratio.numerator, ratio.denominator), _Z * _Z
    middle = p + square / (2 * n)
    spread = p * (1 - p) / n + square / (4 * n * n)
    reach = _Z * Fraction((Decimal(spread.numerator) / Decimal(spread.denominator)).sqrt())
    whole = 1 + square / n
    return max(Fraction(), 100 * (middle - reach) / whole), min(Fraction(100), 100 * (middle + reach) / whole)
