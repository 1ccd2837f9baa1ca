"""Reviewing hands-on tasks: one review of each version, a second look at one in ten."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sqlalchemy as sa

from app.foundation import audit, clock, events
from app.foundation.db import db, insert_new, locked
from app.training.actions.completing import settle
from app.training.content.kinds.signoff import SignoffDrill
from app.training.events import PracticeReviewed
from app.training.models import (
    Assignment,
    Attempt,
    ItemKind,
    PracticeAcceptance,
    PracticeReview,
    PracticeSubmission,
    ReviewKind,
)
from app.training.queries.published import current_of
from app.training.queries.standing import standing_of
from app.training.queries.waiting import observed_items


class AlreadyReviewed(Exception):
    """Somebody was faster, or the learner has handed in a newer version, or the assignment is closed."""


class Unfinished(Exception):
    """`reason` is `criteria`: accepted without all of them, or returned with all; or `comment`: returned without a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def review(
    *,
    submission: PracticeSubmission,
    task: SignoffDrill,
    reviewer_id: int,
    met: Sequence[bool],
    accepted: bool,
    comment: str,
) -> PracticeReview:
    """Judge a version that waits: what is accepted counts at once, what is returned counts for nothing.

    `met` says of each criterion in order whether it is. Raises Unfinished and AlreadyReviewed.
    """
    _check(task, met, accepted=accepted, comment=comment)
    assignment = _held(submission)
    if assignment.closed_at is not None or _is_outdated(submission):
        raise AlreadyReviewed
    made = _write(submission, ReviewKind.review, reviewer_id, met, accepted=accepted, comment=comment)
    facts = {"person_id": submission.person_id, "accepted": accepted, "criteria": list(met)}
    audit.record(
        act="practice:reviewed",
        subject=("submission", submission.id),
        actor_id=reviewer_id,
        after=facts,
        reason=comment,
    )
    if accepted:
        _count(submission, task, assignment, reviewer_id)
    events.publish(PracticeReviewed(made.id))
    return made


def look_again(
    *,
    submission: PracticeSubmission,
    task: SignoffDrill,
    reviewer_id: int,
    met: Sequence[bool],
    accepted: bool,
    comment: str,
) -> PracticeReview:
    """Judge a reviewed version a second time; it is kept beside the first and changes nothing of the learner's record.

    Raises Unfinished and AlreadyReviewed.
    """
    _check(task, met, accepted=accepted, comment=comment)
    return _write(submission, ReviewKind.recheck, reviewer_id, met, accepted=accepted, comment=comment)


def _check(task: SignoffDrill, met: Sequence[bool], *, accepted: bool, comment: str) -> None:
    if len(met) != len(task.criteria) or all(met) is not accepted:
        raise Unfinished("criteria")
    if not accepted and not comment.strip():
        raise Unfinished("comment")


def _held(submission: PracticeSubmission) -> Assignment:
    rows = sa.select(Assignment).where(Assignment.id == submission.assignment_id)
    held: Assignment = db.session.scalars(locked(rows.execution_options(populate_existing=True))).one()
    return held


def _is_outdated(submission: PracticeSubmission) -> bool:
    newest = sa.select(sa.func.max(PracticeSubmission.number)).where(
        PracticeSubmission.assignment_id == submission.assignment_id,
        PracticeSubmission.module_id == submission.module_id,
        PracticeSubmission.item_id == submission.item_id,
    )
    return bool(db.session.scalar(newest) != submission.number)


def _write(
    submission: PracticeSubmission,
    kind: ReviewKind,
    reviewer_id: int,
    met: Sequence[bool],
    *,
    accepted: bool,
    comment: str,
) -> PracticeReview:
    made = PracticeReview(
        submission_id=submission.id,
        kind=kind,
        reviewer_id=reviewer_id,
        reviewed_at=clock.now(),
        criteria=[bool(one) for one in met],
        accepted=accepted,
        comment=comment,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except sa.exc.IntegrityError as error:
        raise AlreadyReviewed from error
    return made


def _count(submission: PracticeSubmission, task: SignoffDrill, assignment: Assignment, reviewer_id: int) -> None:
    """An accepted task is a passed attempt on what was handed in; then modules and path complete as ever."""
    db.session.add(_attempt(submission, task))
    db.session.flush()
    published = current_of([assignment.path_id]).get(assignment.path_id)
    if published is None:
        return
    standing = standing_of(published, assignment)
    tasks = observed_items(published)
    if tasks and all(standing.of(item).passed for item in tasks):
        acceptance = {"assignment_id": assignment.id, "accepted_on": clock.today(), "accepted_by_id": reviewer_id}
        insert_new(PracticeAcceptance, [acceptance])
    settle(standing)


def _attempt(submission: PracticeSubmission, task: SignoffDrill) -> Attempt:
    result = task.judged([True] * len(task.criteria))
    return Attempt(
        assignment_id=submission.assignment_id,
        person_id=submission.person_id,
        kind=ItemKind.drill,
        module_id=submission.module_id,
        item_id=submission.item_id,
        number=_next_number(submission),
        token=f"review {submission.token}",
        submitted_at=clock.now(),
        answers={"submission": [str(submission.id)]},
        points=int(Fraction(result.points)),
        max_points=result.max_points,
        percent=result.percent,
        passed=result.passed,
        publication_id=submission.publication_id,
        path_version=submission.path_version,
        module_version=submission.module_version,
        display_hash=submission.display_hash,
        grading_hash=submission.grading_hash,
    )


def _next_number(submission: PracticeSubmission) -> int:
    newest = sa.select(sa.func.max(Attempt.number)).where(
        Attempt.assignment_id == submission.assignment_id,
        Attempt.module_id == submission.module_id,
        Attempt.item_id == submission.item_id,
    )
    return (db.session.scalar(newest) or 0) + 1
