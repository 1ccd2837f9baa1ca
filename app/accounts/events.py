"""What accounts announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    """A person was added and can be assigned to paths."""

    person_id: int


@dataclass(frozen=True, slots=True)
class TiersChanged(Event):
    """The tiers of a person changed; paths are assigned by tier."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonDeactivated(Event):
    """A person can no longer sign in; records stay."""

    person_id: int
