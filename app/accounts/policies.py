"""Who may do what with people; small predicates over the signed-in person."""

from typing import Any

from app.accounts.models import Role


def has_any(person: Any, *roles: Role) -> bool:
    """True for a signed-in person who holds one of the roles."""
    return bool(person.is_authenticated) and person.has_role(*roles)


def may_see_people(person: Any) -> bool:
    """HR, PMO, the IT operator, superusers, managers and auditors find people."""
    return has_any(person, Role.hr_officer, Role.pmo, Role.it_operator, Role.superuser, Role.manager, Role.auditor)


def may_manage_people(person: Any) -> bool:
    """HR and the IT operator add, edit and deactivate people."""
    return has_any(person, Role.hr_officer, Role.it_operator)


def may_grant_roles(person: Any) -> bool:
    """The IT operator and the PMO give roles; each grant is audited."""
    return has_any(person, Role.it_operator, Role.pmo)
