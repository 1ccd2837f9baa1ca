"""Everything the formulas need of the company as of a day, in a fixed number of statements."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Department, Person, ProjectGroup
from app.foundation import clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.metrics.formulas.rows import AsOf, BenefitRow, Company, GroupRow, PersonRow, UsageRow
from app.metrics.formulas.scorecard import SHIPPED_WEIGHTS
from app.metrics.models import BenefitLine, PulseAnswer, ScoreWeights, UsageMonth
from app.metrics.queries import ideas, offices, training
from app.training.models import TrainingPath


def company_as_of(day: date) -> Company:
    """The company at the end of a day."""
    as_of = AsOf(day, clock.zone())
    parents = department_parents()
    people = {person.id: person for person in _people()}
    return Company(
        as_of=as_of,
        calendar=working_calendar(),
        parents=parents,
        paths=path_codes(),
        people=tuple(people.values()),
        assignments=training.assignment_rows(people, as_of),
        superusers=offices.superuser_terms(people, as_of),
        groups=_groups(),
        ambassadors=offices.ambassador_terms(people, as_of),
        invitations=offices.invitations(as_of),
        ideas=ideas.idea_rows(as_of),
        votes=ideas.vote_rows(as_of),
        pulse=_pulse(as_of, parents),
        benefits=_benefits(),
        usage=_usage(as_of),
        weights=weights_on(as_of.first),
    )


def department_parents() -> dict[str, str | None]:
    """Code of each department and of the one above it, in the order they were made."""
    above = sa.orm.aliased(Department)
    found = sa.select(Department.code, above.code).outerjoin(above, Department.parent_id == above.id)
    return dict(db.session.execute(found.order_by(Department.id)).all())


def path_codes() -> tuple[str, ...]:
    """Codes of all paths, in the order they were made."""
    return tuple(db.session.scalars(sa.select(TrainingPath.code).order_by(TrainingPath.id)))


def _people() -> list[PersonRow]:
    found = sa.select(
        Person.id, Person.employee_no, Department.code, Person.last_day, Person.leave_from, Person.leave_to
    ).join(Department, Person.department_id == Department.id)
    return [PersonRow(*row) for row in db.session.execute(found.order_by(Person.employee_no, Person.id))]


def _groups() -> tuple[GroupRow, ...]:
    found = sa.select(ProjectGroup.code, ProjectGroup.active_to).order_by(ProjectGroup.id)
    return tuple(GroupRow(*row) for row in db.session.execute(found))


def _pulse(as_of: AsOf, departments: Mapping[str, str | None]) -> dict[str, tuple[int, ...]]:
    found = sa.select(Department.code, PulseAnswer.answer).join(Department, PulseAnswer.department_id == Department.id)
    answers: dict[str, list[int]] = {code: [] for code in departments}
    for code, answer in db.session.execute(found.where(PulseAnswer.round == as_of.month)):
        answers[code].append(answer)
    return {code: tuple(given) for code, given in answers.items()}


def _benefits() -> tuple[BenefitRow, ...]:
    return tuple(
        BenefitRow(
            line.baseline_minutes - line.new_minutes - line.rework_minutes, line.occurrences, line.evidence.value
        )
        for line in db.session.scalars(sa.select(BenefitLine).order_by(BenefitLine.id))
    )


def _usage(as_of: AsOf) -> dict[int, UsageRow]:
    found = sa.select(UsageMonth.person_id, UsageMonth.active_weeks, UsageMonth.core_due, UsageMonth.core_on_time)
    return {row[0]: UsageRow(*row[1:]) for row in db.session.execute(found.where(UsageMonth.month == as_of.month))}


def weights_on(day: date) -> dict[str, int]:
    """The weights of the scorecard that hold on a day; as shipped where none were saved."""
    saved = sa.select(ScoreWeights.weights).where(ScoreWeights.valid_from <= day)
    return db.session.scalar(saved.order_by(ScoreWeights.valid_from.desc()).limit(1)) or SHIPPED_WEIGHTS
