"""The report of a day: every figure by its id, in the shape that files and answers promise."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.metrics.formulas import adoption, benefits, coverage, ideas, pulse, training
from app.metrics.formulas.numbers import Ratio, rounded, share
from app.metrics.formulas.rows import AssignmentRow, Company
from app.metrics.formulas.scorecard import Scorecard, scorecard
from app.metrics.queries.company import company_as_of

Section = Callable[[Company], Any]


def report(day: date) -> dict[str, Any]:
    """Every figure as of the end of a day; the period of flows is its month so far."""
    company = company_as_of(day)
    return {name: section(company) for name, section in SECTIONS.items()}


def training_section(company: Company) -> dict[str, Any]:
    """T1 to T8 of the company, of each path and of each department with all below it."""
    every, due = _slices(company), _slices(company, on_the_due_day=True)
    return {name: _training(company, rows, due[name]) for name, rows in every.items()}


def _slices(company: Company, *, on_the_due_day: bool = False) -> dict[str, list[AssignmentRow]]:
    every = list(company.assignments)
    slices = {"all": every}
    slices |= {f"path:{code}": [row for row in every if row.path == code] for code in company.paths}
    place = _department_when_due if on_the_due_day else _department_now
    return slices | {f"department:{code}": rows for code, rows in _branches(company, place).items()}


def _department_now(row: AssignmentRow) -> str:
    return row.person.department


def _department_when_due(row: AssignmentRow) -> str:
    return row.person.department_on(row.measured_on) if row.measured_on else row.person.department


def _branches(company: Company, place: Callable[[AssignmentRow], str]) -> dict[str, list[AssignmentRow]]:
    branches = {code: company.branch(code) for code in company.departments}
    return {code: [row for row in company.assignments if place(row) in branches[code]] for code in branches}


def _training(company: Company, rows: list[AssignmentRow], due: list[AssignmentRow]) -> dict[str, Any]:
    as_of = company.as_of
    return {
        "T1": training.completion(rows, as_of).as_json(),
        "T2": training.on_time(due, as_of).as_json(),
        "T3": training.overdue(rows, as_of).as_json(),
        "T4": training.ageing(rows, as_of),
        "T6": training.first_passes(rows, as_of).as_json(),
        "T7": rounded(training.average_score(rows, as_of)),
        "T8": rounded(training.attempts_per_pass(rows, as_of), 2),
    }


def compliance_section(company: Company) -> dict[str, Any]:
    """T5 of the company and of each department with all below it."""
    slices = {"all": list(company.assignments)}
    slices |= {f"department:{code}": rows for code, rows in _branches(company, _department_now).items()}
    return {name: training.compliance(rows, company.as_of).as_json() for name, rows in slices.items()}


def waiver_section(company: Company) -> dict[str, Any]:
    """T16 of the company."""
    return training.waivers(company.assignments, company.as_of).as_json()


def superuser_section(company: Company) -> dict[str, Any]:
    """S1 to S4."""
    return {
        "S1": coverage.department_coverage(company).as_json(),
        "S2": coverage.statuses(company),
        "S3": coverage.user_coverage(company).as_json(),
        "S4": rounded(coverage.users_per_superuser(company)),
    }


def ambassador_section(company: Company) -> dict[str, Any]:
    """A1 to A3."""
    return {
        "A1": coverage.group_coverage(company).as_json(),
        "A2": coverage.meeting_attendance(company).as_json(),
        "A3": coverage.active_ambassadors(company).as_json(),
    }


def idea_section(company: Company) -> dict[str, Any]:
    """I1 to I9."""
    rows, as_of = company.ideas, company.as_of
    return {
        "I1": {"gross": len(ideas.submitted(rows, as_of)), "net": len(ideas.net_submitted(rows, as_of))},
        "I2": _first_response(company),
        "I3": {"median_days": rounded(ideas.decision_time(rows, as_of))},
        "I5": ideas.acceptance(rows, as_of).as_json(),
        "I6a": ideas.implementation(rows, as_of).as_json(),
        "I6b": ideas.delivery(rows, as_of).as_json(),
        **_votes(company),
    }


def _first_response(company: Company) -> dict[str, Any]:
    found = ideas.first_response(company.ideas, company.as_of, company.calendar)
    keys = {row.id: row.key for row in company.ideas}
    return {
        "hours": {keys[idea]: rounded(hours, 2) for idea, hours in found.hours.items()},
        "within": found.within.as_json(),
        "median": rounded(found.median, 2),
        "p90": rounded(found.p90, 2),
    }


def _votes(company: Company) -> dict[str, Any]:
    ballots = ideas.standing_votes(company.ideas, company.votes, company.as_of)
    keys = {row.id: row.key for row in company.ideas}
    voters = {voter for ballot in ballots.values() for voter in ballot}
    cast = Ratio(sum(map(len, ballots.values())), len(company.population))
    return {
        "I7": rounded(cast.value / 100 if cast.value is not None else None, 2),
        "I7b": share(person.id in voters for person in company.population).as_json(),
        "votes": {keys[idea]: len(ballot) for idea, ballot in ballots.items()},
        "I9": {keys[idea]: rounded(ideas.breadth(ballot), 2) for idea, ballot in ballots.items()},
    }


def pulse_section(company: Company) -> dict[str, Any]:
    """P1 of the company and, where it may be shown, of each department."""
    departments = pulse.by_department(company.pulse)
    return {
        "company": pulse.as_json(pulse.company_wide(company.pulse)),
        "departments": {code: pulse.as_json(ratio) for code, ratio in departments.items()},
    }


def benefit_section(company: Company) -> dict[str, Any]:
    """B1 in hours a month."""
    rows = company.benefits
    return {"B1": rounded(benefits.total(rows), 2), "unweighted": rounded(benefits.total_unweighted(rows), 2)}


def adoption_section(company: Company) -> dict[str, Any]:
    """AX of each department."""
    return {code: _adoption(company, code) for code in company.departments}


def _adoption(company: Company, department: str) -> dict[str, Any]:
    index = adoption.index(company, department)
    shown = adoption.is_displayed(company, department)
    return {"value": rounded(index.value), "weight": index.weight, "displayed": shown}


def scorecard_section(company: Company) -> dict[str, Any]:
    """The scorecard of each person, by employee number."""
    return {person.employee_no: _scorecard(scorecard(company, person)) for person in company.people}


def _scorecard(card: Scorecard) -> dict[str, Any]:
    return {
        "score": rounded(card.score),
        "base": rounded(card.base),
        "bonus": card.bonus,
        "applicable_weight": card.weight,
    }


SECTIONS: dict[str, Section] = {
    "training": training_section,
    "compliance": compliance_section,
    "T16": waiver_section,
    "superusers": superuser_section,
    "ambassadors": ambassador_section,
    "ideas": idea_section,
    "pulse": pulse_section,
    "benefits": benefit_section,
    "adoption_index": adoption_section,
    "scorecards": scorecard_section,
}
