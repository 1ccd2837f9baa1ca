"""Everything the formulas need of the company as of a day, in a fixed number of statements."""

from collections.abc import Container, Mapping
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Department, ProjectGroup
from app.accounts.queries.organisation import departments_on
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar, working_calendar
from app.foundation.db import db
from app.metrics.formulas.rows import AsOf, Company, GroupRow
from app.metrics.models import PulseAnswer
from app.metrics.queries import ideas, offices, training
from app.metrics.queries.benefit_facts import benefit_rows
from app.metrics.queries.people import everybody
from app.metrics.queries.pulse import unfinished_months
from app.metrics.queries.scorecard_corrections import left_out_of
from app.metrics.queries.weights import weights_on
from app.training.models import TrainingPath


class _Everything:
    def __contains__(self, _fact: object) -> bool:
        return True


def company_as_of(
    day: date,
    facts: Container[str] = _Everything(),
    *,
    organised_on: date | None = None,
    parents: Mapping[str, str | None] | None = None,
    calendar: WorkingCalendar | None = None,
) -> Company:
    """The company at the end of a day; of facts that are not wanted there is nothing in it.

    People are in the departments of today, or in those of the day `organised_on`, and know where they were on any other.
    Who knows how the departments of today hang together, or the working calendar, hands that over.
    """
    as_of = AsOf(day, clock.zone())
    if parents is None:
        parents = department_parents() if organised_on is None else _parents_on(organised_on)
    every = everybody(as_of, organised_on=organised_on, with_usage="usage" in facts)
    people = every.people
    superusers, ambassadors = offices.terms(people, as_of, facts)
    if calendar is None:
        calendar = working_calendar() if "ideas" in facts else WorkingCalendar(as_of.zone)
    return Company(
        as_of=as_of,
        calendar=calendar,
        parents=parents,
        paths=path_codes() if "paths" in facts else (),
        people=tuple(people.values()),
        assignments=training.assignment_rows(people, as_of, with_attempts="attempts" in facts)
        if "assignments" in facts
        else (),
        superusers=superusers,
        groups=_groups() if "groups" in facts else (),
        ambassadors=ambassadors,
        invitations=offices.invitations(as_of) if "invitations" in facts else (),
        ideas=ideas.idea_rows(as_of) if "ideas" in facts else (),
        votes=ideas.vote_rows(as_of) if "votes" in facts else (),
        pulse=_pulse(as_of, parents) if "pulse" in facts else {},
        benefits=benefit_rows(as_of) if "benefits" in facts else (),
        usage=every.usage,
        weights=weights_on(as_of.first) if "scores" in facts else {},
        left_out=left_out_of(as_of) if "scores" in facts else frozenset(),
        usage_gone=every.usage_gone,
    )


def department_parents() -> dict[str, str | None]:
    """Code of each department and of the one above it, in the order they were made."""
    above = sa.orm.aliased(Department)
    found = sa.select(Department.code, above.code).outerjoin(above, Department.parent_id == above.id)
    return dict(db.session.execute(found.order_by(Department.id)).all())


def _parents_on(day: date) -> dict[str, str | None]:
    """The same as these hung together on a day, under the codes of today."""
    codes = dict(db.session.execute(sa.select(Department.id, Department.code).order_by(Department.id)).all())
    above = {unit.id: unit.parent_id for unit in departments_on(day).values()}
    return {code: codes.get(above.get(number) or 0) for number, code in codes.items()}


def path_codes() -> tuple[str, ...]:
    """Codes of all paths, in the order they were made."""
    return tuple(db.session.scalars(sa.select(TrainingPath.code).order_by(TrainingPath.id)))


def _groups() -> tuple[GroupRow, ...]:
    found = sa.select(ProjectGroup.code, ProjectGroup.active_to).order_by(ProjectGroup.id)
    return tuple(GroupRow(*row) for row in db.session.execute(found))


def _pulse(as_of: AsOf, departments: Mapping[str, str | None]) -> dict[str, tuple[int, ...]]:
    found = sa.select(Department.code, PulseAnswer.answer).join(Department, PulseAnswer.department_id == Department.id)
    found = found.where(PulseAnswer.round == as_of.month)
    answers: dict[str, list[int]] = {code: [] for code in departments}
    for code, answer in db.session.execute(found.where(PulseAnswer.round.not_in(unfinished_months(as_of.day)))):
        if answer is not None:
            answers[code].append(answer)
    return {code: tuple(given) for code, given in answers.items()}
