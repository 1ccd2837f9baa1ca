"""What one person sees of the own figures: parts of the scorecard as they stand today."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.calendar import WorkingCalendar
from app.foundation.db import db
from app.metrics.formulas import scorecard, training
from app.metrics.formulas.numbers import Ratio, rounded
from app.metrics.formulas.rows import AsOf, AssignmentRow, Company, PersonRow, UsageRow
from app.metrics.formulas.scorecard import SHIPPED_WEIGHTS
from app.metrics.queries import ideas, offices
from app.metrics.queries.scorecard_corrections import left_out_of
from app.metrics.queries.training import assignment_rows
from app.metrics.queries.usage_facts import used_in
from app.metrics.queries.weights import newest_weights
from app.training.models import TrainingPath


@dataclass(frozen=True, slots=True)
class Obligation:
    """One own assignment and its state: completed, on_time, late, overdue or open."""

    row: AssignmentRow
    path: TrainingPath
    state: str


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Own assignments that stand, how many are completed and on time, the scorecard as it would be, and its rows by part."""

    as_of: AsOf
    obligations: tuple[Obligation, ...]
    completion: Ratio
    on_time: Ratio
    card: scorecard.Scorecard
    weights: dict[str, int]
    parts: dict[str, list[AssignmentRow]]
    usage: UsageRow | None
    company: Company

    @property
    def score(self) -> str | None:
        """The score as it is written; None without sufficient evidence."""
        return rounded(self.card.score)

    def value(self, part: str) -> str | None:
        """A part as it is written; None where it does not apply."""
        return rounded(self.card.parts[part])

    def best_of(self, row: AssignmentRow) -> str | None:
        """The official score of an assignment, or the highest so far."""
        return rounded(training.best_so_far(row, self.as_of))

    def is_accepted(self, row: AssignmentRow) -> bool:
        """Whether the hands-on task of an assignment was accepted."""
        return scorecard.is_accepted(row, self.as_of)

    def obligations_of(self, part: str) -> list[Obligation]:
        """The obligations that a part is counted from."""
        counted = {row.id for row in self.parts.get(part, [])}
        return [each for each in self.obligations if each.row.id in counted]


def own_figures(
    person: Person, day: date, weights: dict[str, int] | None = None, *, with_bonus: bool = True
) -> OwnFigures:
    """The figures of a person about that very person, with the weights of the day or those given.

    A page about one part asks nothing about voluntary work: there is no bonus then.
    """
    company = company_of_one(person, AsOf(day, clock.zone()), weights, with_bonus=with_bonus)
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
        parts=scorecard.rows_by_part(company, me.id),
        usage=company.usage.get(me.id),
        company=company,
    )


def company_of_one(
    person: Person, as_of: AsOf, weights: dict[str, int] | None = None, *, with_bonus: bool = True
) -> Company:
    """What the formulas need of one person; the department must be loaded."""
    me = PersonRow(
        person.id, person.employee_no, person.department.code, person.last_day, person.leave_from, person.leave_to
    )
    usage, saved = _usage_and_weights(person.id, as_of)
    return Company(
        as_of=as_of,
        calendar=WorkingCalendar(as_of.zone),
        parents={me.department: None},
        paths=(),
        people=(me,),
        assignments=assignment_rows({me.id: me}, as_of, only=[me.id]),
        superusers=(),
        groups=(),
        ambassadors=offices.ambassador_terms_of(me, as_of) if with_bonus else (),
        invitations=offices.invitations(as_of, only=me.id) if with_bonus else (),
        ideas=ideas.idea_rows(as_of, author_id=me.id) if with_bonus else (),
        votes=(),
        pulse={},
        benefits=(),
        usage={me.id: usage} if usage else {},
        weights=weights or saved,
        left_out=left_out_of(as_of, only=me.id),
    )


def _usage_and_weights(person_id: int, as_of: AsOf) -> tuple[UsageRow | None, dict[str, int]]:
    """What a person did in the tool that month, and the weights that hold at its beginning, in one statement."""
    used = used_in([as_of.usage_month], only=person_id)
    row = db.session.execute(
        sa.select(
            used.c.active_weeks,
            used.c.core_due,
            used.c.core_on_time,
            newest_weights(as_of.first).scalar_subquery().label("weights"),
        )
        .select_from(Person)
        .outerjoin(used, used.c.person_id == Person.id)
        .where(Person.id == person_id)
    ).one()
    usage = None if row.core_due is None else UsageRow(row.active_weeks, int(row.core_due), int(row.core_on_time))
    return usage, row.weights or dict(SHIPPED_WEIGHTS)


def _state(row: AssignmentRow, as_of: AsOf) -> str:
    if as_of.knows(row.completed_at):
        return "on_time" if row.due_on is None or training.is_on_time(row, as_of) else "late"
    return "overdue" if training.is_overdue(row, as_of) else "open"
