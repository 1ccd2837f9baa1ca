"""Benefits are recorded, confirmed by somebody else, and corrected by a new line; nothing is ever changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.metrics.models import BenefitConfirmation, BenefitLine, Evidence, Measure, Rhythm


class LineSettled(Exception):
    """The line was corrected, taken back or answered already."""


class OwnLine(Exception):
    """Nobody confirms what they recorded themselves."""


@dataclass(frozen=True, slots=True)
class BenefitData:
    """What a line says."""

    name: str
    measure: Measure
    evidence: Evidence
    source: str
    rhythm: Rhythm
    first_month: str
    last_month: str | None = None
    baseline_minutes: int = 0
    new_minutes: int = 0
    rework_minutes: int = 0
    occurrences: int = 0
    amount: int = 0
    currency: str = ""
    department_id: int | None = None
    idea_id: int | None = None
    release_id: int | None = None


def record_benefit(*, data: BenefitData, token: str, by: int) -> BenefitLine:
    """Record a line; sent twice it is there once."""
    return _written(data, token, by, act="benefit:recorded")


def correct_benefit(*, line_id: int, data: BenefitData, reason: str, token: str, by: int) -> BenefitLine:
    """Record a line in the place of another. Raises LookupError, LineSettled."""
    if (known := _with(token)) is not None:
        return known
    line = _standing(line_id)
    return _written(data, token, by, act="benefit:corrected", corrects=line, reason=reason)


def withdraw_benefit(*, line_id: int, reason: str, by: int) -> BenefitLine:
    """Take a line back: a last line says so and counts nothing. Raises LookupError, LineSettled."""
    line = _standing(line_id)
    names = (name for name in BenefitData.__dataclass_fields__)
    data = BenefitData(**{name: getattr(line, name) for name in names})
    return _written(data, None, by, act="benefit:withdrawn", corrects=line, reason=reason, withdrawn=True)


def confirm_benefit(*, line_id: int, confirmed: bool, note: str, by: int) -> BenefitConfirmation:
    """Confirm a line of somebody else, or say why not. Raises LookupError, LineSettled, OwnLine."""
    line = _standing(line_id)
    if line.recorded_by_id == by:
        raise OwnLine
    if db.session.get(BenefitConfirmation, line_id) is not None:
        raise LineSettled
    row = BenefitConfirmation(line_id=line_id, confirmed=confirmed, by_id=by, at=clock.now(), note=note)
    db.session.add(row)
    db.session.flush()
    act = "benefit:confirmed" if confirmed else "benefit:refused"
    audit.record(act=act, subject=("benefit", line_id), actor_id=by, reason=note)
    return row


def _standing(line_id: int) -> BenefitLine:
    line: BenefitLine | None = db.session.scalar(locked(sa.select(BenefitLine).where(BenefitLine.id == line_id)))
    if line is None:
        raise LookupError(line_id)
    if line.withdrawn or db.session.scalar(sa.select(BenefitLine.id).where(BenefitLine.corrects_id == line_id)):
        raise LineSettled
    return line


def _with(token: str | None) -> BenefitLine | None:
    return db.session.scalar(sa.select(BenefitLine).where(BenefitLine.token == token)) if token else None


def _written(
    data: BenefitData,
    token: str | None,
    by: int,
    *,
    act: str,
    corrects: BenefitLine | None = None,
    reason: str = "",
    withdrawn: bool = False,
) -> BenefitLine:
    if (known := _with(token)) is not None:
        return known
    told = {**asdict(data), **(dict.fromkeys(_MINUTES, 0) if data.measure is Measure.money else {})}
    line = BenefitLine(
        **told,
        recorded_at=clock.now(),
        recorded_by_id=by,
        corrects_id=corrects.id if corrects else None,
        withdrawn=withdrawn,
        reason=reason,
        search_text=folded(data.name, data.source),
        token=token,
    )
    db.session.add(line)
    db.session.flush()
    before = _facts(corrects) if corrects else None
    audit.record(act=act, subject=("benefit", line.id), actor_id=by, before=before, after=_facts(line), reason=reason)
    return line


_MINUTES = ("baseline_minutes", "new_minutes", "rework_minutes", "occurrences")


def _facts(line: BenefitLine) -> dict[str, Any]:
    return {name: _plain(getattr(line, name)) for name in BenefitData.__dataclass_fields__ if name != "source"}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (Measure, Evidence, Rhythm)) else value
