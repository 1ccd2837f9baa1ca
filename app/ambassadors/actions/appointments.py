"""Writes: nominate, answer, certify, end, hand over."""

from datetime import date

import sqlalchemy as sa

from app.accounts.actions import grant_role, revoke_role
from app.accounts.models import Role
from app.ambassadors import queries
from app.ambassadors.events import AppointmentAnswered, AppointmentEnded, PersonNominated
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.foundation.events import publish

ROLE_OF = {AppointmentKind.superuser: Role.superuser, AppointmentKind.ambassador: Role.ambassador}
TERM_OVER = "term over"


class AlreadyNominated(Exception):
    """The person has an open appointment for this unit."""


class Answered(Exception):
    """Somebody was faster: the appointment is no longer in the state that was seen."""


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
    """Ask a person to serve a department (superuser) or project group (ambassador). Raises AlreadyNominated."""
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
    _audit("nominated", appointment, by, {}, reason)
    publish(PersonNominated(appointment.id, person_id))
    return appointment


def answer(*, appointment: Appointment, accepted: bool, by: int, certified_on: date | None = None) -> None:
    """Accept or decline one's own nomination; accepting grants the role. Raises Answered.

    A term begins with its acceptance at the earliest. A superuser counts from `certified_on`, if there is one already.
    """
    before = _expect(appointment, AppointmentState.nominated)
    appointment.state = AppointmentState.active if accepted else AppointmentState.declined
    appointment.answered_at = clock.now()
    if accepted:
        _begin(appointment, certified_on)
    db.session.flush()
    if accepted:
        grant_role(person_id=appointment.person_id, role=ROLE_OF[appointment.kind], by=by)
    _audit("answered", appointment, by, before, "")
    publish(AppointmentAnswered(appointment.id, accepted))


def _begin(appointment: Appointment, certified_on: date | None) -> None:
    appointment.starts_on = max(appointment.starts_on, clock.today())
    if appointment.ends_on is not None and appointment.ends_on < appointment.starts_on:
        raise Answered  # the term was over before the answer came
    appointment.certified_on = certified_on if appointment.kind is AppointmentKind.superuser else None


def certify(*, person_id: int, certified_on: date) -> None:
    """A certificate was earned: superusers in office who waited for it count from now on."""
    waiting = sa.update(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.kind == AppointmentKind.superuser,
        Appointment.state == AppointmentState.active,
        Appointment.certified_on.is_(None),
    )
    db.session.execute(waiting.values(certified_on=certified_on, version=Appointment.version + 1))


def end(*, appointment: Appointment, reason: str, by: int | None) -> None:
    """End a term or take a nomination back; the role goes with the last term. Raises Answered."""
    before = _expect(appointment, AppointmentState.nominated, AppointmentState.active)
    was_active = appointment.state is AppointmentState.active
    appointment.state = AppointmentState.ended
    appointment.ended_at = clock.now()
    appointment.ended_reason = reason
    last_day = max(appointment.starts_on, clock.today())
    appointment.ends_on = min(appointment.ends_on, last_day) if appointment.ends_on else last_day
    db.session.flush()
    if was_active and not queries.serves_elsewhere(appointment.person_id, appointment.kind):
        revoke_role(person_id=appointment.person_id, role=ROLE_OF[appointment.kind], by=by)
    _audit("ended", appointment, by, before, reason)
    publish(AppointmentEnded(appointment.id))


def hand_over(*, appointment: Appointment, successor_id: int, reason: str, by: int) -> Appointment:
    """End a term and nominate who follows, in one step. Raises AlreadyNominated, Answered."""
    follower = nominate(
        kind=appointment.kind,
        person_id=successor_id,
        unit_id=appointment.unit_id,
        starts_on=clock.today(),
        ends_on=None,
        reason=reason,
        by=by,
    )
    end(appointment=appointment, reason=reason, by=by)
    appointment.successor_id = follower.id
    return follower


def end_lapsed_terms() -> int:
    """End the terms whose last day has passed, so that roles go too; the board reads the dates anyway."""
    lapsed = queries.lapsed(clock.today())
    for number in lapsed:
        with transaction():
            _end_lapsed(number)
    return len(lapsed)


def _end_lapsed(number: int) -> None:
    appointment = db.session.get_one(Appointment, number)
    try:
        end(appointment=appointment, reason=TERM_OVER, by=None)
    except Answered:  # another worker was faster
        return


def _expect(appointment: Appointment, *states: AppointmentState) -> dict[str, object]:
    now_true = ("state", "starts_on", "ends_on", "version")
    db.session.refresh(appointment, now_true, with_for_update=True)
    if appointment.state not in states:
        raise Answered
    return {"state": appointment.state.value}


def _audit(verb: str, appointment: Appointment, by: int | None, before: dict[str, object], reason: str) -> None:
    after = {
        "state": appointment.state.value,
        "kind": appointment.kind.value,
        "person": appointment.person_id,
        "department": appointment.department_id,
        "project_group": appointment.project_group_id,
    }
    audit.record(
        act=f"appointment:{verb}",
        subject=("appointment", appointment.id),
        actor_id=by,
        before=before,
        after=after,
        reason=reason,
    )
