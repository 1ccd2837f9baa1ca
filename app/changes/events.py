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


@dataclass(frozen=True, slots=True)
class RoundOpened(Event):
    """A round of ballots opened; `member_ids` are those who may cast one: members who may decide, and their deputies."""

    round_id: int
    change_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RoundVoided(Event):
    """A round ended without deciding anything; `reason` is `edited`, `quorum_missed` or `stopped`."""

    round_id: int
    change_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeDecided(Event):
    """The board decided on a change; what follows from it has been done in the same transaction."""

    decision_id: int
    change_id: int
