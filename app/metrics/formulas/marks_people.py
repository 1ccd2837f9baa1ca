"""The rows behind S1 to S4 and A1 to A5."""

from collections.abc import Iterator

from app.metrics.formulas import coverage
from app.metrics.formulas.marks import Facts, Row


def department_coverage(facts: Facts) -> Iterator[Row]:
    """S1: departments in which anybody is, covered ones above the line."""
    for code in coverage.peopled(facts.company):
        yield Row("department", code, coverage.is_covered(facts.company, code))


def coverage_status(facts: Facts) -> Iterator[Row]:
    """S2: departments by how well they are covered."""
    for code, status in coverage.statuses(facts.company).items():
        yield Row("department", code, 1, 1, status)


def user_coverage(facts: Facts) -> Iterator[Row]:
    """S3: people in scope, those in covered departments above the line."""
    covered = {code for code in coverage.peopled(facts.company) if coverage.is_covered(facts.company, code)}
    for person in facts.company.population:
        yield Row("person", person.id, person.department in covered)


def users_per_superuser(facts: Facts) -> Iterator[Row]:
    """S4: people of each department above the line, its superusers below it."""
    for code in facts.company.departments:
        heads, superusers = facts.company.headcount(code), coverage.superusers_of(facts.company, code)
        if heads or superusers:
            yield Row("department", code, heads, superusers)


def group_coverage(facts: Facts) -> Iterator[Row]:
    """A1: active project groups, those with an ambassador above the line."""
    company = facts.whole
    served = coverage.served_groups(company)
    for group in coverage.active_groups(company):
        yield Row("group", group.code, group.code in served)


def meeting_attendance(facts: Facts) -> Iterator[Row]:
    """A2: invitations that count, attended ones above the line."""
    for row in coverage.owed_meetings(facts.whole):
        if facts.held(row.person_id, row.held_on):
            yield Row("person", row.person_id, row.attended, 1, row.held_on.isoformat())


def active_ambassadors(facts: Facts) -> Iterator[Row]:
    """A3: who was in office in the month, those who acted above the line."""
    people = facts.people
    acting = coverage.acting_ambassadors(facts.whole)
    for person in sorted(coverage.ambassadors_in_office(facts.whole) & people):
        yield Row("person", person, person in acting)


def load(facts: Facts) -> Iterator[Row]:
    """A5: minutes logged above the line, minutes agreed below it."""
    people = facts.people
    for row in facts.extra.loads:
        if row.person_id in people:
            yield Row("person", row.person_id, row.minutes, row.ceiling, "over" if row.minutes > row.ceiling else "")
