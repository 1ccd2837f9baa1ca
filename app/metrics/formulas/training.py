"""T1 to T8 and T16: what was asked of people, what they completed, and when."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from app.metrics.formulas.numbers import Number, Ratio, mean, share
from app.metrics.formulas.rows import AsOf, AssignmentRow, AttemptRow

AGES = (("1-7", 1, 7), ("8-30", 8, 30), ("31-60", 31, 60), ("61+", 61, None))
FULL = 100
LONG_AGO = date(1900, 1, 1)
Rows = Iterable[AssignmentRow]
Series = Sequence[AttemptRow]


def due_days_of_age(day: date, first: int, last: int | None) -> tuple[date, date]:
    """First and last due day of what is overdue by so many days."""
    return (LONG_AGO if last is None else day - timedelta(days=last)), day - timedelta(days=first)


def stands(row: AssignmentRow, as_of: AsOf) -> bool:
    """Mandatory, assigned by then, neither waived nor withdrawn."""
    lifted = as_of.knows(row.waived_at) or as_of.knows(row.withdrawn_at)
    return row.mandatory and as_of.knows(row.assigned_at) and not lifted


def eligible(rows: Rows, as_of: AsOf) -> list[AssignmentRow]:
    """Standing assignments of people who count on the day: the population of T1, T3, T6, T7 and T8."""
    return [row for row in rows if stands(row, as_of) and row.person.counts_at_end_of(as_of.day)]


def is_overdue(row: AssignmentRow, as_of: AsOf) -> bool:
    """Not completed, and the due day is over."""
    return not as_of.knows(row.completed_at) and row.due_on is not None and row.due_on < as_of.day


def is_on_time(row: AssignmentRow, as_of: AsOf) -> bool:
    """Completed on or before the due day that counts, as the company's days are cut."""
    if not as_of.knows(row.completed_at) or row.completed_on is None or row.measured_on is None:
        return False
    return row.completed_on <= row.measured_on


def completion(rows: Rows, as_of: AsOf) -> Ratio:
    """T1: completed of eligible."""
    return share(as_of.knows(row.completed_at) for row in eligible(rows, as_of))


def due_in_period(rows: Rows, as_of: AsOf) -> list[AssignmentRow]:
    """The denominator of T2: due in the month so far, of people who were there on the due day."""
    return [
        row
        for row in rows
        if stands(row, as_of)
        and row.measured_on is not None
        and as_of.covers_day(row.measured_on)
        and row.person.counts_at_end_of(row.measured_on)
    ]


def on_time(rows: Rows, as_of: AsOf) -> Ratio:
    """T2: completed by the due day, of those whose due day lies in the period; late and never are both not on time."""
    return share(is_on_time(row, as_of) for row in due_in_period(rows, as_of))


def overdue(rows: Rows, as_of: AsOf) -> Ratio:
    """T3: overdue of eligible."""
    return share(is_overdue(row, as_of) for row in eligible(rows, as_of))


def ageing(rows: Rows, as_of: AsOf) -> dict[str, int]:
    """T4: overdue assignments by calendar days past due."""
    ages = [(as_of.day - row.due_on).days for row in eligible(rows, as_of) if row.due_on and is_overdue(row, as_of)]
    return {name: sum(first <= age and (last is None or age <= last) for age in ages) for name, first, last in AGES}


def compliance(rows: Rows, as_of: AsOf) -> Ratio:
    """T5: people without an overdue assignment or an expired certificate, of people with any standing assignment."""
    good: dict[int, bool] = {}
    for row in eligible(rows, as_of):
        expired = row.certificate_expires_on is not None and row.certificate_expires_on < as_of.day
        good[row.person.id] = good.get(row.person.id, True) and not is_overdue(row, as_of) and not expired
    return share(good.values())


def asked(rows: Rows, as_of: AsOf) -> list[AssignmentRow]:
    """Every mandatory assignment that was not withdrawn, waived or not."""
    return [row for row in rows if row.mandatory and as_of.knows(row.assigned_at) and not as_of.knows(row.withdrawn_at)]


def waivers(rows: Rows, as_of: AsOf) -> Ratio:
    """T16: waived of all mandatory assignments."""
    return share(as_of.knows(row.waived_at) for row in asked(rows, as_of))


def attempts(row: AssignmentRow, as_of: AsOf) -> list[Series]:
    """Attempts known by then, one series for each quiz."""
    known: list[Series] = [[attempt for attempt in series if as_of.knows(attempt.at)] for series in row.series]
    return [series for series in known if series]


def official(row: AssignmentRow, as_of: AsOf) -> Fraction | None:
    """The official score: the first passing attempt, averaged over the quizzes; None until each begun quiz is passed."""
    passes = [_first_pass(series) for series in attempts(row, as_of)]
    scores = [attempt.score for attempt in passes if attempt is not None]
    return mean(scores) if scores and len(scores) == len(passes) else None


def best_so_far(row: AssignmentRow, as_of: AsOf) -> Fraction | None:
    """The official score where there is one, else the highest so far; None without an attempt."""
    scores = [(_first_pass(series) or max(series, key=lambda a: a.score)).score for series in attempts(row, as_of)]
    return mean(scores)


def first_passes(rows: Rows, as_of: AsOf) -> Ratio:
    """T6: every quiz passed at the first attempt, of assignments with any attempt."""
    tried = [attempts(row, as_of) for row in eligible(rows, as_of)]
    return share(all(series[0].passed for series in each) for each in tried if each)


def average_score(rows: Rows, as_of: AsOf) -> Fraction | None:
    """T7: mean of the official scores."""
    scores: list[Number] = [score for row in eligible(rows, as_of) if (score := official(row, as_of)) is not None]
    return mean(scores)


def attempts_per_pass(rows: Rows, as_of: AsOf) -> Fraction | None:
    """T8: attempts up to and including the pass, for each quiz of those who passed."""
    passed = [row for row in eligible(rows, as_of) if official(row, as_of) is not None]
    return mean([tries(series) for row in passed for series in attempts(row, as_of)])


def gains(row: AssignmentRow, as_of: AsOf) -> list[tuple[int, int]]:
    """T10: of each module with both, the score of the test before it and of the first attempt at its quiz."""
    pairs = []
    for series in attempts(row, as_of):
        before = [attempt.score for attempt in series if attempt.before]
        after = [attempt.score for attempt in series if not attempt.before]
        if before and after:
            pairs.append((before[0], after[0]))
    return pairs


def gain(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    """Mean of the points gained."""
    return mean([after - before for before, after in pairs])


def normalised_gain(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    """Mean of the points gained of those that could be; who had all of them before is left out."""
    return mean([Fraction(after - before, FULL - before) for before, after in pairs if before < FULL])


def _first_pass(series: Series) -> AttemptRow | None:
    return next((attempt for attempt in series if attempt.passed), None)


def tries(series: Series) -> int:
    """Attempts up to and including the pass."""
    return next(place for place, attempt in enumerate(series, 1) if attempt.passed)
