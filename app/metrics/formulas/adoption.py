"""AX: the adoption index of a department, from the parts that could be measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.metrics.formulas import coverage, pulse, training
from app.metrics.formulas.numbers import Ratio, share
from app.metrics.formulas.rows import Company, UsageRow

WEIGHTS = {"access": 25, "process": 35, "capability": 20, "coverage": 10, "voice": 10}
LEAST_WEIGHT = 60
ACTIVE_WEEKS = 2
SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class WeighedMean:
    """A mean over the parts that exist, and the weight they have together; no value below weight 60."""

    value: Fraction | None
    weight: int


def weighed_mean(parts: Mapping[str, Fraction | None], weights: Mapping[str, int]) -> WeighedMean:
    """Mean of parts in percent; missing parts drop out of both sides."""
    there = {name: value for name, value in parts.items() if value is not None}
    weight = sum(weights.get(name, 0) for name in there)
    if weight < LEAST_WEIGHT:
        return WeighedMean(None, weight)
    return WeighedMean(
        sum((weights.get(name, 0) * value for name, value in there.items()), Fraction()) / weight, weight
    )


def parts(company: Company, department: str) -> dict[str, Fraction | None]:
    """The five parts of a department in percent; None where a part was not measured or must stay hidden."""
    return {
        "access": access(company, department).value if company.usage else None,
        "process": process(company, department).value,
        "capability": capability(company, department).value,
        "coverage": _covered(company, department),
        "voice": _voice(company, department),
    }


def access(company: Company, department: str) -> Ratio:
    """U1: people with two or more active weeks of people in scope."""
    people = [person.id for person in company.population if person.department == department]
    return share(person in company.usage and company.usage[person].active_weeks >= ACTIVE_WEEKS for person in people)


def process(company: Company, department: str) -> Ratio:
    """U2: core tasks on time of core tasks due."""
    rows = [company.usage[p.id] for p in company.population if p.department == department and p.id in company.usage]
    return sum((core_tasks(row) for row in rows), Ratio(0, 0))


def core_tasks(row: UsageRow) -> Ratio:
    """Core tasks on time of core tasks due, of one person."""
    return Ratio(row.core_on_time, row.core_due)


def capability(company: Company, department: str) -> Ratio:
    """T5 of the people of the department itself."""
    own = [row for row in company.assignments if row.person.department == department]
    return training.compliance(own, company.as_of)


def index(company: Company, department: str) -> WeighedMean:
    """The index of a department."""
    return weighed_mean(parts(company, department), WEIGHTS)


def is_displayed(company: Company, department: str) -> bool:
    """Whether there is a value, of so many people that nobody can be found out."""
    return index(company, department).value is not None and company.headcount(department) >= SMALLEST_GROUP


def _covered(company: Company, department: str) -> Fraction | None:
    if not company.headcount(department):
        return None
    return Fraction(100 if coverage.is_covered(company, department) else 0)


def _voice(company: Company, department: str) -> Fraction | None:
    ratio = pulse.by_department(company.pulse).get(department)
    return ratio.value if ratio else None
