"""Assignments with their attempts and completions, as plain rows for the formulas."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

import sqlalchemy as sa

from app.foundation.db import db
from app.metrics.formulas.rows import AsOf, AssignmentRow, AttemptRow, PersonRow
from app.training.content.load import TEST_OUT
from app.training.models import (
    Assignment,
    AssignmentSource,
    Attempt,
    Certificate,
    Completion,
    ItemKind,
    PracticeAcceptance,
    TrainingPath,
)
from app.training.queries.deadlines import deadlines_as_of

Series = tuple[tuple[AttemptRow, ...], ...]


def corrected() -> sa.Select[int | None]:
    """Ids of completions that a later row corrects; the correction counts in their place."""
    return sa.select(Completion.corrects_id).where(Completion.corrects_id.is_not(None))


def assignment_rows(
    people: Mapping[int, PersonRow], as_of: AsOf, only: Collection[int] | None = None, *, with_attempts: bool = True
) -> tuple[AssignmentRow, ...]:
    """Every assignment known by then, in order, with effective completion; one statement, and one more with attempts.

    `only` keeps to the assignments of some people (ids).
    """
    series = _series(as_of, only) if with_attempts else {}
    moves, lapses = deadlines_as_of(as_of.end), expiries(as_of.day, only).subquery()
    found = (
        sa.select(
            Assignment.id,
            Assignment.person_id,
            TrainingPath.code,
            Assignment.path_id,
            Assignment.mandatory,
            Assignment.assigned_at,
            sa.case((moves.c.assignment_id.is_not(None), moves.c.due_on), else_=Assignment.due_on).label("due_on"),
            moves.c.counted_on,
            Assignment.waived_at,
            Assignment.withdrawn_at,
            Completion.completed_at,
            Completion.completed_on,
            PracticeAcceptance.accepted_on,
            Assignment.source,
            lapses.c.last.label("expires_on"),
        )
        .join(TrainingPath, Assignment.path_id == TrainingPath.id)
        .outerjoin(
            Completion,
            (Completion.assignment_id == Assignment.id) & Completion.id.not_in(corrected()) & _recorded(as_of),
        )
        .outerjoin(moves, moves.c.assignment_id == Assignment.id)
        .outerjoin(lapses, (lapses.c.person_id == Assignment.person_id) & (lapses.c.path_id == Assignment.path_id))
        .outerjoin(PracticeAcceptance, PracticeAcceptance.assignment_id == Assignment.id)
        .where(Assignment.assigned_at < as_of.end, *_of(Assignment.person_id, only))
        .order_by(Assignment.id)
    )
    return tuple(
        AssignmentRow(
            id=row.id,
            person=people[row.person_id],
            path=row.code,
            mandatory=row.mandatory,
            assigned_at=row.assigned_at,
            due_on=row.due_on,
            counted_on=row.counted_on,
            waived_at=row.waived_at,
            withdrawn_at=row.withdrawn_at,
            completed_at=row.completed_at,
            completed_on=row.completed_on,
            practice_required=row.source is AssignmentSource.imported or row.accepted_on is not None,
            practice_accepted_on=row.accepted_on,
            certificate_expires_on=row.expires_on,
            series=series.get(row.id, ()),
        )
        for row in db.session.execute(found)
    )


def _recorded(as_of: AsOf) -> sa.ColumnElement[bool]:
    """Written by then: what was learned elsewhere is dated before it is written. A correction stands for what it corrects."""
    written = Completion.recorded_at.is_(None) | (Completion.recorded_at < as_of.end)
    return written | Completion.corrects_id.is_not(None)


def _series(as_of: AsOf, only: Collection[int] | None) -> dict[int, Series]:
    found = (
        sa.select(
            Attempt.assignment_id,
            Attempt.module_id,
            Attempt.item_id,
            Attempt.submitted_at,
            Attempt.percent,
            Attempt.passed,
        )
        .where(Attempt.kind == ItemKind.quiz, Attempt.submitted_at < as_of.end)
        .order_by(Attempt.id)
    )
    if only is not None:  # an attempt is whose its assignment is, also after a merge of accounts
        own = sa.select(Assignment.id).where(Assignment.person_id.in_(only))
        found = found.where(Attempt.assignment_id.in_(own))
    # A module has one quiz; showing that one knows it is the first attempt at it, under whatever id.
    quizzes: dict[int, dict[str, list[AttemptRow]]] = defaultdict(lambda: defaultdict(list))
    for row in db.session.execute(found):
        attempt = AttemptRow(row.submitted_at, row.percent, row.passed, row.item_id == TEST_OUT)
        quizzes[row.assignment_id][row.module_id or row.item_id].append(attempt)
    return {id_: tuple(tuple(series) for series in each.values()) for id_, each in quizzes.items()}


def expiries(day: date, only: Collection[int] | None = None) -> sa.Select[int, int, date | None]:
    """person_id, path_id and `last`: where every certificate issued by a day expires, the day the last one does."""
    return (
        sa.select(Certificate.person_id, Certificate.path_id, sa.func.max(Certificate.expires_on).label("last"))
        .where(Certificate.issued_on <= day, *_of(Certificate.person_id, only))
        .group_by(Certificate.person_id, Certificate.path_id)
        .having(sa.func.count() == sa.func.count(Certificate.expires_on))
    )


def _of(column: sa.orm.InstrumentedAttribute[int], only: Collection[int] | None) -> list[sa.ColumnElement[bool]]:
    return [] if only is None else [column.in_(only)]
