"""What feedback announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class IdeaSubmitted(Event):
    """Somebody submitted an idea."""

    idea_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class IdeaMoved(Event):
    """The status of an idea changed; `event_id` names the row of its history. Recipients are those of that moment."""

    idea_id: int
    event_id: int
    from_status: str
    to_status: str
    actor_id: int | None


@dataclass(frozen=True, slots=True)
class CommentPosted(Event):
    """Somebody commented on an idea."""

    idea_id: int
    comment_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class PersonMentioned(Event):
    """Somebody was called into the conversation about an idea; at most once for each comment and person."""

    idea_id: int
    comment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class CommentConcealed(Event):
    """A comment was hidden or removed: its words must not stand anywhere any more."""

    idea_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class CommentRestored(Event):
    """A hidden comment is shown again."""

    idea_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class IdeaRevised(Event):
    """The author changed the words; `material` says that voters should read it again."""

    idea_id: int
    revision: int
    material: bool
    author_id: int


@dataclass(frozen=True, slots=True)
class IdeaHidden(Event):
    """The PMO took an idea out of sight; its author reads why on its page."""

    idea_id: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class MergeSuggested(Event):
    """Somebody thinks that two ideas are the same."""

    idea_id: int
    into_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class ReopenAsked(Event):
    """Somebody asks with new evidence that a declined idea be opened again."""

    idea_id: int
    request_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class ReopenAnswered(Event):
    """The PMO opened an idea again, or said why not."""

    idea_id: int
    request_id: int
    accepted: bool
    actor_id: int


@dataclass(frozen=True, slots=True)
class ObjectionsAnswered(Event):
    """The PMO answered whoever said that a delivery has not solved it; each objection is answered once."""

    idea_id: int
    objections: tuple[int, ...]
    actor_id: int


@dataclass(frozen=True, slots=True)
class ObjectionRaised(Event):
    """Somebody who wanted an idea says that its delivery has not solved it."""

    idea_id: int
    person_id: int
