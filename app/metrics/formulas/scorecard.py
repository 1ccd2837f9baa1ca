"""The scorecard of one person: shares of what was asked, a small bonus, and no score where too little is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.metrics.formulas import coverage, training
from app.metrics.formulas.adoption import core_tasks, weighed_mean
from app.metrics.formulas.numbers import Ratio, mean, share
from app.metrics.formulas.rows import AsOf, AssignmentRow, Company, PersonRow

SHIPPED_WEIGHTS = {"completion": 50, "on_time": 20, "assessment": 20, "practice": 10, "tool_use": 0}
LARGEST_BONUS = 5
FOR_A_DELIVERED_IDEA = 2
FOR_A_MONTH_IN_OFFICE = 1


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Base (None when too little applies), bonus, applicable weight and the parts in percent."""

    parts: dict[str, Fraction | None]
    base: Fraction | None
    bonus: int
    weight: int

    @property
    def score(self) -> Fraction | None:
        """Base and bonus, at most 100."""
        return None if self.base is None else min(Fraction(100), self.base + self.bonus)


def scorecard(company: Company, person: PersonRow) -> Scorecard:
    """The scorecard of a person for the month; people gone or on leave have no parts."""
    if not person.counts_at_end_of(company.as_of.day):
        return Scorecard(dict.fromkeys(company.weights), None, 0, 0)
    found = parts(company, person)
    base = weighed_mean(found, company.weights)
    return Scorecard(found, base.value, bonus(company, person.id), base.weight)


def parts(company: Company, person: PersonRow) -> dict[str, Fraction | None]:
    """The five parts in percent; None where nothing was asked or known, or a contest took the part out."""
    rows, as_of = rows_by_part(company, person.id), company.as_of
    found = {
        "completion": completion(rows["completion"], as_of).value,
        "on_time": training.on_time(rows["on_time"], as_of).value,
        "assessment": assessment(rows["assessment"], as_of),
        "practice": practice(rows["practice"], as_of).value,
        "tool_use": _tool_use(company, person.id),
    }
    return {part: None if (person.id, part, None) in company.left_out else value for part, value in found.items()}


def rows_by_part(company: Company, person_id: int) -> dict[str, list[AssignmentRow]]:
    """The own assignments that each part is counted from, without those that a contest took out of it."""
    as_of = company.as_of
    own = [row for row in company.own_assignments(person_id) if training.stands(row, as_of)]
    tried = [row for row in own if training.attempts(row, as_of)]
    found = {
        "completion": [row for row in own if as_of.knows(row.completed_at) or training.is_overdue(row, as_of)],
        "on_time": training.due_in_period(own, as_of),
        "assessment": tried,
        "practice": [row for row in tried if row.practice_required],
    }
    return {
        part: [row for row in rows if (person_id, part, row.id) not in company.left_out] for part, rows in found.items()
    }


def _tool_use(company: Company, person_id: int) -> Fraction | None:
    """Nobody is scored on a tool they were not trained in."""
    usage = company.usage.get(person_id)
    tried = any(
        training.attempts(row, company.as_of)
        for row in company.own_assignments(person_id)
        if training.stands(row, company.as_of)
    )
    return core_tasks(usage).value if usage and tried else None


def completion(own: Sequence[AssignmentRow], as_of: AsOf) -> Ratio:
    """Completed of own assignments that are completed or past due."""
    marks = [(as_of.knows(row.completed_at), training.is_overdue(row, as_of)) for row in own]
    return share(done for done, late in marks if done or late)


def assessment(tried: Sequence[AssignmentRow], as_of: AsOf) -> Fraction | None:
    """Mean of official scores; not passed yet: the highest so far."""
    return mean([score for row in tried if (score := training.best_so_far(row, as_of)) is not None])


def practice(tried: Sequence[AssignmentRow], as_of: AsOf) -> Ratio:
    """Accepted hands-on tasks of assignments with an attempt that ask for one."""
    return share(is_accepted(row, as_of) for row in tried if row.practice_required)


def is_accepted(row: AssignmentRow, as_of: AsOf) -> bool:
    """Whether the hands-on task was accepted by then."""
    return row.practice_accepted_on is not None and row.practice_accepted_on <= as_of.day


def bonus(company: Company, person_id: int) -> int:
    """Points for own ideas delivered in the month and for a month in office with every meeting attended."""
    delivered = sum(row.author_id == person_id and company.as_of.covers(row.delivered_at) for row in company.ideas)
    office = FOR_A_MONTH_IN_OFFICE if coverage.attended_all(company, person_id) else 0
    return min(LARGEST_BONUS, FOR_A_DELIVERED_IDEA * delivered + office)
