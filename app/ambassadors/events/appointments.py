"""What ambassadors announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PersonNominated(Event):
    """A person was nominated and is asked to accept or decline."""

    appointment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class AppointmentAnswered(Event):
    """The nominated person accepted or declined."""

    appointment_id: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class AppointmentEnded(Event):
    """A term ended, with or without a successor."""

    appointment_id: int
