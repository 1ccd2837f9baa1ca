"""What meetings announce."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class MeetingCalled(Event):
    """A meeting was put into the calendar; those invited hear when and where."""

    meeting_id: int


@dataclass(frozen=True, slots=True)
class MeetingMoved(Event):
    """A meeting was put to another time or place, for the reason that stands at the meeting."""

    meeting_id: int
    sequence: int


@dataclass(frozen=True, slots=True)
class MeetingCancelled(Event):
    """A meeting will not take place, for the reason that stands at the meeting."""

    meeting_id: int
    sequence: int


@dataclass(frozen=True, slots=True)
class MeetingRestored(Event):
    """A meeting that was called off takes place after all."""

    meeting_id: int
    sequence: int


@dataclass(frozen=True, slots=True)
class MinutesPublished(Event):
    """The minutes of a meeting were published; who took part and the sources of its ideas hear."""

    meeting_id: int


@dataclass(frozen=True, slots=True)
class ActionItemGiven(Event):
    """Somebody has an action item: given in a meeting, or taken over from somebody else."""

    action_item_id: int
    owner_id: int
    event_id: int
