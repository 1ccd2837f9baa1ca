"""What happens where good practice is shared."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class SessionCalled(Event):
    """Colleagues are asked to a sharing session; `starts_at` is an instant in UTC."""

    session_id: int
    host_id: int
    by_id: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class SessionMoved(Event):
    """A session takes place at another time, or elsewhere, or both."""

    session_id: int
    by_id: int
    from_at: datetime
    starts_at: datetime
    place_before: str
    place: str


@dataclass(frozen=True, slots=True)
class SessionCancelled(Event):
    """A session does not take place; `reason` is in the words of whoever cancelled it."""

    session_id: int
    by_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PracticePublished(Event):
    """A practice stands in the library from now on, published by somebody other than its author."""

    practice_id: int
    author_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PracticeReused(Event):
    """Another department or project group works that way too; exactly one of the two ids is set."""

    practice_id: int
    author_id: int
    by_id: int
    department_id: int | None
    project_group_id: int | None
