"""The two signals of a nomination: the manager's word, and the support of colleagues."""

import sqlalchemy as sa

from app.ambassadors import queries
from app.ambassadors.actions.errors import Answered
from app.ambassadors.actions.keeping import hold, note
from app.ambassadors.events import EndorsementAsked, NominationEndorsed
from app.ambassadors.models import Appointment, AppointmentState, Endorsement, Support
from app.foundation import clock
from app.foundation.db import db, insert_new
from app.foundation.events import publish


def ask_manager(appointment: Appointment) -> None:
    """Ask the manager of the person, or of the department, for a word; who nominated has given it already."""
    asked_id = queries.manager_to_ask(appointment)
    if asked_id is None:
        return
    asked = Endorsement(appointment_id=appointment.id, asked_id=asked_id, asked_at=clock.now())
    if asked_id == appointment.nominated_by_id:
        asked.answered_at, asked.in_favour, asked.words = clock.now(), True, appointment.reason
    db.session.add(asked)
    db.session.flush()
    if asked.answered_at is None:
        publish(EndorsementAsked(appointment.id, asked_id))


def endorse(*, appointment: Appointment, in_favour: bool, words: str, by: int) -> None:
    """Say as the manager who was asked what to think of a nomination, once. Raises Answered."""
    before = hold(appointment, AppointmentState.nominated, AppointmentState.active)
    waiting = sa.update(Endorsement).where(
        Endorsement.appointment_id == appointment.id, Endorsement.asked_id == by, Endorsement.answered_at.is_(None)
    )
    done = db.session.execute(waiting.values(answered_at=clock.now(), in_favour=in_favour, words=words))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Answered
    note("endorsed" if in_favour else "advised_against", appointment, by, before, words)
    publish(NominationEndorsed(appointment.id, by, in_favour))


def support(*, appointment: Appointment, person_id: int) -> bool:
    """Support a nomination that waits for its answer; False where one does already. Raises Answered."""
    hold(appointment, AppointmentState.nominated)
    row = {"appointment_id": appointment.id, "person_id": person_id, "supported_at": clock.now()}
    return insert_new(Support, [row]) == 1


def withdraw_support(*, appointment: Appointment, person_id: int) -> None:
    """Take one's support back while the nomination waits. Raises Answered."""
    hold(appointment, AppointmentState.nominated)
    own = sa.delete(Support).where(Support.appointment_id == appointment.id, Support.person_id == person_id)
    db.session.execute(own)
