"""What is told of training."""

from app.foundation import clock
from app.notifications.actions import announce
from app.notifications.queries import facts, practice
from app.training.events import (
    AssignmentCredited,
    AssignmentWaived,
    AttemptAnswered,
    AttemptRequested,
    AttemptsRegraded,
    DeadlinesExtended,
    PathAssigned,
    PathCompleted,
    PathRevised,
    PracticeReviewed,
    PracticeSubmitted,
    TimeNoteAnswered,
    TimeNoteWritten,
)


def tell_of_assignment(event: PathAssigned) -> None:
    """The learners hear of a new path and of their due date, which is the same for all who are not on leave then."""
    for assignment_ids, person_ids in facts.by_due_date(event.assignment_ids).values():
        first = assignment_ids[0]
        announce(
            key=f"assignment:{first}",
            kind="path_assigned",
            data=facts.path_assigned(first),
            people=person_ids,
        )


def tell_of_extension(event: DeadlinesExtended) -> None:
    """The learners hear of their new due date and why they have it."""
    for change_id, (person_id, data) in facts.deadlines_moved(event.change_ids).items():
        announce(key=f"deadline:{change_id}", kind="deadline_extended", data=data, people=[person_id])


def tell_of_waiver(event: AssignmentWaived) -> None:
    """The learner hears that a path need not be done."""
    data = facts.assignment_waived(event.assignment_id)
    announce(
        key=f"waiver:{event.assignment_id}",
        kind="path_waived",
        data=data,
        people=[event.person_id],
    )


def tell_of_credit(event: AssignmentCredited) -> None:
    """The learner hears that something learned elsewhere counts."""
    data = facts.assignment_credited(event.assignment_id)
    announce(
        key=f"credit:{event.assignment_id}",
        kind="path_credited",
        data=data,
        people=[event.person_id],
    )


def tell_of_time_note(event: TimeNoteWritten) -> None:
    """The manager hears that there was no working time for a path; who has none, HR answers on its pages."""
    found = facts.time_note(event.note_id)
    announce(key=f"time-note:{event.note_id}", kind="time_noted", data=found.facts, people=found.managers)


def tell_of_time_answer(event: TimeNoteAnswered) -> None:
    """The learner hears the answer."""
    found = facts.time_note(event.note_id)
    announce(
        key=f"time-answer:{event.note_id}",
        kind="time_answered",
        data=found.facts,
        people=[found.person_id],
    )


def tell_of_completion(event: PathCompleted) -> None:
    """The learner hears that the certificate is ready."""
    data = facts.path_completed(event.certificate_number)
    announce(key=f"completion:{event.certificate_number}", kind="path_completed", data=data, people=[event.person_id])


def tell_of_revision(event: PathRevised) -> None:
    """Everyone who has finished the path hears what is different now, once."""
    announce(
        key=f"publication:{event.publication_id}",
        kind="path_revised",
        data=facts.path_revised(event.path_id, event.publication_id, event.earlier_id),
        people=event.person_ids,
    )


def tell_of_regrading(event: AttemptsRegraded) -> None:
    """Whose result is better now that a wrong key was mended hears so, once."""
    announce(
        key=f"regrading:{event.publication_id}",
        kind="path_regraded",
        data=facts.path_named(event.path_id),
        people=event.person_ids,
    )


def tell_of_practice(event: PracticeSubmitted) -> None:
    """The superusers who may review it hear once a day at most that something waits."""
    _tell_of_work(practice.reviewers_of_task(event.submission_id))


def tell_of_request(event: AttemptRequested) -> None:
    """The superusers of the department hear once a day at most that somebody asks."""
    _tell_of_work(practice.answerers_of_request(event.request_id))


def _tell_of_work(people: list[int]) -> None:
    announce(key=f"review-work:{clock.today()}", kind="practice_waiting", data={}, people=people)


def tell_of_review(event: PracticeReviewed) -> None:
    """The learner hears what became of a hands-on task."""
    told = practice.practice_reviewed(event.review_id)
    announce(key=f"practice:{event.review_id}", kind="practice_reviewed", data=told.facts, people=[told.person_id])


def tell_of_attempt(event: AttemptAnswered) -> None:
    """The learner hears whether there is one more attempt."""
    told = practice.attempt_answered(event.request_id)
    announce(key=f"attempt:{event.request_id}", kind="attempt_answered", data=told.facts, people=[told.person_id])
