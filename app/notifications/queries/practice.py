"""What there is to tell about hands-on tasks and attempts: plain values, with names in both languages."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.foundation.db import db
from app.training.models import Assignment, AttemptRequest, PracticeReview, PracticeSubmission
from app.training.queries import circles
from app.training.queries.published import Published, latest_of, publication

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, and to whom it is about."""

    facts: Facts
    person_id: int


def reviewers_of_task(submission_id: int) -> list[int]:
    """Ids of those to be told that a task waits."""
    rows = sa.select(PracticeSubmission).where(PracticeSubmission.id == submission_id)
    submission = db.session.scalars(rows.options(joinedload(PracticeSubmission.person))).one()
    published = publication(submission.publication_id)
    strict = published is not None and published.path.reviewers == "outside_line"
    return circles.reviewers_for(submission.person, outside_line=strict)


def answerers_of_request(request_id: int) -> list[int]:
    """Ids of those to be told that somebody asks for one more attempt."""
    rows = sa.select(Person).join(AttemptRequest, AttemptRequest.person_id == Person.id)
    learner = db.session.scalars(rows.where(AttemptRequest.id == request_id)).one()
    return circles.reviewers_for(learner, outside_line=False)


def practice_reviewed(review_id: int) -> Told:
    """A review: of which task, accepted or not, by whom, and the word to the learner."""
    row = db.session.execute(
        sa.select(PracticeSubmission, PracticeReview, Person.name)
        .join(PracticeReview, PracticeReview.submission_id == PracticeSubmission.id)
        .join(Person, Person.id == PracticeReview.reviewer_id)
        .where(PracticeReview.id == review_id)
    ).one()
    submission, review, by = row
    item = _named(publication(submission.publication_id), submission.module_id, submission.item_id)
    return Told({**item, "accepted": review.accepted, "comment": review.comment, "by": by}, submission.person_id)


def attempt_answered(request_id: int) -> Told:
    """An answer to somebody who asked for one more attempt."""
    rows = sa.select(AttemptRequest, Assignment.path_id).join(Assignment, Assignment.id == AttemptRequest.assignment_id)
    asked, path_id = db.session.execute(rows.where(AttemptRequest.id == request_id)).one()
    item = _named(latest_of([path_id]).get(path_id), asked.module_id, asked.item_id)
    return Told({**item, "granted": bool(asked.granted), "reason": asked.reason}, asked.person_id)


def _named(published: Published | None, module_id: str, item_id: str) -> Facts:
    item = published.item(module_id, item_id) if published else None
    title = item.content.title if item else None
    facts = {"code": published.code if published else "", "module": module_id, "item": item_id}
    names = {"title_zh": str(title.zh) if title else item_id, "title_en": str(title.en) if title else item_id}
    return {**facts, **names, "quiz": item is not None and item.kind.value == "quiz"}
