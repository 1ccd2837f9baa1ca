"""Who may see which figures."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any

WHOLE_COMPANY = (Role.pmo, Role.hr_officer, Role.board_member, Role.auditor)


def may_see_figures(person: Any) -> bool:
    """PMO, HR, the board and auditors see the figures of the company, managers those of their branch."""
    return has_any(person, Role.manager, *WHOLE_COMPANY)


def sees_whole_company(person: Any) -> bool:
    """Figures of every department; others who may see figures see their own branch."""
    return has_any(person, *WHOLE_COMPANY)


def may_see_time_notes(person: Any) -> bool:
    """HR and the PMO read every note that no working time was given, managers those of their own reports; nobody else."""
    return has_any(person, Role.manager, Role.pmo, Role.hr_officer)
