"""Who may do what in training; small predicates over the signed-in person."""

from collections.abc import Collection
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


def may_see_team(person: Any) -> bool:
    """Managers have a page about their own reports."""
    return has_any(person, Role.manager)


def may_extend(person: Any, assignment: Assignment, learner: Person) -> bool:
    """Who may assign may give more time, as long as it is open and due at all; nobody to oneself."""
    movable = assignment.closed_at is None and assignment.due_on is not None
    return movable and learner.id != person.id and may_assign_to(person, learner)


def may_credit(person: Any, assignment: Assignment, learner: Person) -> bool:
    """HR and the PMO count what was learned elsewhere; nobody their own."""
    return may_waive(person, assignment, learner)


def may_note_time(person: Any, assignment: Assignment) -> bool:
    """Learners say that no working time is given, of their own open mandatory paths."""
    return assignment.person_id == person.id and assignment.closed_at is None and assignment.mandatory


def may_answer_time(person: Any, learner: Person) -> bool:
    """The manager in line, HR and the PMO read and answer such notes; nobody one's own."""
    return learner.id != person.id and may_assign_to(person, learner)


def may_enrol_groups(person: Any) -> bool:
    """HR, the PMO and managers enrol project groups and chosen people, project administrators their own groups."""
    return may_assign(person) or has_any(person, Role.administrator)


def may_see_reviews(person: Any) -> bool:
    """Superusers review hands-on tasks; the PMO, project administrators and auditors read along."""
    return has_any(person, Role.superuser) or reads_all_reviews(person)


def reads_all_reviews(person: Any) -> bool:
    """The PMO, project administrators and auditors read every task that was handed in."""
    return has_any(person, Role.pmo, Role.administrator, Role.auditor)


def may_see_agreement(person: Any) -> bool:
    """Superusers and the PMO see how often two reviewers agree; auditors too."""
    return has_any(person, Role.superuser, Role.pmo, Role.auditor)


def stands_outside(person: Any, learner: Person) -> bool:
    """Neither the learner's manager nor one who reports to the learner."""
    return bool(learner.manager_id != person.id and person.manager_id != learner.id)


def may_ever_review(person: Any, learner: Person, *, outside_line: bool) -> bool:
    """A superuser who is still with us reviews others, and where the path says so nobody of the own line."""
    here = has_any(person, Role.superuser) and person.deactivated_at is None
    return here and person.id != learner.id and (not outside_line or stands_outside(person, learner))


def may_review(person: Any, learner: Person, serving: Collection[Person], *, outside_line: bool) -> bool:
    """Superusers review people of the departments they serve, and everyone's where none of those could.

    `serving` are the superusers who serve the learner's department and are there today.
    """
    if not may_ever_review(person, learner, outside_line=outside_line):
        return False
    able = {one.id for one in serving if may_ever_review(one, learner, outside_line=outside_line)}
    return person.id in able or not able


def reviews_at_all(person: Any) -> bool:
    """Superusers, who have a queue of their own."""
    return has_any(person, Role.superuser)


def may_look_again(person: Any, learner: Person, first_reviewer_id: int, *, outside_line: bool) -> bool:
    """A second look is another superuser's, whatever the department; the same rules keep the learner and the line out."""
    return person.id != first_reviewer_id and may_ever_review(person, learner, outside_line=outside_line)


def may_make_posters(person: Any) -> bool:
    """Whoever brings people to a module prints its poster: superusers, project administrators, the PMO, managers and HR."""
    return has_any(person, Role.superuser, Role.administrator, Role.pmo, Role.manager, Role.hr_officer)


def may_hold_workshops(person: Any) -> bool:
    """Superusers, project administrators, the PMO and HR gather people in a room."""
    return has_any(person, Role.superuser, Role.administrator, Role.pmo, Role.hr_officer)


def may_enter_sheets(person: Any) -> bool:
    """Superusers enter what was signed on paper, for they were there."""
    return has_any(person, Role.superuser)


def may_see_content(person: Any) -> bool:
    """Project administrators, the PMO and auditors see what is published and what authors have in their folder."""
    return has_any(person, Role.administrator, Role.pmo, Role.auditor)


def may_publish(person: Any) -> bool:
    """Project administrators and the PMO publish and retire paths."""
    return has_any(person, Role.administrator, Role.pmo)


def may_print(person: Any) -> bool:
    """Superusers, project administrators and the PMO teach from paper: handouts, and copies with the key."""
    return has_any(person, Role.superuser, Role.administrator, Role.pmo)


def may_import_history(person: Any) -> bool:
    """HR brings what people completed before there was this portal."""
    return has_any(person, Role.hr_officer)


def may_reissue(person: Any) -> bool:
    """HR issues certificates again under a corrected name."""
    return has_any(person, Role.hr_officer)


def may_see_mistakes(person: Any) -> bool:
    """Superusers, and those who write the content, see what people get wrong; never who."""
    return has_any(person, Role.superuser, Role.administrator, Role.pmo, Role.auditor)


def may_settle_notes(person: Any) -> bool:
    """Authors say what became of a note."""
    return has_any(person, Role.administrator, Role.pmo)
