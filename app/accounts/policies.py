"""Who may do what with people; small predicates over the signed-in person."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Role
from app.foundation.params import READER

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128

SEE_EVERYONE = (Role.hr_officer, Role.pmo, Role.it_operator, Role.superuser, Role.auditor)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever holds these roles: the reader of statements that are put together once for all of them, told when they are executed."""

    roles: frozenset[Role]
    id: sa.BindParameter[int] = READER
    is_authenticated: bool = True

    def has_role(self, *roles: Role) -> bool:
        """True for whoever holds any of the roles."""
        return not self.roles.isdisjoint(roles)


def has_any(person: Any, *roles: Role) -> bool:
    """True for a signed-in person who holds one of the roles."""
    return bool(person.is_authenticated) and person.has_role(*roles)


def may_see_people(person: Any) -> bool:
    """HR, PMO, the IT operator, superusers and auditors find everyone; a manager finds the own reports."""
    return may_see_everyone(person) or has_any(person, Role.manager)


def may_see_everyone(person: Any) -> bool:
    """HR, PMO, the IT operator, superusers and auditors open the page of any person."""
    return has_any(person, *SEE_EVERYONE)


def may_see_person(viewer: Any, person: Any) -> bool:
    """Everyone opens the own page, a manager those of the direct reports, others by their role."""
    if not viewer.is_authenticated:
        return False
    return may_see_everyone(viewer) or viewer.id in (person.id, person.manager_id)


def may_see_record(viewer: Any, person: Any) -> bool:
    """Dates of employment and leave are for the person, the manager, HR, the IT operator and auditors; not for superusers."""
    own = viewer.is_authenticated and viewer.id in (person.id, person.manager_id)
    return own or has_any(viewer, Role.hr_officer, Role.it_operator, Role.auditor)


def may_manage_people(person: Any) -> bool:
    """HR and the IT operator add, edit and deactivate people."""
    return has_any(person, Role.hr_officer, Role.it_operator)


def may_grant_roles(person: Any) -> bool:
    """The IT operator and the PMO give roles; each grant is audited."""
    return has_any(person, Role.it_operator, Role.pmo)


def may_grant_roles_to(viewer: Any, person: Any) -> bool:
    """Whoever grants roles grants them to others; one's own are given by somebody else."""
    return may_grant_roles(viewer) and viewer.id != person.id


def may_share_devices(person: Any) -> bool:
    """Superusers, project administrators, managers and the IT operator turn a device into a shared tablet, and back."""
    return has_any(person, Role.superuser, Role.administrator, Role.manager, Role.it_operator)


def may_keep_calendar(person: Any) -> bool:
    """The PMO, HR and the IT operator keep the company's days off and make-up days."""
    return has_any(person, Role.pmo, Role.hr_officer, Role.it_operator)


def may_see_audit(person: Any) -> bool:
    """The auditor, the IT operator and HR read the audit trail; nobody writes it."""
    return has_any(person, Role.auditor, Role.it_operator, Role.hr_officer)


def may_answer_corrections(person: Any) -> bool:
    """HR answers whoever asks to correct what is kept of them."""
    return has_any(person, Role.hr_officer)


def may_erase(person: Any) -> bool:
    """HR alone erases people, and only those who have left."""
    return has_any(person, Role.hr_officer)


def may_erase_person(viewer: Any, person: Any) -> bool:
    """Nobody erases oneself."""
    return may_erase(viewer) and viewer.id != person.id
