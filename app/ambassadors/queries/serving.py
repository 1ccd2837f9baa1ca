"""Whether an appointment counts: the term runs and the kit is passed, read from dates whenever it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person, PersonRole, PersonState, Role
from app.accounts.queries import in_state_on
from app.accounts.queries.people import runs_today
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState, Deputy, GatePass, Standing
from app.ambassadors.queries.standards import kit_in_force
from app.foundation import clock
from app.foundation.db import db
from app.training.models import Certificate, TrainingPath

Days = tuple[date, date | None]
"""From one day to another, both included; None for as long as it lasts."""

ONE_DAY = timedelta(days=1)
TAKEN_UP = (AppointmentState.active, AppointmentState.ended)


@dataclass(frozen=True, slots=True)
class Stand:
    """How an appointment stands, and since when where that tells something."""

    standing: Standing
    since: date | None = None


def stand_of(appointment: Appointment, day: date) -> Stand:
    """How an appointment stands on a day; needs its person and its gate passes loaded."""
    if not _answered_by(appointment, day):
        return Stand(Standing.nominated)
    if appointment.state is AppointmentState.declined:
        return Stand(Standing.declined)
    over = last_day(appointment)
    if (over is not None and over < day) or _ended_by(appointment, day):
        return Stand(Standing.ended, over)
    if appointment.starts_on > day:
        return Stand(Standing.upcoming, appointment.starts_on)
    return _stand_in_term(appointment, day)


def _stand_in_term(appointment: Appointment, day: date) -> Stand:
    if not any(each.holds_on(day) for each in appointment.gate_passes):
        passed = [each.valid_until for each in appointment.gate_passes if each.valid_until and each.valid_until < day]
        return Stand(Standing.lapsed, max(passed) + ONE_DAY) if passed else Stand(Standing.learning)
    person = appointment.person
    there = person.deactivated_at is None and person.state_on(day) is PersonState.active
    return Stand(Standing.serving, appointment.starts_on) if there else Stand(Standing.away)


def _answered_by(appointment: Appointment, day: date) -> bool:
    return appointment.answered_at is not None and appointment.answered_at < clock.end_of(day)


def _ended_by(appointment: Appointment, day: date) -> bool:
    return appointment.ended_at is not None and appointment.ended_at < clock.end_of(day)


def last_day(appointment: Appointment) -> date | None:
    """Last day in office: the end of the term, or the day on which it was ended early."""
    ended = clock.local_date(appointment.ended_at) if appointment.ended_at else None
    return min((day for day in (appointment.ends_on, ended) if day is not None), default=None)


def in_office(appointment: Appointment, day: date) -> bool:
    """Accepted, and the term runs on a day; whether the kit is passed is another question."""
    begun = appointment.state is AppointmentState.active and appointment.starts_on <= day
    return begun and (appointment.ends_on is None or day <= appointment.ends_on)


def serves(appointment: Appointment, day: date) -> bool:
    """In office, the kit passed, and the person there. Needs the person and the gate passes loaded."""
    return stand_of(appointment, day).standing is Standing.serving


def holds_gate(day: Any) -> sa.ColumnElement[bool]:
    """Condition on Appointment: the kit is passed, and what proves it is valid on a day (a date or a column)."""
    until = sa.or_(GatePass.valid_until.is_(None), GatePass.valid_until >= day)
    passed = sa.select(GatePass.id).where(GatePass.appointment_id == Appointment.id, GatePass.passed_on <= day, until)
    return passed.correlate_except(GatePass).exists()


def in_term(day: Any) -> sa.ColumnElement[bool]:
    """Condition on Appointment: active, and its term runs on a day."""
    ends = sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= day)
    return sa.and_(Appointment.state == AppointmentState.active, Appointment.starts_on <= day, ends)


def superusers_serving() -> sa.Select[int | None, int]:
    """Select of department_id and person_id: who serves a department today and is there, or stands in with the same kit."""
    today, kind = clock.today(), Appointment.kind == AppointmentKind.superuser
    role = sa.select(PersonRole.person_id).where(PersonRole.role == Role.superuser, runs_today())
    there = sa.and_(Person.deactivated_at.is_(None), in_state_on(PersonState.active, today), Person.id.in_(role))
    holders = (
        sa.select(Appointment.department_id, Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(kind, in_term(today), holds_gate(today), there)
    )
    deputies = (
        sa.select(Appointment.department_id, Deputy.person_id)
        .join(Deputy, Deputy.appointment_id == Appointment.id)
        .join(Person, Person.id == Deputy.person_id)
        .where(kind, in_term(today), stands_in(today), there, able(AppointmentKind.superuser, today))
    )
    seats = sa.union(holders, deputies).subquery("seats_today")
    return sa.select(seats.c.department_id, seats.c.person_id)


def stands_in(day: Any) -> sa.ColumnElement[bool]:
    """Condition on Deputy: named for that day, and not taken back."""
    return sa.and_(Deputy.withdrawn_at.is_(None), Deputy.starts_on <= day, Deputy.ends_on >= day)


def able(kind: AppointmentKind, day: date) -> sa.ColumnElement[bool]:
    """Condition on Person: holds what the kind asks for, valid on a day; everybody, where nothing is asked."""
    valid = sa.or_(Certificate.expires_on.is_(None), Certificate.expires_on >= day)
    holders = _of_kit(sa.select(Certificate.person_id), kind).where(Certificate.completed_on <= day, valid)
    return sa.or_(kit_in_force(kind) == "", Person.id.in_(holders))


def certificates_for(person_id: int, kind: AppointmentKind) -> list[Certificate]:
    """A person's certificates of what a kind asks for, the oldest first."""
    rows = _of_kit(sa.select(Certificate), kind).where(Certificate.person_id == person_id)
    return list(db.session.scalars(rows.order_by(Certificate.id)))


def _of_kit(rows: sa.Select[Any], kind: AppointmentKind) -> sa.Select[Any]:
    return rows.join(TrainingPath, TrainingPath.id == Certificate.path_id).where(
        TrainingPath.code == kit_in_force(kind)
    )


def _kit_days(person_id: int, kind: AppointmentKind) -> list[Days]:
    if not db.session.scalar(sa.select(kit_in_force(kind))):
        return [(date.min, None)]
    return [(each.completed_on, each.expires_on) for each in certificates_for(person_id, kind)]


def role_days(person_id: int, kind: AppointmentKind) -> Days | None:
    """The days for which the role of a kind is lent to a person, today's or the next; None where there are none."""
    return _first_after([*_own_days(person_id, kind), *_days_as_deputy(person_id, kind)], clock.today())


def _own_days(person_id: int, kind: AppointmentKind) -> list[Days]:
    rows = (
        sa.select(Appointment.starts_on, Appointment.ends_on, GatePass.passed_on, GatePass.valid_until)
        .join(GatePass, GatePass.appointment_id == Appointment.id)
        .where(
            Appointment.person_id == person_id,
            Appointment.kind == kind,
            Appointment.state == AppointmentState.active,
        )
    )
    return [_common((row[0], row[1]), (row[2], row[3])) for row in db.session.execute(rows)]


def _days_as_deputy(person_id: int, kind: AppointmentKind) -> list[Days]:
    rows = (
        sa.select(Deputy.starts_on, Deputy.ends_on, Appointment.starts_on, Appointment.ends_on)
        .join(Appointment, Appointment.id == Deputy.appointment_id)
        .where(
            Deputy.person_id == person_id,
            Deputy.withdrawn_at.is_(None),
            Appointment.kind == kind,
            Appointment.state == AppointmentState.active,
        )
    )
    named = [_common((row[0], row[1]), (row[2], row[3])) for row in db.session.execute(rows)]
    kit = _kit_days(person_id, kind) if named else []
    return [_common(days, held) for days in named for held in kit]


def _common(one: Days, other: Days) -> Days:
    ends = [day for day in (one[1], other[1]) if day is not None]
    return max(one[0], other[0]), min(ends, default=None)


def _first_after(spans: Iterable[Days], day: date) -> Days | None:
    """Spans that touch are one; the first that is not over."""
    last = date.max
    joined: list[Days] = []
    for starts, ends in sorted((span for span in spans if span[0] <= (span[1] or last)), key=lambda span: span[0]):
        before = joined[-1] if joined else None
        if before and (before[1] is None or starts <= before[1] + ONE_DAY):
            joined[-1] = (before[0], None if before[1] is None or ends is None else max(before[1], ends))
        else:
            joined.append((starts, ends))
    return next((span for span in joined if (span[1] or last) >= day), None)
