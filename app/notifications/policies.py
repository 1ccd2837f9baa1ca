"""Who may see what became of announcements."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any


def may_see_receipts(person: Any) -> bool:
    """The PMO sees whether everyone was told, retries what failed, and sets the company's quiet hours."""
    return has_any(person, Role.pmo)
