"""Who may do what with ideas; small predicates over the signed-in person and the idea."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.feedback.models import AUTHOR_MOVES, EDITABLE, ENDED, MODERATOR_MOVES, VOTING, Comment, Idea, IdeaStatus

SILENT = frozenset({IdeaStatus.merged, IdeaStatus.withdrawn})


def may_moderate(person: Any) -> bool:
    """The PMO sorts ideas, moves and merges them, and answers for the company."""
    return has_any(person, Role.pmo)


def is_responder(person: Any, idea: Idea) -> bool:
    """Whether a word of this person is a first response: someone with a mandate, never the author."""
    mandate = has_any(person, Role.pmo, Role.superuser, Role.board_member, Role.ambassador)
    return mandate and person.id != idea.author_id


def may_vote(person: Any, idea: Idea) -> bool:
    """Votes are cast while an idea is open to them, by anyone but its author."""
    return bool(person.is_authenticated) and idea.status in VOTING and person.id != idea.author_id


def may_edit(person: Any, idea: Idea) -> bool:
    """The author mends an idea until it is discussed."""
    return bool(person.id == idea.author_id) and idea.status in EDITABLE


def may_withdraw(person: Any, idea: Idea) -> bool:
    """The author takes an idea back until it is discussed."""
    return bool(person.id == idea.author_id) and IdeaStatus.withdrawn in AUTHOR_MOVES.get(idea.status, ())


def may_comment(person: Any, idea: Idea) -> bool:
    """Everyone comments, except where an idea lives on elsewhere or was taken back."""
    return bool(person.is_authenticated) and idea.status not in SILENT


def may_remove(person: Any, comment: Comment) -> bool:
    """One's own comment; the PMO any."""
    return comment.removed_at is None and (bool(person.id == comment.author_id) or may_moderate(person))


def moves_open_to(person: Any, idea: Idea) -> tuple[IdeaStatus, ...]:
    """The next statuses that this person may choose for an idea."""
    return MODERATOR_MOVES[idea.status] if may_moderate(person) else ()


def may_merge(person: Any, idea: Idea) -> bool:
    """The PMO merges ideas that are still on their way."""
    return may_moderate(person) and idea.status not in ENDED


def may_unmerge(person: Any, idea: Idea) -> bool:
    """The PMO takes a merge back."""
    return may_moderate(person) and idea.status is IdeaStatus.merged
