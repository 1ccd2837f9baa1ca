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
