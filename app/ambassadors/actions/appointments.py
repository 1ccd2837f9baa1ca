"""Writes: nominate, answer, end, hand over."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.ambassadors import queries
from app.ambassadors.actions.errors import AlreadyNominated, Answered
from app.ambassadors.actions.gates import open_gate, settle_role
from app.ambassadors.actions.keeping import hold, note
from app.ambassadors.actions.moving import move_work
from app.ambassadors.actions.nominations import ask_manager
from app.ambassadors.events import AppointmentAnswered, AppointmentEnded, PersonNominated
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import clock
from app.foundation.db import db, locked
from app.foundation.events import publish

TERM_OVER = "term over"
A_YEAR = timedelta(days=364)


def nominate(
    *,
    kind: AppointmentKind,
    person_id: int,
    unit_id: int,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    by: int | None,
) -> Appointment:
    """Ask a person to serve a department (superuser) or project group (ambassador). Raises AlreadyNominated.

    The manager is asked as well, and is in favour already where the nomination comes from there.
    """
    appointment = Appointment(
        kind=kind,
        person_id=person_id,
        state=AppointmentState.nominated,
        reason=reason,
        nominated_by_id=by,
        nominated_at=clock.now(),
        starts_on=starts_on,
        ends_on=ends_on,
        department_id=unit_id if kind is AppointmentKind.superuser else None,
        project_group_id=unit_id if kind is AppointmentKind.ambassador else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(appointment)
    except sa.exc.IntegrityError as error:
        raise AlreadyNominated from error
    note("nominated", appointment, by, {}, reason)
    publish(PersonNominated(appointment.id, person_id))
    ask_manager(appointment)
    return appointment


def answer(*, appointment: Appointment, accepted: bool, by: int) -> None:
    """Accept or decline one's own nomination. Raises Answered.

    A term begins with its acceptance at the earliest, and counts from the day the kit is passed; the kit is assigned to
    who has not passed it. Who was to be succeeded leaves office with the acceptance, and open work moves.
    """
    before = hold(appointment, AppointmentState.nominated)
    appointment.state = AppointmentState.active if accepted else AppointmentState.declined
    appointment.answered_at = clock.now()
    if accepted:
        _begin(appointment)
    db.session.flush()
    if accepted:
        open_gate(appointment, by=by)
        _take_over(appointment, by)
    else:
        _give_back(appointment)
    note("answered", appointment, by, before)
    publish(AppointmentAnswered(appointment.id, accepted))


def _begin(appointment: Appointment) -> None:
    appointment.starts_on = max(appointment.starts_on, clock.today())
    if appointment.ends_on is not None and appointment.ends_on < appointment.starts_on:
        raise Answered  # the term was over before the answer came


def end(*, appointment: Appointment, reason: str, by: int | None) -> None:
    """End a term or take a nomination back; the role goes with the last term. Raises Answered."""
    before = hold(appointment, AppointmentState.nominated, AppointmentState.active)
    was_active = appointment.state is AppointmentState.active
    appointment.state = AppointmentState.ended
    appointment.ended_at = clock.now()
    appointment.ended_reason = reason
    last_day = max(appointment.starts_on, clock.today())
    appointment.ends_on = min(appointment.ends_on, last_day) if appointment.ends_on else last_day
    db.session.flush()
    if was_active:
        settle_role(person_id=appointment.person_id, kind=appointment.kind, by=by)
        for person_id in queries.deputies_named(appointment.id):
            settle_role(person_id=person_id, kind=appointment.kind, by=by)
    else:
        _give_back(appointment)
    note("ended", appointment, by, before, reason)
    publish(AppointmentEnded(appointment.id))


def hand_over(*, appointment: Appointment, successor_id: int, reason: str, by: int) -> Appointment:
    """Ask somebody to take over. Raises AlreadyNominated, Answered.

    The holder stays in office until the successor accepts, so that nothing is left without anybody; then the term ends,
    and open work moves. A successor who declines leaves everything as it was.
    """
    before = hold(appointment, AppointmentState.active)
    if appointment.successor_id is not None:
        raise Answered
    follower = nominate(
        kind=appointment.kind,
        person_id=successor_id,
        unit_id=appointment.unit_id,
        starts_on=clock.today(),
        ends_on=clock.today() + A_YEAR,
        reason=reason,
        by=by,
    )
    appointment.successor_id = follower.id
    db.session.flush()
    note("handing_over", appointment, by, before, reason)
    return follower


def _predecessor(follower: Appointment) -> Appointment | None:
    rows = sa.select(Appointment).where(Appointment.successor_id == follower.id)
    found: Appointment | None = db.session.scalar(locked(rows))
    return found


def _take_over(follower: Appointment, by: int) -> None:
    before = _predecessor(follower)
    if before is None:
        return
    if before.state is AppointmentState.active:
        end(appointment=before, reason=follower.reason, by=by)
    move_work(before, follower)


def _give_back(follower: Appointment) -> None:
    before = _predecessor(follower)
    if before is not None and before.state is AppointmentState.active:
        before.successor_id = None
        db.session.flush()
