"""What training announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PathAssigned(Event):
    """A person was assigned a path."""

    assignment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class PathCompleted(Event):
    """A person completed a path; the certificate is issued already."""

    assignment_id: int
    person_id: int
    certificate_number: str
