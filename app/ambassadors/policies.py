"""Who may do what with appointments."""

from collections.abc import Collection
from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.ambassadors.models import Appointment, AppointmentState


def may_nominate(person: Any) -> bool:
    """PMO and HR nominate anywhere, managers in their own departments."""
    return has_any(person, Role.pmo, Role.hr_officer, Role.manager)


def may_nominate_everywhere(person: Any) -> bool:
    """PMO and HR."""
    return has_any(person, Role.pmo, Role.hr_officer)


def may_nominate_for(person: Any, department_id: int | None, own_branch: Collection[int]) -> bool:
    """Whether somebody may nominate for a department, or for a project group (None)."""
    if may_nominate_everywhere(person):
        return True
    return has_any(person, Role.manager) and (department_id is None or department_id in own_branch)


def may_see(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """The person, who nominated them, PMO, HR, auditors and the manager of the department see an appointment."""
    involved = person.id in (appointment.person_id, appointment.nominated_by_id)
    manages = has_any(person, Role.manager) and appointment.department_id in own_branch
    return involved or manages or has_any(person, Role.pmo, Role.hr_officer, Role.auditor)


def may_answer(person: Any, appointment: Appointment) -> bool:
    """Only the nominated person accepts or declines."""
    return bool(person.id == appointment.person_id) and appointment.state is AppointmentState.nominated


def may_end(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """Whoever might nominate there ends a term; the person may step down."""
    open_ = appointment.state in (AppointmentState.nominated, AppointmentState.active)
    nominates = may_nominate_for(person, appointment.department_id, own_branch)
    steps_down = person.id == appointment.person_id and appointment.state is AppointmentState.active
    return open_ and (nominates or steps_down)
