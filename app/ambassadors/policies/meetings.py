"""Who may do what with meetings; small predicates over the signed-in person and the meeting."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.ambassadors.models import ActionItem, Meeting, MeetingKind, MeetingState

CIRCLES: dict[MeetingKind, tuple[Role, ...]] = {
    MeetingKind.ambassador: (Role.ambassador,),
    MeetingKind.board: (Role.board_member,),
    MeetingKind.health: (Role.it_operator, Role.pmo),
}
"""Whose meetings they are: who holds one of these roles reads all meetings of the kind."""


def sees_all_meetings(person: Any) -> bool:
    """The PMO and auditors read every meeting."""
    return has_any(person, Role.pmo, Role.auditor)


def kinds_seen(person: Any) -> tuple[MeetingKind, ...]:
    """The kinds of meetings that somebody reads without being invited, as one of the circle."""
    return tuple(kind for kind, roles in CIRCLES.items() if has_any(person, *roles))


def reads_minutes(person: Any) -> bool:
    """The board reads the published minutes of every circle."""
    return has_any(person, Role.board_member)


def may_see_meeting(person: Any, meeting: Meeting, *, invited: bool) -> bool:
    """Those invited and their deputies, the chair, the circle, the PMO and auditors; published minutes the board as well."""
    close = invited or person.id == meeting.chair_id or meeting.kind in kinds_seen(person)
    told = meeting.state is MeetingState.published and reads_minutes(person)
    return close or told or sees_all_meetings(person)


def may_arrange(person: Any) -> bool:
    """The PMO sets up series."""
    return has_any(person, Role.pmo)


def may_lead(person: Any, meeting: Meeting) -> bool:
    """The chair and the PMO move, hold and close a meeting."""
    return bool(person.is_authenticated) and (person.id == meeting.chair_id or has_any(person, Role.pmo))


def may_prepare(person: Any, meeting: Meeting) -> bool:
    """Who leads, and every ambassador the meetings of ambassadors."""
    among = meeting.kind is MeetingKind.ambassador and has_any(person, Role.ambassador)
    return may_lead(person, meeting) or among


def may_propose(person: Any) -> bool:
    """Ambassadors and the PMO put ideas on an agenda."""
    return has_any(person, Role.ambassador, Role.pmo)


def may_settle(person: Any, action: ActionItem) -> bool:
    """The owner closes an action item; so do the chair of its meeting and the PMO."""
    return bool(person.id == action.owner_id) or may_lead(person, action.meeting)


def sees_all_actions(person: Any) -> bool:
    """The PMO and auditors see the action items of everyone."""
    return sees_all_meetings(person)
