"""Who serves which department today, for those who have to find somebody."""

import sqlalchemy as sa

from app.accounts.models import Person, PersonRole, PersonState, Role
from app.accounts.queries import in_state_on
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState
from app.foundation import clock


def superusers_serving() -> sa.Select[int | None, int]:
    """Select of department_id and person_id: superusers whose term runs today and who are there; certified or not yet."""
    today = clock.today()
    return (
        sa.select(Appointment.department_id, Appointment.person_id)
        .join(Person, Person.id == Appointment.person_id)
        .join(PersonRole, sa.and_(PersonRole.person_id == Person.id, PersonRole.role == Role.superuser))
        .where(
            Appointment.kind == AppointmentKind.superuser,
            Appointment.state == AppointmentState.active,
            Appointment.starts_on <= today,
            sa.or_(Appointment.ends_on.is_(None), Appointment.ends_on >= today),
            Person.deactivated_at.is_(None),
            in_state_on(PersonState.active, today),
        )
    )
