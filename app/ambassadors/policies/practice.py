"""Who may do what with interviews, practices, sharing sessions and recognition."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.ambassadors.models import Interview, Practice, PracticeState, SharingSession

# ---------------------------------------------------------------------------------------------------- interviews


def may_log_interviews(person: Any) -> bool:
    """Superusers, ambassadors, the PMO and the IT operator ask people and write down what they heard."""
    return has_any(person, Role.superuser, Role.ambassador, Role.pmo, Role.it_operator)


def may_see_all_interviews(person: Any) -> bool:
    """The PMO and auditors read what everyone wrote down."""
    return has_any(person, Role.pmo, Role.auditor)


def may_see_interviews(person: Any) -> bool:
    """Who writes interviews down sees the own ones, the PMO and auditors all; nobody else any."""
    return may_log_interviews(person) or may_see_all_interviews(person)


def may_see_interview(person: Any, interview: Interview) -> bool:
    """One's own, or all."""
    own = may_log_interviews(person) and bool(interview.logged_by_id == person.id)
    return own or may_see_all_interviews(person)


def may_change_interview(person: Any, interview: Interview) -> bool:
    """Who wrote it down, and the PMO, add to it, take it back, and turn findings into ideas."""
    return may_see_interview(person, interview) and may_log_interviews(person)


# ---------------------------------------------------------------------------------------------------- practices


def may_write_practices(person: Any) -> bool:
    """Whoever helps or leads others tells how the team works."""
    roles = (Role.superuser, Role.ambassador, Role.manager, Role.administrator, Role.pmo, Role.it_operator)
    return has_any(person, *roles)


def may_publish_practices(person: Any) -> bool:
    """The PMO and superusers publish what others wrote."""
    return has_any(person, Role.pmo, Role.superuser)


def may_publish(person: Any, practice: Practice) -> bool:
    """Nobody publishes what they wrote themselves."""
    return may_publish_practices(person) and bool(practice.author_id != person.id)


def may_see_all_practices(person: Any) -> bool:
    """Who publishes, and auditors, see drafts and history too."""
    return may_publish_practices(person) or has_any(person, Role.auditor)


def may_see_practice(person: Any, practice: Practice) -> bool:
    """Drafts are seen by the author and by those who publish, all else by everyone."""
    if practice.state is not PracticeState.draft:
        return True
    return may_see_all_practices(person) or bool(practice.author_id == person.id)


def may_see_history(person: Any, practice: Practice) -> bool:
    """The author, and those who publish or audit, read earlier words."""
    return may_see_all_practices(person) or bool(practice.author_id == person.id)


def may_edit_practice(person: Any, practice: Practice) -> bool:
    """The author and those who publish mend the words, until it is retired."""
    mends = bool(practice.author_id == person.id) or may_publish_practices(person)
    return mends and practice.state is not PracticeState.retired


def may_retire(person: Any) -> bool:
    """Who publishes retires, and brings back."""
    return may_publish_practices(person)


# ---------------------------------------------------------------------------------------------------- sharing sessions


def may_call_sessions(person: Any) -> bool:
    """The same people who may write practices call colleagues together."""
    return may_write_practices(person)


def may_run_session(person: Any, session: SharingSession) -> bool:
    """The host, who called it, and the PMO move, cancel and attend to it."""
    return person.id in (session.host_id, session.called_by_id) or has_any(person, Role.pmo)


# ---------------------------------------------------------------------------------------------------- recognition


def may_thank(person: Any) -> bool:
    """The PMO sees whom to thank."""
    return has_any(person, Role.pmo)


def may_see_recognition(person: Any, of_id: int, *, visible: bool) -> bool:
    """The person and the PMO; colleagues where the person has said so."""
    return bool(person.id == of_id) or may_thank(person) or visible
