"""Who sees and takes completion records."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any


def may_see_records(person: Any) -> bool:
    """HR officers work with completion records; auditors read them."""
    return has_any(person, Role.hr_officer, Role.auditor)


def may_export_records(person: Any) -> bool:
    """HR officers take files; auditors read on screen only."""
    return has_any(person, Role.hr_officer)


def may_ask_about_others(person: Any) -> bool:
    """HR officers and auditors ask whether somebody was trained; everyone else asks about themselves."""
    return may_see_records(person)
