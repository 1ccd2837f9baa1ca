"""The kit that an appointment asks for: assigned, passed, and the role that is lent for as long as it holds."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.actions import lend_role, return_role
from app.accounts.models import Role
from app.ambassadors import queries
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState, GatePass
from app.foundation import clock
from app.foundation.db import db, insert_new
from app.training.actions.assigning import assign
from app.training.models import AssignmentSource, Certificate

ROLE_OF = {AppointmentKind.superuser: Role.superuser, AppointmentKind.ambassador: Role.ambassador}
TIME_FOR_KIT = timedelta(days=30)


def open_gate(appointment: Appointment, *, by: int | None) -> None:
    """Let an accepted appointment pass with the certificates that are there; who has none is assigned the kit."""
    held = queries.certificates_for(appointment.person_id, appointment.kind)
    valid = [each for each in held if each.expires_on is None or each.expires_on >= clock.today()]
    if valid:
        _pass(appointment.id, valid)
    elif queries.kit_code(appointment.kind) == "":
        _pass_unasked(appointment)
    else:
        _assign_kit(appointment, by)
    settle_role(person_id=appointment.person_id, kind=appointment.kind, by=by)


def pass_gate(*, certificate: Certificate) -> None:
    """A certificate was issued: the appointments that ask for its path count with it from now on."""
    for kind in AppointmentKind:
        kit = queries.kit_of(kind)
        if kit is None or kit.id != certificate.path_id:
            continue
        waiting = sa.select(Appointment.id).where(
            Appointment.person_id == certificate.person_id,
            Appointment.kind == kind,
            Appointment.state == AppointmentState.active,
        )
        for number in db.session.scalars(waiting.order_by(Appointment.id)).all():
            _pass(number, [certificate])
        settle_role(person_id=certificate.person_id, kind=kind, by=certificate.person_id)


def settle_role(*, person_id: int, kind: AppointmentKind, by: int | None) -> None:
    """Lend the role for the days that terms, kits and deputyships give; a lapsed holder keeps a role that has run out."""
    days = queries.role_days(person_id, kind)
    if days is not None:
        lend_role(person_id=person_id, role=ROLE_OF[kind], starts_on=days[0], ends_on=days[1], by=by)
    elif not queries.serves_elsewhere(person_id, kind):
        return_role(person_id=person_id, role=ROLE_OF[kind], by=by)


def _pass(appointment_id: int, certificates: list[Certificate]) -> None:
    rows = [
        {
            "appointment_id": appointment_id,
            "certificate_id": each.id,
            "passed_on": each.completed_on,
            "valid_until": each.expires_on,
            "noted_at": clock.now(),
        }
        for each in certificates
    ]
    insert_new(GatePass, rows)


def _pass_unasked(appointment: Appointment) -> None:
    db.session.add(GatePass(appointment_id=appointment.id, passed_on=appointment.starts_on, noted_at=clock.now()))
    db.session.flush()


def _assign_kit(appointment: Appointment, by: int | None) -> None:
    kit = queries.kit_of(appointment.kind)
    if kit is not None and kit.retired_at is None:
        due_on = clock.today() + TIME_FOR_KIT
        assign(person_id=appointment.person_id, path_id=kit.id, source=AssignmentSource.manual, due_on=due_on, by_id=by)
