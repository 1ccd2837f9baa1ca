"""What old tool and new were compared by in a dual run is written down, settled where they differ, and taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.training.models import DualRunCheck


class AlreadyChecked(Exception):
    """The same was compared for this wave on this day."""


class NothingToSettle(Exception):
    """Both tools agree, or somebody was faster."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared on a day, what each tool gave, and whether that is the same."""

    checked_on: date
    subject: str
    old_result: str
    new_result: str
    agrees: bool


def record_check(*, wave_id: int, compared: Compared, by_id: int) -> DualRunCheck:
    """Write down a comparison. Raises AlreadyChecked."""
    check = DualRunCheck(
        wave_id=wave_id,
        checked_on=compared.checked_on,
        subject=compared.subject,
        old_result=compared.old_result,
        new_result=compared.new_result,
        agrees=compared.agrees,
        checked_by_id=by_id,
        recorded_at=clock.now(),
        search_text=folded(f"{compared.subject} {compared.old_result} {compared.new_result}"),
    )
    try:
        with db.session.begin_nested():
            db.session.add(check)
            db.session.flush()
    except sa.exc.IntegrityError as error:
        raise AlreadyChecked from error
    audit.record(act="dual_run:checked", subject=("wave", wave_id), actor_id=by_id, after=_facts(check))
    return check


def settle_check(*, check_id: int, settlement: str, by_id: int) -> None:
    """Say how a difference was settled. Raises LookupError, NothingToSettle."""
    check = _held(check_id)
    if check.agrees or check.settled_at is not None:
        raise NothingToSettle
    check.settled_at, check.settled_by_id, check.settlement = clock.now(), by_id, settlement
    check.search_text = f"{check.search_text} {folded(settlement)}"
    audit.record(
        act="dual_run:settled",
        subject=("wave", check.wave_id),
        actor_id=by_id,
        after={**_facts(check), "settlement": settlement},
    )


def remove_check(*, check_id: int, by_id: int) -> None:
    """Take off a comparison that was written down by mistake; the audit trail keeps it. Raises LookupError."""
    check = _held(check_id)
    audit.record(act="dual_run:removed", subject=("wave", check.wave_id), actor_id=by_id, before=_facts(check))
    db.session.delete(check)


def _held(check_id: int) -> DualRunCheck:
    rows = locked(sa.select(DualRunCheck).where(DualRunCheck.id == check_id))
    check: DualRunCheck | None = db.session.scalar(rows.execution_options(populate_existing=True))
    if check is None:
        raise LookupError(check_id)
    return check


def _facts(check: DualRunCheck) -> dict[str, Any]:
    return {
        "checked_on": check.checked_on.isoformat(),
        "what": check.subject,
        "old_result": check.old_result,
        "new_result": check.new_result,
        "agrees": check.agrees,
    }
