"""Who may do what in training; small predicates over the signed-in person."""

from typing import Any

from app.accounts.models import Person, Role
from app.accounts.policies import has_any
from app.training.models import Assignment, AssignmentSource


def may_manage_rules(person: Any) -> bool:
    """HR and the PMO say which tier is assigned which path."""
    return has_any(person, Role.hr_officer, Role.pmo)


def may_follow_learners(person: Any) -> bool:
    """HR, the PMO, auditors and managers see the list of learners; managers their own reports only."""
    return has_any(person, Role.hr_officer, Role.pmo, Role.auditor, Role.manager)


def sees_everybody(person: Any) -> bool:
    """Whether the list of learners is the whole company."""
    return has_any(person, Role.hr_officer, Role.pmo, Role.auditor)


def may_assign(person: Any) -> bool:
    """HR, the PMO and managers assign paths."""
    return has_any(person, Role.hr_officer, Role.pmo, Role.manager)


def may_assign_to(person: Any, learner: Person) -> bool:
    """Managers assign to their own reports, HR and the PMO to anybody who still works here."""
    return may_manage_rules(person) or (has_any(person, Role.manager) and learner.manager_id == person.id)


def may_see_transcript(person: Any, learner: Person) -> bool:
    """Oneself, one's manager, HR and auditors."""
    if not person.is_authenticated:
        return False
    return person.id in (learner.id, learner.manager_id) or has_any(person, Role.hr_officer, Role.auditor)


def may_waive(person: Any, assignment: Assignment, learner: Person) -> bool:
    """HR and the PMO waive what need not be done; nobody waives their own."""
    return assignment.closed_at is None and may_manage_rules(person) and learner.id != person.id


def may_withdraw(person: Any, assignment: Assignment, learner: Person) -> bool:
    """Who may assign may take back; a path that one chose oneself, one may leave oneself."""
    if assignment.closed_at is not None:
        return False
    if learner.id == person.id:
        return assignment.source is AssignmentSource.self_chosen
    return may_assign_to(person, learner)


def may_choose_tool(person: Any) -> bool:
    """The PMO, project administrators and the IT operator say which tool the company rolls out."""
    return has_any(person, Role.pmo, Role.administrator, Role.it_operator)
