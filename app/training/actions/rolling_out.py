"""Waves of the roll-out are made, changed and removed; what rules count from their day moves with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.foundation import audit
from app.foundation.db import db
from app.training.actions.ruling import follow, wait_alone
from app.training.models import DeadlineReason, DueKind, PathRule, RolloutWave, WaveKind, WaveUnit
from app.training.queries.waves import wave_by_id

WAVE_CHANGED = "wave changed"


class NameTaken(Exception):
    """Another wave has this name."""


class WaveInUse(Exception):
    """Rules mean the people of this wave; they have to be changed or ended first."""


@dataclass(frozen=True, slots=True)
class WaveData:
    """Everything about a wave; one of kind `all` has no units, for it is everybody."""

    name: str
    name_en: str
    kind: WaveKind
    go_live_on: date | None
    department_ids: Collection[int] = ()
    group_ids: Collection[int] = ()
    dual_run: tuple[date, date] | None = None
    dual_run_reason: str = ""


def add_wave(*, data: WaveData, by_id: int) -> RolloutWave:
    """Make a wave. Raises NameTaken."""
    wave = RolloutWave(units=[])
    _write(wave, data)
    audit.record(act="wave:set", subject=("wave", wave.id), actor_id=by_id, after=_facts(wave))
    return wave


def change_wave(*, wave_id: int, data: WaveData, by_id: int) -> int:
    """Change a wave; rules follow: people come and go, and due dates counted from its day move. The number assigned.

    Raises LookupError, NameTaken.
    """
    wait_alone()
    wave = wave_by_id(wave_id)
    if wave is None:
        raise LookupError(wave_id)
    before, day = _facts(wave), wave.go_live_on
    _write(wave, data)
    audit.record(act="wave:set", subject=("wave", wave_id), actor_id=by_id, before=before, after=_facts(wave))
    rules = list(db.session.scalars(sa.select(PathRule).where(PathRule.wave_id == wave_id)))
    moved = [rule.id for rule in rules if rule.due_kind is DueKind.go_live and wave.go_live_on != day]
    return follow(
        None,
        because=WAVE_CHANGED,
        path_ids={rule.path_id for rule in rules},
        changed=moved,
        kind=DeadlineReason.go_live,
        alone=True,
    )


def remove_wave(*, wave_id: int, by_id: int) -> None:
    """Remove a wave that no rule means. Raises LookupError, WaveInUse."""
    wait_alone()
    wave = wave_by_id(wave_id)
    if wave is None:
        raise LookupError(wave_id)
    if db.session.scalar(sa.select(PathRule.id).where(PathRule.wave_id == wave_id).limit(1)) is not None:
        raise WaveInUse
    audit.record(act="wave:removed", subject=("wave", wave_id), actor_id=by_id, before=_facts(wave))
    db.session.delete(wave)


def _write(wave: RolloutWave, data: WaveData) -> None:
    everybody = data.kind is WaveKind.all
    departments = set() if everybody else set(data.department_ids)
    groups = set() if everybody else set(data.group_ids)
    kept = [one for one in wave.units if one.department_id in departments or one.project_group_id in groups]
    departments -= {one.department_id for one in kept if one.department_id}
    groups -= {one.project_group_id for one in kept if one.project_group_id}
    try:
        with db.session.begin_nested():
            wave.name, wave.name_en = data.name, data.name_en
            wave.kind, wave.go_live_on = data.kind, data.go_live_on
            wave.dual_run_from, wave.dual_run_to = data.dual_run or (None, None)
            wave.dual_run_reason = data.dual_run_reason if data.dual_run else ""
            wave.units = [
                *kept,
                *(WaveUnit(department_id=number) for number in sorted(departments)),
                *(WaveUnit(project_group_id=number) for number in sorted(groups)),
            ]
            db.session.add(wave)
            db.session.flush()
    except sa.exc.IntegrityError as error:
        raise NameTaken from error


def _facts(wave: RolloutWave) -> dict[str, Any]:
    return {
        "name": wave.name,
        "kind": wave.kind.value,
        "go_live_on": _day(wave.go_live_on),
        "dual_run_from": _day(wave.dual_run_from),
        "dual_run_to": _day(wave.dual_run_to),
        "dual_run_reason": wave.dual_run_reason,
        "departments": sorted(one.department_id for one in wave.units if one.department_id),
        "project_groups": sorted(one.project_group_id for one in wave.units if one.project_group_id),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
