"""Who has to take a path again because a module must be learned anew, and until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.training.content.objects import Module
from app.training.models import Assignment, AssignmentSource, Completion
from app.training.queries.criteria import works_here
from app.training.queries.published import Published
from app.training.queries.rules import asked_of, made_by_rule
from app.training.queries.tried import ModuleRow, completed_of, module_rows

NEWER = "retake"


@dataclass(frozen=True, slots=True)
class Finished:
    """Somebody who has finished a path and has nothing open on it: the last completed assignment, with its modules."""

    assignment: Assignment
    completed_at: datetime
    rows: Mapping[str, ModuleRow]
    by_rule: bool = False


@dataclass(frozen=True, slots=True)
class Retake:
    """A completion that was overtaken: the modules to take again, and the day until which."""

    finished: Finished
    modules: tuple[Module, ...]
    due_on: date
    asked_from: datetime


def finished_on(published: Published) -> list[Finished]:
    """Everyone who works here, has completed a path and has no open assignment on it; two statements."""
    still_open = aliased(Assignment, name="still_open")
    is_open = sa.exists().where(
        still_open.person_id == Assignment.person_id,
        still_open.path_id == Assignment.path_id,
        still_open.closed_at.is_(None),
    )
    rows = db.session.execute(
        sa.select(Assignment, Completion.completed_at, made_by_rule().label("by_rule"))
        .join(Completion, sa.and_(Completion.assignment_id == Assignment.id, Completion.corrects_id.is_(None)))
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.path_id == published.path_id, works_here(), sa.not_(is_open))
        .order_by(Completion.completed_at, Completion.id)
    )
    latest = {row.Assignment.person_id: row for row in rows}
    modules = module_rows([row.Assignment.id for row in latest.values()]) if latest else {}
    return [
        Finished(
            row.Assignment,
            row.completed_at,
            completed_of(published, modules[row.Assignment.id]),
            bool(row.by_rule),
        )
        for row in latest.values()
    ]


def is_outgrown(module: Module, finished: Finished, published: Published) -> bool:
    """Whether a completion was made on an older version of a module, or without it."""
    row = finished.rows.get(module.id)
    if row is not None:
        return row.version < module.version
    since = published.lineage.since.get(module.id)
    if not finished.rows and module.version == 1:  # imported, and there was never another version to be older than
        return False
    return since is not None and finished.completed_at < since.at


def has_retakes(published: Published) -> bool:
    """Whether a path asks anybody to take something again."""
    return any(_asks(module) for module in published.path.modules)


def retakes(
    published: Published, people: Collection[Finished], *, on: date | None, undone: Collection[str] = ()
) -> list[Retake]:
    """Whose completion was overtaken by a `retake` that is in force on a day; None: now or on any later day.

    Who was asked already is left out, whatever became of it, unless it was withdrawn for one of the reasons in `undone`;
    and so is whom a rule once asked and none does any more.
    """
    found = [one for one in (_retake(published, finished, on) for finished in people) if one]
    asked = _asked_already([one.finished.assignment.id for one in found], undone)
    fresh = [one for one in found if asked.get(one.finished.assignment.id, one.asked_from) <= one.asked_from]
    return _still_asked(published, fresh)


def _asks(module: Module) -> bool:
    return module.on_change == NEWER and module.policy.due_days is not None


def _retake(published: Published, finished: Finished, on: date | None) -> Retake | None:
    overtaken = [
        module for module in published.path.modules if _asks(module) and is_outgrown(module, finished, published)
    ]
    in_force = [module for module in overtaken if on is None or _from_day(module, published) <= on]
    if not in_force:
        return None
    return Retake(
        finished,
        tuple(overtaken),
        min(_due(module, finished, published) for module in in_force),
        max(_asked_from(module, published) for module in in_force),
    )


def _from_day(module: Module, published: Published) -> date:
    return module.policy.effective or clock.local_date(_since(module, published))


def _since(module: Module, published: Published) -> datetime:
    since = published.lineage.since.get(module.id)
    return since.at if since else published.published_at


def _asked_from(module: Module, published: Published) -> datetime:
    effective = module.policy.effective
    since = _since(module, published)
    return max(since, clock.start_of(effective)) if effective else since


def _due(module: Module, finished: Finished, published: Published) -> date:
    """So many days after it came into force, was published or was completed on the old version: whichever was last."""
    days = timedelta(days=module.policy.due_days or 0)
    begins = max(clock.local_date(_asked_from(module, published)), clock.local_date(finished.completed_at))
    due_on = begins + days
    return due_on if due_on >= clock.today() else clock.today() + days


def _asked_already(assignment_ids: Sequence[int], undone: Collection[str]) -> dict[int, datetime]:
    """When each of these assignments was last renewed; one that is asked for at that very moment counts as asked."""
    if not assignment_ids:
        return {}
    rows = (
        sa.select(Assignment.renews_id, sa.func.max(Assignment.assigned_at))
        .where(
            Assignment.renews_id.in_(assignment_ids),
            Assignment.source == AssignmentSource.renewal,
            sa.or_(Assignment.withdrawn_at.is_(None), Assignment.withdrawn_reason.not_in(undone)),
        )
        .group_by(Assignment.renews_id)
    )
    return {renewed: at + timedelta(microseconds=1) for renewed, at in db.session.execute(rows) if renewed}


def _still_asked(published: Published, found: list[Retake]) -> list[Retake]:
    by_rule = [one.finished.assignment.person_id for one in found if one.finished.by_rule]
    asked = asked_of(by_rule, path_ids=[published.path_id]) if by_rule else {}
    return [
        one
        for one in found
        if not one.finished.by_rule or (one.finished.assignment.person_id, published.path_id) in asked
    ]
