"""What training announces."""

from dataclasses import dataclass

from app.foundation.events import Event


@dataclass(frozen=True, slots=True)
class PathAssigned(Event):
    """A path was assigned to a person, or by a rule to many at once, all with the same due date; ids in the same order."""

    assignment_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PathCompleted(Event):
    """A person completed a path; the certificate is issued already."""

    assignment_id: int
    person_id: int
    certificate_number: str
