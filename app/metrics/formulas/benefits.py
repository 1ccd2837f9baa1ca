"""B1: hours that the new way of working saves in a month."""

from collections.abc import Iterable
from fractions import Fraction

from app.metrics.formulas.rows import BenefitRow

MOST_UNCONFIRMED = 40
"""Hours a month: a larger gain counts only once somebody else has confirmed it."""
EVIDENCE = {"measured": Fraction(1), "sampled": Fraction(4, 5), "claimed": Fraction(1, 2)}


def hours(row: BenefitRow) -> Fraction:
    """Hours of one line, as claimed."""
    return Fraction(row.minutes_saved * row.occurrences, 60)


def weighed_hours(row: BenefitRow) -> Fraction:
    """Hours of one line, less where the evidence is thin; a loss always counts in full."""
    return hours(row) * (EVIDENCE[row.evidence] if row.minutes_saved > 0 else 1)


def total(rows: Iterable[BenefitRow]) -> Fraction:
    """B1: hours a month, weighed by evidence."""
    return sum((weighed_hours(row) for row in rows), Fraction())


def total_unweighted(rows: Iterable[BenefitRow]) -> Fraction:
    """Hours a month, as claimed."""
    return sum((hours(row) for row in rows), Fraction())
