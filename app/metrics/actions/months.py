"""Freeze months on the fifth working day of the next one, and restate what a later correction changes.

Counting takes long and writes nothing; only what it gave is written, in a short transaction of its own. Of several workers
that count the same month, the unique key of the counting lets one write.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, insert_new, transaction
from app.metrics.formulas.months import GONE, NOTHING, Counted, last_of, told_again
from app.metrics.models.months import FrozenFigure, MonthCheck, MonthCount
from app.metrics.queries.counting import Everything, Figures, Place, everything_as_of, figures_of, measured
from app.metrics.queries.months import history_of, month_to_check, months_to_freeze, newest_count, newest_entry
from app.metrics.texts import DEFINITIONS, VERSION

OF_FEW = frozenset({"pulse", "usage", "round"})
"""Facts of which the figures of few people are hidden."""


def freeze_due_months() -> int:
    """Freeze the oldest month whose day has come; one at a time, so that other sweeps need not wait."""
    due = months_to_freeze()
    return int(freeze_month(month=due[0].month, closed_on=due[0].on or clock.today())) if due else 0


def freeze_month(*, month: str, closed_on: date) -> bool:
    """Keep every figure of a month for ever; False where another worker was faster. Not to be called in a transaction."""
    everything, figures = _count(month)
    with transaction():
        return _keep(month, 0, closed_on, everything, figures)


def _count(month: str) -> tuple[Everything, Figures]:
    definitions = measured()
    everything = everything_as_of(last_of(month), definitions)
    db.session.rollback()  # no transaction stays open while it is counted
    return everything, figures_of(everything, definitions)


def _keep(month: str, number: int, closed_on: date, everything: Everything, figures: Mapping[Place, Counted]) -> bool:
    told = {
        "month": month,
        "number": number,
        "closed_on": closed_on,
        "counted_at": clock.now(),
        "formula_version": VERSION,
        "weights_id": everything.weights_id,
        "organisation": everything.organisation,
        "audit_id": everything.audit_id,
    }
    if not insert_new(MonthCount, [told]):
        return False
    same = sa.select(MonthCount.id).where(MonthCount.month == month, MonthCount.number == number)
    count_id = db.session.scalars(same).one()
    if figures:
        rows = [_row(count_id, place, counted) for place, counted in figures.items()]
        db.session.execute(sa.insert(FrozenFigure), rows)
    insert_new(MonthCheck, [{"month": month, "checked_on": clock.today(), "audit_id": everything.audit_id}])
    act = "month:restated" if number else "month:frozen"
    facts = {"figures": len(figures), "version": VERSION, **({"number": number} if number else {})}
    audit.record(act=act, subject=("month", month), actor_id=None, after=facts)
    return True


def _row(count_id: int, place: Place, counted: Counted) -> dict[str, Any]:
    return {
        "count_id": count_id,
        "code": place.code,
        "department_id": place.department_id,
        "path_id": place.path_id,
        "value": counted.value,
        "numerator": counted.numerator,
        "denominator": counted.denominator,
        "reason": counted.reason,
        "groups": dict(counted.groups),
    }


def restate_due_months() -> int:
    """Compare a frozen month with the facts, after a correction or once a day; returns how many figures were restated."""
    check = month_to_check()
    if check is None or not _claim(check):
        return 0
    return restate_month(month=check.month)


def _claim(check: MonthCheck) -> bool:
    """Whether this worker is the one that compares."""
    month, seen = check.month, (check.checked_on, check.audit_id)
    with transaction():
        same = sa.and_(MonthCheck.month == month, MonthCheck.checked_on == seen[0], MonthCheck.audit_id == seen[1])
        mark = sa.update(MonthCheck).where(same).values(checked_on=clock.today(), audit_id=newest_entry())
        done: Any = db.session.execute(mark)
        return bool(done.rowcount)


def restate_month(*, month: str) -> int:
    """Keep a restatement of every figure of a frozen month that a correction has changed; the earlier ones stay.

    Returns how many there are; none for a month that is not frozen. Not to be called in a transaction.
    """
    before = newest_count(month)
    if before is None:
        return 0
    number, closed_on = before.number + 1, before.closed_on
    history = history_of(month)
    everything, figures = _count(month)
    changed = _changed(history, figures)
    if not changed:
        return 0
    with transaction():
        return len(changed) if _keep(month, number, closed_on, everything, changed) else 0


def _changed(history: Mapping[Place, list[Counted]], figures: Figures) -> Figures:
    found: Figures = {}
    for place in [*history, *(place for place in figures if place not in history)]:
        said, now = history.get(place, [NOTHING]), figures.get(place, NOTHING)
        if now.reason == GONE:
            continue
        for earlier in said:
            now = told_again(earlier, now, of_few=_is_of_few(place.code))
        if now != said[-1]:
            found[place] = now
    return found


def _is_of_few(code: str) -> bool:
    definition = DEFINITIONS.get(code)
    return definition is not None and not OF_FEW.isdisjoint((*definition.needs, *definition.wants))
