"""Who may do what with change requests, ballots and releases."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.changes.models import EDITABLE, ENDED, IN_WORK, MOVES, BoardRule, ChangeKind, ChangeRequest, ChangeState

S = ChangeState
DECIDED = frozenset({S.approved, S.approved_with_conditions, S.rejected})
"""What only a ballot says."""
OWN_FORM = frozenset({S.scheduled, S.closed_success, S.closed_partial, S.closed_failed, S.voting, *DECIDED})
"""States that are reached by a form of their own: a window, a review, a ballot."""


def may_manage(person: Any) -> bool:
    """The PMO keeps the calendar, the templates and the releases."""
    return has_any(person, Role.pmo)


def is_member(person: Any) -> bool:
    """Members of the change control board, by their role."""
    return has_any(person, Role.board_member)


def sees_board(person: Any) -> bool:
    """The board and the PMO see its desk and its rule; auditors read along."""
    return has_any(person, Role.board_member, Role.pmo, Role.auditor)


def may_open_round(person: Any, rule: BoardRule | None) -> bool:
    """The PMO, or the chair under the present rule, puts a change to the vote and stops a round."""
    return may_manage(person) or may_close_round(person, rule)


def may_close_round(person: Any, rule: BoardRule | None) -> bool:
    """The chair closes a round before its time."""
    return rule is not None and is_member(person) and bool(person.id == rule.chair_id)


def may_be_put_to_vote(change: ChangeRequest) -> bool:
    """A change on the agenda; or an emergency that has begun, on which the board looks back."""
    return change.state is S.on_agenda or looks_back(change)


def looks_back(change: ChangeRequest) -> bool:
    """Whether a round on this change only looks back: an emergency begins without one."""
    return change.kind is ChangeKind.emergency and change.state not in (S.draft, S.cancelled)


def may_propose(person: Any) -> bool:
    """The PMO and project administrators write change requests."""
    return has_any(person, Role.pmo, Role.administrator)


def sees_work(person: Any) -> bool:
    """Those who take part in change control see drafts and assessments in work; auditors read along."""
    return has_any(person, Role.pmo, Role.board_member, Role.administrator, Role.auditor)


def may_see(person: Any, change: ChangeRequest) -> bool:
    """Everyone reads what is ready to be decided on; before that, those who take part, the author and the owner."""
    if not person.is_authenticated:
        return False
    return change.state not in IN_WORK or sees_work(person) or is_own(person, change)


def is_own(person: Any, change: ChangeRequest) -> bool:
    """Whether somebody wrote a change request or answers for it."""
    return person.id in (change.author_id, change.owner_id)


def answers_for(person: Any, change: ChangeRequest) -> bool:
    """The owner, the author and the PMO see a change request through."""
    return is_own(person, change) or may_manage(person)


def may_edit(person: Any, change: ChangeRequest) -> bool:
    """Words and assessment may change until the work begins."""
    return change.state in EDITABLE and answers_for(person, change)


def may_link(person: Any, change: ChangeRequest) -> bool:
    """Ideas are linked until the change request has ended."""
    return change.state not in ENDED and answers_for(person, change)


def may_schedule(person: Any, change: ChangeRequest) -> bool:
    """Whoever answers for it gives an agreed change its window, or another one."""
    if not answers_for(person, change):
        return False
    standard = change.kind is ChangeKind.standard and change.state is S.draft
    return standard or change.state in (S.approved, S.approved_with_conditions, S.scheduled)


def may_approve_emergency(person: Any, change: ChangeRequest) -> bool:
    """Board members agree to an emergency that is not their own."""
    waiting = change.kind is ChangeKind.emergency and change.state is S.draft
    return waiting and has_any(person, Role.board_member) and not is_own(person, change)


def may_review(person: Any, change: ChangeRequest) -> bool:
    """The PMO, or a board member who neither wrote it nor answers for it, reviews what was done."""
    done = change.state in (S.implemented, S.backed_out, S.in_pir)
    return done and (may_manage(person) or (has_any(person, Role.board_member) and not is_own(person, change)))


def moves_open_to(person: Any, change: ChangeRequest) -> tuple[ChangeState, ...]:
    """The next states that this person may choose by hand; what a ballot, a window or a review says has a form of its own."""
    if not answers_for(person, change):
        return ()
    return tuple(to for to in MOVES[change.state] if to not in OWN_FORM and _fits(person, change, to))


def _fits(person: Any, change: ChangeRequest, to: ChangeState) -> bool:
    if change.state is S.draft:
        return to in (S.cancelled, FIRST_MOVE.get(change.kind))
    if change.state is S.voting:
        return to is S.cancelled and may_manage(person)
    if to is S.on_agenda:
        return may_manage(person) and change.state in (S.ready, S.returned)
    return to is not S.draft


FIRST_MOVE = {ChangeKind.normal: S.assessing, ChangeKind.emergency: S.implementing}
"""Where a draft goes by hand; a standard change goes into a window."""
