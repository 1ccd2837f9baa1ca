"""What one person sees of the own figures: parts of the scorecard as they stand today."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar
from app.foundation.db import db
from app.metrics.formulas import scorecard, training
from app.metrics.formulas.numbers import Ratio
from app.metrics.formulas.rows import AsOf, AssignmentRow, Company, PersonRow, UsageRow
from app.metrics.models import UsageMonth
from app.metrics.queries import ideas, offices
from app.metrics.queries.company import weights_on
from app.metrics.queries.training import assignment_rows
from app.training.models import TrainingPath


@dataclass(frozen=True, slots=True)
class Obligation:
    """One own assignment and its state: completed, on_time, late, overdue or open."""

    row: AssignmentRow
    path: TrainingPath
    state: str


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Own assignments that stand, how many are completed and on time, and the scorecard as it would be today."""

    as_of: AsOf
    obligations: tuple[Obligation, ...]
    completion: Ratio
    on_time: Ratio
    card: scorecard.Scorecard
    weights: dict[str, int]


def own_figures(person: Person, day: date) -> OwnFigures:
    """The figures of a person about that very person."""
    company = _company_of_one(person, AsOf(day, clock.zone()))
    me, as_of = company.people[0], company.as_of
    rows = [row for row in company.assignments if training.stands(row, as_of)]
    paths = {path.code: path for path in db.session.scalars(sa.select(TrainingPath))}
    return OwnFigures(
        as_of=as_of,
        obligations=tuple(Obligation(row, paths[row.path], _state(row, as_of)) for row in rows),
        completion=scorecard.completion(rows, as_of),
        on_time=training.on_time(rows, as_of),
        card=scorecard.scorecard(company, me),
        weights=dict(company.weights),
    )


def _company_of_one(person: Person, as_of: AsOf) -> Company:
    me = PersonRow(
        person.id, person.employee_no, person.department.code, person.last_day, person.leave_from, person.leave_to
    )
    usage = db.session.execute(
        sa.select(UsageMonth.active_weeks, UsageMonth.core_due, UsageMonth.core_on_time).where(
            UsageMonth.person_id == person.id, UsageMonth.month == as_of.month
        )
    ).one_or_none()
    return Company(
        as_of=as_of,
        calendar=WorkingCalendar(as_of.zone),
        parents={me.department: None},
        paths=(),
        people=(me,),
        assignments=assignment_rows({me.id: me}, as_of, only=[me.id], with_expiries=False),
        superusers=(),
        groups=(),
        ambassadors=offices.ambassador_terms({me.id: me}, as_of, only=me.id),
        invitations=offices.invitations(as_of, only=me.id),
        ideas=ideas.idea_rows(as_of, author_id=me.id),
        votes=(),
        pulse={},
        benefits=(),
        usage={me.id: UsageRow(*usage)} if usage else {},
        weights=weights_on(as_of.first),
    )


def _state(row: AssignmentRow, as_of: AsOf) -> str:
    if as_of.knows(row.completed_at):
        return "on_time" if row.due_on is None or training.is_on_time(row, as_of) else "late"
    return "overdue" if training.is_overdue(row, as_of) else "open"
