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


def nominates_in_branch(person: Any) -> bool:
    """Managers nominate superusers of their own department and those below, and ambassadors of project groups."""
    return has_any(person, Role.manager)


def may_nominate_for(person: Any, department_id: int | None, own_branch: Collection[int]) -> bool:
    """Whether somebody may nominate for a department, or for a project group (None)."""
    if may_nominate_everywhere(person):
        return True
    return nominates_in_branch(person) and (department_id is None or department_id in own_branch)


def holds_office(person: Any) -> bool:
    """Superusers and ambassadors in office; their hours are one tap from home."""
    return has_any(person, Role.superuser, Role.ambassador)


def may_see_all(person: Any) -> bool:
    """PMO, HR and auditors see the appointments of everyone."""
    return has_any(person, Role.pmo, Role.hr_officer, Role.auditor)


def may_see_list(person: Any) -> bool:
    """Who sees all sees the list; a manager sees it for the own departments."""
    return may_see_all(person) or nominates_in_branch(person)


def may_see(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """The person, who nominated them, the manager of the department or of the person, and who sees all."""
    involved = person.id in (appointment.person_id, appointment.nominated_by_id)
    places = {appointment.department_id, appointment.person.department_id}
    manages = nominates_in_branch(person) and not places.isdisjoint(own_branch)
    return involved or manages or may_see_all(person)


def may_answer(person: Any, appointment: Appointment) -> bool:
    """Only the nominated person accepts or declines."""
    return bool(person.id == appointment.person_id) and appointment.state is AppointmentState.nominated


def may_end_ever(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """Whoever might nominate there may end an appointment; the person may step down. Whether it is still open is another question."""
    return bool(person.id == appointment.person_id) or may_nominate_for(person, appointment.department_id, own_branch)


def may_end(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """The same, while there is something to end; who is only nominated declines instead of stepping down."""
    if appointment.state is AppointmentState.nominated:
        return may_nominate_for(person, appointment.department_id, own_branch)
    return appointment.state is AppointmentState.active and may_end_ever(person, appointment, own_branch)


def may_hand_over(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """The holder, and whoever might nominate there, while the holder is in office."""
    return appointment.state is AppointmentState.active and may_end_ever(person, appointment, own_branch)


def may_log(person: Any, appointment: Appointment) -> bool:
    """Hours are one's own word: only the holder logs them, while in office."""
    return bool(person.id == appointment.person_id) and appointment.state is AppointmentState.active


def may_correct(person: Any, appointment: Appointment) -> bool:
    """Only the holder corrects what was logged, also after the term."""
    return bool(person.id == appointment.person_id)


def may_see_hours(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """The holder, whoever might nominate there, and who sees all."""
    return may_end_ever(person, appointment, own_branch) or may_see_all(person)


def may_agree_hours(person: Any, appointment: Appointment, own_branch: Collection[int]) -> bool:
    """Whoever might nominate there agrees on hours with somebody in office; not with oneself."""
    active = appointment.state is AppointmentState.active and person.id != appointment.person_id
    return active and may_nominate_for(person, appointment.department_id, own_branch)


def may_see_supporters(person: Any) -> bool:
    """The names of those who support a nomination are for the PMO and HR; others who decide see how many there are."""
    return has_any(person, Role.pmo, Role.hr_officer)


def may_set_standards(person: Any) -> bool:
    """The PMO says what is asked of superusers and ambassadors."""
    return has_any(person, Role.pmo)
