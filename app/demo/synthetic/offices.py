"""Superusers of most teams: some covered, some with one only, some with none."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from app.accounts.models import PersonRole, Role
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState, GatePass
from app.demo.synthetic.people import Colleague, Staff
from app.demo.synthetic.rows import insert_rows, numbers_of
from app.foundation import clock

COUNTS = (0, 1, 1, 2, 2, 2)  # superusers of a team


def add_superusers(staff: Staff, rng: random.Random) -> int:
    """Appoint them and give them the role; returns how many."""
    chosen = list(_chosen(staff, rng))
    insert_rows(PersonRole, ({"person_id": one.id, "role": Role.superuser} for one in chosen))
    appointed = list(_appointments(chosen, rng))
    insert_rows(Appointment, appointed)
    insert_rows(GatePass, _passed(appointed))
    return len(appointed)


def _passed(appointed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in appointed:
        yield {"appointment_id": each["id"], "passed_on": each["starts_on"], "noted_at": each["answered_at"]}


def _chosen(staff: Staff, rng: random.Random) -> Iterator[Colleague]:
    teams: dict[int, list[Colleague]] = {}
    for one in staff.present:
        if one.member is None:
            teams.setdefault(one.department_id, []).append(one)
    for members in teams.values():
        yield from rng.sample(members, min(rng.choice(COUNTS), len(members)))


def _appointments(chosen: list[Colleague], rng: random.Random) -> Iterator[dict[str, Any]]:
    ids, today = numbers_of(Appointment), clock.today()
    for one in chosen:
        starts_on = today - timedelta(days=rng.randint(30, 300))
        begun = datetime.combine(starts_on, time(9), clock.zone())
        yield {
            "id": next(ids),
            "kind": AppointmentKind.superuser,
            "person_id": one.id,
            "department_id": one.department_id,
            "state": AppointmentState.active,
            "reason": "部门推荐",
            "nominated_at": begun - timedelta(days=3),
            "answered_at": begun,
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(days=365),
            "version": 2,
        }
