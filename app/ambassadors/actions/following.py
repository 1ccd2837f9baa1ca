"""What days bring about by themselves: rights are read from dates anyway; here rows are tidied and people told."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import PersonRole
from app.ambassadors import queries
from app.ambassadors.actions.appointments import TERM_OVER, end
from app.ambassadors.actions.errors import Answered
from app.ambassadors.actions.gates import ROLE_OF, settle_role
from app.ambassadors.events import AppointmentLapsed
from app.ambassadors.models import Appointment
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.events import publish


def end_lapsed_terms() -> int:
    """End the terms whose last day has passed, so that roles go too; the board reads the dates anyway."""
    over = queries.terms_over(clock.today())
    for number in over:
        with transaction():
            _end(number)
    return len(over)


def _end(number: int) -> None:
    appointment = db.session.get_one(Appointment, number)
    try:
        end(appointment=appointment, reason=TERM_OVER, by=None)
    except Answered:  # another worker was faster
        return


def tell_of_lapses() -> int:
    """Say once of each appointment whose certificate has expired that it does not count until it is renewed."""
    told = 0
    for number, last in queries.lapses_untold(clock.today()):
        with transaction():
            told += _told(number, last)
    return told


def _told(number: int, last: date) -> bool:
    untold = sa.update(Appointment).where(Appointment.id == number, Appointment.lapse_told_on.is_distinct_from(last))
    done = db.session.execute(untold.values(lapse_told_on=last, version=Appointment.version + 1))
    if done.rowcount != 1:  # type: ignore[attr-defined]  # another worker was faster
        return False
    appointment = db.session.get_one(Appointment, number, populate_existing=True)
    publish(AppointmentLapsed(number, appointment.person_id, last + timedelta(days=1)))
    return True


def return_lent_roles() -> int:
    """Take back roles whose days are over, and lend those of a next deputyship."""
    kinds = {role: kind for kind, role in ROLE_OF.items()}
    over = sa.select(PersonRole.person_id, PersonRole.role).where(
        PersonRole.role.in_(kinds), PersonRole.ends_on < clock.today()
    )
    found = [(row[0], kinds[row[1]]) for row in db.session.execute(over.order_by(PersonRole.person_id))]
    settled = [each for each in found if queries.role_days(*each) or not queries.serves_elsewhere(*each)]
    for person_id, kind in settled:
        with transaction():
            settle_role(person_id=person_id, kind=kind, by=None)
    return len(settled)
