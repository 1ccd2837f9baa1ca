"""What change control announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class ChangeMoved(Event):
    """The state of a change request changed; `event_id` names the row of its history."""

    change_id: int
    event_id: int
    from_state: str | None
    to_state: str
    actor_id: int | None
