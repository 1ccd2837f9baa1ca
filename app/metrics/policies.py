"""Who sees figures."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any


def may_see_company(person: Any) -> bool:
    """PMO, HR, the board and auditors see the whole company."""
    return has_any(person, Role.pmo, Role.hr_officer, Role.board_member, Role.auditor)


def may_see_dashboard(person: Any) -> bool:
    """Those, and managers for their own departments."""
    return may_see_company(person) or has_any(person, Role.manager)
