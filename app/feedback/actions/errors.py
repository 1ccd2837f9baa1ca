"""What may stand against a write: facts that the page then explains."""

from app.feedback.models import IdeaStatus


class IdeaNotFound(LookupError):
    """There is no such idea."""


class StaleIdea(Exception):
    """The idea has changed since the form was opened; look at the present state and decide again."""


class MoveNotListed(Exception):
    """The idea may not go from its status to the wanted one."""


class AnswerMissing(Exception):
    """A decision that people wait for lacks something; `what` names the field: the words, the code, the reference, the day."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class MergeRefused(Exception):
    """The ideas cannot be merged; `why` is `itself`, `unknown`, `target_gone`, `has_children`, `ended` or `not_for_all`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ConsentMissing(Exception):
    """An idea is written for a colleague only with that colleague's consent."""


class NotInvolved(Exception):
    """Only who wrote an idea or voted for it asks for a second look."""


class AlreadyAnswered(Exception):
    """Somebody has answered this meanwhile."""


class VoteRefused(Exception):
    """Base of all reasons for which a vote is not counted."""


class OwnIdea(VoteRefused):
    """Ideas of one's own count without one's vote."""


class BudgetSpent(VoteRefused):
    """All votes are given to open ideas; one must be withdrawn first."""


class VotingClosed(VoteRefused):
    """The idea is not open for votes, or no more; votes that were cast stay counted."""

    def __init__(self, status: IdeaStatus) -> None:
        super().__init__(status)
        self.status = status


class IdeaMerged(VoteRefused):
    """The idea lives on in another one: vote there."""

    def __init__(self, target_id: int) -> None:
        super().__init__(target_id)
        self.target_id = target_id


class TagTaken(Exception):
    """There is a tag of that name already."""


class TagNotMergeable(Exception):
    """A tag is not merged into itself, in a chain or a circle, or into one that is gone."""


class StaleComment(Exception):
    """The comment has changed since the form was opened: edited elsewhere, hidden or removed."""


class MentionRefused(Exception):
    """Names after an @ that cannot be told: `ambiguous` ones with the employee numbers to choose from, and those `barred` from reading."""

    def __init__(self, ambiguous: dict[str, list[str]], barred: list[str]) -> None:
        super().__init__(ambiguous, barred)
        self.ambiguous = ambiguous
        self.barred = barred


class CommentsClosed(Exception):
    """Nothing can be said any more: the idea was taken back or lives on elsewhere."""
