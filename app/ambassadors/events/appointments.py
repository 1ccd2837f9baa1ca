"""What ambassadors announces about appointments."""

from dataclasses import dataclass
from datetime import date

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PersonNominated(Event):
    """A person was nominated and is asked to accept or decline."""

    appointment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class EndorsementAsked(Event):
    """A manager is asked what to think of a nomination."""

    appointment_id: int
    asked_id: int


@dataclass(frozen=True, slots=True)
class NominationEndorsed(Event):
    """The manager who was asked spoke in favour of a nomination, or against it."""

    appointment_id: int
    asked_id: int
    in_favour: bool


@dataclass(frozen=True, slots=True)
class AppointmentAnswered(Event):
    """The nominated person accepted or declined."""

    appointment_id: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class AppointmentEnded(Event):
    """A term ended, with or without a successor."""

    appointment_id: int


@dataclass(frozen=True, slots=True)
class AppointmentLapsed(Event):
    """The certificate of somebody in office has expired: the appointment does not count until it is renewed."""

    appointment_id: int
    person_id: int
    lapsed_on: date


@dataclass(frozen=True, slots=True)
class AppointmentHandedOver(Event):
    """Somebody took over from another: open work moves, and the people whose ideas were relayed are told.

    `unit` reads `department:3` or `project_group:2`; `source_ids` are the people whose ideas the predecessor carried.
    """

    appointment_id: int
    successor_id: int
    from_person_id: int
    to_person_id: int
    unit: str
    source_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeputyNamed(Event):
    """Somebody was named to stand in for the holder of an appointment on some days."""

    deputy_id: int
    appointment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class CeilingPassed(Event):
    """The hours logged in a month have passed what was agreed; `month` is its first day."""

    appointment_id: int
    person_id: int
    month: date
    minutes: int
    ceiling: int
