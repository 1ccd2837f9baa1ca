"""AX: the adoption index of a department, from the parts that could be measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.metrics.formulas import coverage, pulse, training
from app.metrics.formulas.numbers import Ratio, share
from app.metrics.formulas.rows import Company, UsageRow
from app.metrics.formulas.suppression import is_shown, tells_nobody

WEIGHTS = {"access": 25, "process": 35, "capability": 20, "coverage": 10, "voice": 10}
LEAST_WEIGHT = 60
ACTIVE_WEEKS = 2


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
    people = company.users[department]
    return share(person in company.usage and company.usage[person].active_weeks >= ACTIVE_WEEKS for person in people)


def process(company: Company, department: str) -> Ratio:
    """U2: core tasks on time of core tasks due."""
    rows = [company.usage[person] for person in with_core_tasks(company, department)]
    return sum((core_tasks(row) for row in rows), Ratio(0, 0))


def with_core_tasks(company: Company, department: str) -> tuple[int, ...]:
    """People of whom core tasks were due: so many stand behind U2, however many there are in the department."""
    used = company.usage
    return tuple(person for person in company.users[department] if person in used and used[person].core_due)


def with_features(company: Company, department: str) -> tuple[int, ...]:
    """People for whose role core features are enabled."""
    used = company.usage
    return tuple(person for person in company.users[department] if person in used and used[person].features_enabled)


def features(company: Company, department: str) -> Ratio:
    """U3: core features used of core features enabled."""
    rows = [company.usage[person] for person in with_features(company, department)]
    return Ratio(sum(row.features_used for row in rows), sum(row.features_enabled for row in rows))


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
    """Whether there is a value that gives nobody away."""
    return index(company, department).value is not None and gives_nobody_away(company, department)


def gives_nobody_away(company: Company, department: str) -> bool:
    """Whether an index tells nothing of its own few people, nor by subtraction of those of a hidden department.

    Its parts of training, coverage and the pulse stand on pages of their own: an index tells what is left, the usage.
    """
    if not is_shown(company.headcount(department)):
        return False
    if not company.usage or not company.users[department]:
        return True
    return department in pulse.shown_departments(company.users) and tells_nobody(with_core_tasks(company, department))


def _covered(company: Company, department: str) -> Fraction | None:
    if not company.headcount(department):
        return None
    return Fraction(100 if coverage.is_covered(company, department) else 0)


def _voice(company: Company, department: str) -> Fraction | None:
    ratio = pulse.by_department(company.pulse).get(department)
    return ratio.value if ratio else None
