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


@dataclass(frozen=True, slots=True)
class DeadlinesExtended(Event):
    """Somebody gave people more time; ids of the rows that say so."""

    change_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AssignmentWaived(Event):
    """A person need not do what was asked."""

    assignment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class AssignmentCredited(Event):
    """Something learned elsewhere was counted as a path; there is no certificate of ours."""

    assignment_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class LatenessExcused(Event):
    """It was decided, for a reason, that a late completion counts on its due day; asked for by a floor above."""

    assignment_id: int
    reason: str
    by_id: int


@dataclass(frozen=True, slots=True)
class TimeNoteWritten(Event):
    """A learner said that no working time was given."""

    note_id: int


@dataclass(frozen=True, slots=True)
class TimeNoteAnswered(Event):
    """A learner has an answer to a note about working time."""

    note_id: int


@dataclass(frozen=True, slots=True)
class PracticeSubmitted(Event):
    """A hands-on task was handed in and waits for a superuser."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class PracticeReviewed(Event):
    """A hands-on task was accepted, or returned with what is still to be done."""

    review_id: int


@dataclass(frozen=True, slots=True)
class AttemptRequested(Event):
    """Somebody whose attempts are spent asks for one more."""

    request_id: int


@dataclass(frozen=True, slots=True)
class AttemptAnswered(Event):
    """One more attempt was granted, or declined with a reason."""

    request_id: int


@dataclass(frozen=True, slots=True)
class PathRevised(Event):
    """A new version of a path was published whose authors want those who have finished to know."""

    path_id: int
    publication_id: int
    earlier_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttemptsRegraded(Event):
    """A wrong key was mended; these people have gained by it."""

    path_id: int
    publication_id: int
    person_ids: tuple[int, ...]
