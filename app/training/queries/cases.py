"""A hands-on task before its reviewer: all versions, the rubric of its day, and who else could look at it."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.models import Person
from app.training.content.kinds.signoff import SignoffDrill
from app.training.models import PracticeReview, PracticeSubmission, ReviewKind
from app.training.queries import practice, reviews
from app.training.queries.circles import superusers_of
from app.training.queries.practice import ShownVersion, Version
from app.training.queries.published import Published, current_of, publication


@dataclass(frozen=True, slots=True)
class Case:
    """One version of a task. `task` is the rubric of its day, `now` the path as it is served now, None when retired.

    `serving` are the superusers of the learner's department who are there today.
    """

    submission: PracticeSubmission
    task: SignoffDrill
    then: Published
    now: Published | None
    versions: list[Version]
    serving: list[Person]

    @property
    def learner(self) -> Person:
        """Whose work it is."""
        return self.submission.person

    @property
    def outside_line(self) -> bool:
        """Whether the path keeps the learner's own line out."""
        return (self.now or self.then).path.reviewers == "outside_line"

    @property
    def review(self) -> PracticeReview | None:
        """The review that counts."""
        return self._said(ReviewKind.review)

    @property
    def second(self) -> PracticeReview | None:
        """The second look."""
        return self._said(ReviewKind.recheck)

    @property
    def is_waiting(self) -> bool:
        """Whether this version is the one to be reviewed: the newest, of an open assignment, with no review."""
        newest = self.versions[0].submission.id == self.submission.id
        return newest and self.review is None and self.submission.assignment.closed_at is None

    @property
    def wants_second_look(self) -> bool:
        """Whether it is in the sample, was reviewed, and waits for somebody else's eyes."""
        return self.submission.sampled and self.review is not None and self.second is None

    @property
    def has_changed(self) -> bool:
        """Whether the task asks for something else now, so that the learner will be asked again whatever is said here."""
        item = self.now.item(self.submission.module_id, self.submission.item_id) if self.now else None
        return item is None or item.hashes.grading != self.submission.grading_hash

    def shown(self, language: str, *, blind: bool) -> list[ShownVersion]:
        """All versions, the newest first; blind, only this one and those before it."""
        wanted = [one for one in self.versions if not blind or one.submission.number <= self.submission.number]
        return practice.shown(wanted, language)

    def _said(self, kind: ReviewKind) -> PracticeReview | None:
        own = next(one.submission for one in self.versions if one.submission.id == self.submission.id)
        return next((one for one in own.reviews if one.kind is kind), None)


def case_of(submission_id: int) -> Case | None:
    """A task before its reviewer, in six statements; None where there is none."""
    submission = reviews.submission(submission_id)
    then = publication(submission.publication_id) if submission else None
    if submission is None or then is None:
        return None
    task = practice.task_on(then, submission)
    if task is None:
        return None
    path_id = submission.assignment.path_id
    return Case(
        submission=submission,
        task=task,
        then=then,
        now=current_of([path_id]).get(path_id),
        versions=[practice.version_of(one) for one in reviews.versions_of(submission)],
        serving=superusers_of(submission.person.department_id),
    )
