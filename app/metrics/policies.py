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


def may_set_goals(person: Any) -> bool:
    """The PMO sets goals and gives them up; whoever sees the figures sees their goals."""
    return has_any(person, Role.pmo)


def may_see_who_was_told(person: Any) -> bool:
    """The PMO sees to whom a report was sent, and what became of it."""
    return has_any(person, Role.pmo)


def may_see_time_notes(person: Any) -> bool:
    """HR and the PMO read every note that no working time was given, managers those of their own reports; nobody else."""
    return has_any(person, Role.manager, Role.pmo, Role.hr_officer)


JUDGES = (Role.hr_officer, Role.pmo)


def may_keep_scores(person: Any) -> bool:
    """HR records the policy, sets weights, draws up scorecards and confirms them."""
    return has_any(person, Role.hr_officer)


def may_ask_for_scores(person: Any) -> bool:
    """HR and managers may ask to see scorecards; whose, `may_open_score_of` says."""
    return has_any(person, Role.manager, Role.hr_officer)


def may_open_score_of(viewer: Any, subject: Any) -> bool:
    """HR opens anybody's, a manager those of the direct reports; one's own stands on another page."""
    if not viewer.is_authenticated or viewer.id == subject.id:
        return False
    return has_any(viewer, Role.hr_officer) or (has_any(viewer, Role.manager) and subject.manager_id == viewer.id)


def may_judge_contests(person: Any) -> bool:
    """HR and the PMO see contests and decide those of others."""
    return has_any(person, *JUDGES)


def may_run_pulse(person: Any) -> bool:
    """The PMO and HR open and close rounds of the pulse."""
    return has_any(person, Role.pmo, Role.hr_officer)


def may_read_pulse_words(person: Any) -> bool:
    """What people wrote is read by those who see the whole company, never by a manager of some of them."""
    return sees_whole_company(person)


def may_bring_usage(person: Any) -> bool:
    """The IT operator and the PMO bring files of usage; whoever reads figures sees what they add up to, never a person."""
    return has_any(person, Role.it_operator, Role.pmo)


def may_record_benefits(person: Any) -> bool:
    """The PMO and managers record benefits and losses, and correct them."""
    return has_any(person, Role.pmo, Role.manager)


def may_confirm_benefits(person: Any) -> bool:
    """Managers, the board and the PMO confirm benefits that somebody else recorded."""
    return has_any(person, Role.manager, Role.board_member, Role.pmo)


def may_confirm(person: Any, recorded_by_id: int | None) -> bool:
    """Nobody confirms what they recorded themselves."""
    return may_confirm_benefits(person) and person.id != recorded_by_id
