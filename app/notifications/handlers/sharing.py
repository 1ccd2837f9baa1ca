"""What is told of sharing sessions and practices."""

from app.ambassadors.events.practice import (
    PracticePublished,
    PracticeReused,
    SessionCalled,
    SessionCancelled,
    SessionMoved,
)
from app.notifications.actions import announce
from app.notifications.queries import sharing


def tell_of_session(event: SessionCalled) -> None:
    """The host, and whoever serves as superuser or ambassador, hear that colleagues share what works."""
    people = {*sharing.serving_today(), event.host_id}
    _tell("session_called", f"session:{event.session_id}", event.session_id, people - {event.by_id})


def tell_of_moved_session(event: SessionMoved) -> None:
    """Whoever heard of the session hears of the new time or place."""
    key = f"session-moved:{event.session_id}:{event.starts_at.isoformat()}:{event.place}"
    _tell("session_moved", key, event.session_id, sharing.asked_to(event.session_id) - {event.by_id})


def tell_of_cancelled_session(event: SessionCancelled) -> None:
    """Whoever heard of the session hears that it does not take place."""
    people = sharing.asked_to(event.session_id) - {event.by_id}
    _tell("session_cancelled", f"session-cancelled:{event.session_id}", event.session_id, people)


def _tell(kind: str, key: str, session_id: int, people: set[int]) -> None:
    announce(key=key, kind=kind, data=sharing.session_told(session_id), people=people)


def tell_of_published_practice(event: PracticePublished) -> None:
    """The author hears that a practice stands in the library."""
    people = {event.author_id} - {event.by_id}
    data = sharing.practice_told(event.practice_id)
    announce(key=f"practice-published:{event.practice_id}", kind="practice_published", data=data, people=people)


def tell_of_reuse(event: PracticeReused) -> None:
    """The author hears who works that way too."""
    unit = f"department:{event.department_id}" if event.department_id else f"project_group:{event.project_group_id}"
    announce(
        key=f"practice-reused:{event.practice_id}:{unit}",
        kind="practice_reused",
        data={**sharing.practice_told(event.practice_id), **sharing.unit_told(event)},
        people={event.author_id} - {event.by_id},
    )
