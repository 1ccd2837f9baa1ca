"""Who may do what with ideas; small predicates over the signed-in person and the idea."""

from typing import Any

from app.accounts.models import Role
from app.accounts.policies import has_any
from app.feedback.models import AUTHOR_MOVES, CHAIN_MOVES, EDITABLE, ENDED, MODERATOR_MOVES, Comment, Idea, IdeaStatus

RESPONDERS = (Role.pmo, Role.superuser, Role.board_member, Role.ambassador)
NOTE_READERS = (Role.pmo, Role.board_member, Role.auditor)
SILENT = frozenset({IdeaStatus.merged, IdeaStatus.withdrawn})


def may_moderate(person: Any) -> bool:
    """The PMO sorts ideas, moves and merges them, and answers for the company."""
    return has_any(person, Role.pmo)


def sees_all(person: Any) -> bool:
    """The PMO sees every idea."""
    return has_any(person, Role.pmo)


def sees_hidden(person: Any) -> bool:
    """The PMO and auditors see what was hidden."""
    return has_any(person, Role.pmo, Role.auditor)


def may_see(person: Any, idea: Idea) -> bool:
    """Ordinary ideas everyone; sensitive ones the author, the colleague it speaks for, and the PMO; hidden ones the author too,
    who reads why, the PMO and auditors. `queries.visibility.visible_to` is the same as a condition.
    """
    if not person.is_authenticated:
        return False
    if not idea.sensitive and idea.hidden_at is None:
        return True
    own = bool(person.id == idea.author_id)
    about = own or bool(person.id == idea.on_behalf_of_id) or sees_all(person)
    return (not idea.sensitive or about) and (idea.hidden_at is None or own or sees_hidden(person))


def is_responder(person: Any, idea: Idea) -> bool:
    """Whether a word of this person is a first response: someone with a mandate, never the author."""
    return has_any(person, *RESPONDERS) and person.id != idea.author_id


def may_vote(person: Any, idea: Idea) -> bool:
    """Votes are cast while an idea is open to them, by anyone but its author."""
    return may_see(person, idea) and idea.takes_votes and person.id != idea.author_id


def may_edit(person: Any, idea: Idea) -> bool:
    """The author mends an idea until it is discussed."""
    return bool(person.id == idea.author_id) and idea.status in EDITABLE


def may_write_for_others(person: Any) -> bool:
    """Those who talk with the shop floor write down what colleagues say."""
    return has_any(person, Role.ambassador, Role.superuser, Role.manager, Role.pmo)


def may_hide_idea(person: Any, idea: Idea) -> bool:
    """The PMO hides what must not stand there."""
    return may_moderate(person) and idea.hidden_at is None


def may_suggest_merge(person: Any, idea: Idea) -> bool:
    """Everyone says which idea another one repeats, as long as it could be merged."""
    return may_see(person, idea) and idea.status not in ENDED


def could_be_merged(idea: Idea, into: Idea) -> bool:
    """Whether a suggestion that two ideas are the same still makes sense."""
    return idea.status not in ENDED and into.status not in SILENT


def may_withdraw(person: Any, idea: Idea) -> bool:
    """The author takes an idea back until it is discussed."""
    return bool(person.id == idea.author_id) and IdeaStatus.withdrawn in AUTHOR_MOVES.get(idea.status, ())


def may_comment(person: Any, idea: Idea) -> bool:
    """Everyone comments, except where an idea lives on elsewhere or was taken back."""
    return may_see(person, idea) and idea.status not in SILENT


def reads_notes(person: Any) -> bool:
    """Internal notes are read by those who decide, the PMO and the change board, and by auditors; superusers talk with everyone."""
    return has_any(person, *NOTE_READERS)


def may_write_note(person: Any, idea: Idea) -> bool:
    """The PMO and the change board write internal notes, also where the conversation of everyone is over."""
    return has_any(person, Role.pmo, Role.board_member) and may_see(person, idea)


def may_read_text(person: Any, comment: Comment) -> bool:
    """Words that stand are for all who see the comment; hidden ones for the author, the PMO and auditors; removed ones for nobody."""
    if comment.removed_at is not None or (comment.internal and not reads_notes(person)):
        return False
    return comment.hidden_at is None or bool(person.id == comment.author_id) or has_any(person, Role.pmo, Role.auditor)


def may_change_comment(person: Any, comment: Comment) -> bool:
    """One's own comment while it stands: to put it better or to take it away."""
    standing = comment.removed_at is None and comment.hidden_at is None
    return standing and bool(person.id == comment.author_id) and (not comment.internal or reads_notes(person))


def may_hide(person: Any, comment: Comment) -> bool:
    """The PMO hides what must not stand there, and shows it again."""
    return may_moderate(person) and comment.removed_at is None


def may_tag(person: Any) -> bool:
    """The PMO and ambassadors put tags on ideas."""
    return has_any(person, Role.pmo, Role.ambassador)


def moves_open_to(person: Any, idea: Idea) -> tuple[IdeaStatus, ...]:
    """The next statuses that this person may choose for an idea."""
    return MODERATOR_MOVES[idea.status] if may_moderate(person) else ()


def chain_moves_from(person: Any, idea: Idea) -> tuple[IdeaStatus, ...]:
    """The next statuses that come from meetings, change control and releases: told to whoever would look for them."""
    by_hand = moves_open_to(person, idea)
    return tuple(to for to in CHAIN_MOVES.get(idea.status, ()) if to not in by_hand) if may_moderate(person) else ()


def may_merge(person: Any, idea: Idea) -> bool:
    """The PMO merges ideas that are still on their way."""
    return may_moderate(person) and idea.status not in ENDED


def may_unmerge(person: Any, idea: Idea) -> bool:
    """The PMO takes a merge back."""
    return may_moderate(person) and idea.status is IdeaStatus.merged
