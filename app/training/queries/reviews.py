"""What waits for superusers: hands-on tasks, second looks, requests for one more attempt; and what was said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains
from app.training.models import Assignment, AttemptRequest, PracticeReview, PracticeSubmission, ReviewKind
from app.training.queries.circles import apart_from, in_reach
from app.training.queries.published import Published, all_current

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to: whose work, on which path, and words of the learner's name or number."""

    reviewer: Person | None = None
    path_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shelves:
    """What is served now: the paths with hands-on tasks or not, by id, for titles and for their rules on reviewers."""

    by_id: dict[int, Published]

    @property
    def outside_line(self) -> list[int]:
        """Paths whose tasks may not be reviewed by the learner's own line."""
        return [number for number, one in self.by_id.items() if one.path.reviewers == "outside_line"]

    def task(self, path_id: int, module_id: str, item_id: str, language: str) -> str:
        """What an item is called now; its id where it is gone."""
        published = self.by_id.get(path_id)
        item = published.item(module_id, item_id) if published else None
        return str(item.content.title.of(language)) if item else item_id

    def module(self, path_id: int, module_id: str, language: str) -> str:
        """What a module is called now; its id where it is gone."""
        published = self.by_id.get(path_id)
        module = published.path.module(module_id) if published else None
        return module.text(language).title if module else module_id


def shelves() -> Shelves:
    """What is served now; one statement."""
    return Shelves({one.path_id: one for one in all_current()})


def waiting(shown: Filter, strict: Collection[int], *, number: int = 1) -> Page[PracticeSubmission]:
    """Tasks that wait for a review, the oldest first, with learner, department and path.

    `strict` are the paths whose tasks the own line may not review; with a reviewer only what this one may review.
    """
    rows = _with_learner(_narrowed(_waiting(shown.reviewer, strict), shown))
    return page_of(rows.order_by(PracticeSubmission.submitted_at, PracticeSubmission.id), number=number)


def second_looks(shown: Filter, strict: Collection[int], *, number: int = 1) -> Page[PracticeSubmission]:
    """Reviewed tasks of the sample that nobody has looked at a second time, the oldest first, with learner and path."""
    rows = _with_learner(_narrowed(_sampled(shown.reviewer, strict), shown))
    return page_of(rows.order_by(PracticeSubmission.submitted_at, PracticeSubmission.id), number=number)


def requests(shown: Filter, *, number: int = 1) -> Page[AttemptRequest]:
    """Open requests for one more attempt, the oldest first, with learner, department and path."""
    rows = _narrowed(_requested(shown.reviewer), shown).options(
        contains_eager(AttemptRequest.person).joinedload(Person.department),
        contains_eager(AttemptRequest.assignment).joinedload(Assignment.path),
    )
    return page_of(rows.order_by(AttemptRequest.asked_at, AttemptRequest.id), number=number)


def reviewed(shown: Filter, *, number: int = 1) -> Page[PracticeReview]:
    """Reviews that were given, the newest first, with task, learner, path and reviewer; `reviewer` gave them."""
    rows = (
        sa.select(PracticeReview)
        .join(PracticeReview.submission)
        .join(PracticeSubmission.person)
        .join(PracticeSubmission.assignment)
        .options(*_review_parts())
    )
    if shown.reviewer is not None:
        rows = rows.where(PracticeReview.reviewer_id == shown.reviewer.id)
    return page_of(_narrowed(rows, shown).order_by(PracticeReview.id.desc()), number=number)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits for a reviewer, or for anybody."""

    waiting: int
    second_looks: int
    requests: int


def counts(reviewer: Person | None, strict: Collection[int]) -> Counts:
    """How much waits, in one statement; for everybody's eyes where no reviewer is named."""
    rows = sa.select(*(_number_of(one) for one in _lists(reviewer, strict)))
    found = db.session.execute(rows).one()
    return Counts(waiting=found[0], second_looks=found[1], requests=found[2])


def work_of(reviewer: Person, strict: Collection[int]) -> sa.Select[int]:
    """Select of one number: everything that waits for a reviewer; for a page that counts many things at once."""
    parts = [_number_of(one) for one in _lists(reviewer, strict)]
    return sa.select(parts[0] + parts[1] + parts[2])


def work_waiting(reviewer: Person) -> int:
    """How much waits for a reviewer; two statements."""
    return db.session.scalar(work_of(reviewer, shelves().outside_line)) or 0


def next_for(reviewer: Person, strict: Collection[int]) -> tuple[str, int] | None:
    """What to do next: `review` or `request` with its id; tasks come first, then second looks, then requests."""
    for kind, rows in zip(("review", "review", "request"), _lists(reviewer, strict), strict=True):
        table = AttemptRequest if kind == "request" else PracticeSubmission
        moment = AttemptRequest.asked_at if kind == "request" else PracticeSubmission.submitted_at
        found = db.session.scalar(rows.with_only_columns(table.id).order_by(moment, table.id).limit(1))
        if found is not None:
            return kind, found
    return None


def is_waiting_for(reviewer: Person, submission_id: int, strict: Collection[int]) -> bool:
    """Whether a task stands in somebody's own queue."""
    rows = _waiting(reviewer, strict).where(PracticeSubmission.id == submission_id)
    return db.session.scalar(rows.with_only_columns(PracticeSubmission.id)) is not None


def submission(submission_id: int) -> PracticeSubmission | None:
    """A submission with learner, department and path."""
    rows = sa.select(PracticeSubmission).where(PracticeSubmission.id == submission_id)
    return db.session.scalar(
        rows.options(
            joinedload(PracticeSubmission.person).joinedload(Person.department),
            joinedload(PracticeSubmission.assignment).joinedload(Assignment.path),
        )
    )


def versions_of(submission: PracticeSubmission) -> list[PracticeSubmission]:
    """All versions of the same task on the same assignment, the newest first, with reviews and reviewers."""
    rows = sa.select(PracticeSubmission).where(
        PracticeSubmission.assignment_id == submission.assignment_id,
        PracticeSubmission.module_id == submission.module_id,
        PracticeSubmission.item_id == submission.item_id,
    )
    reviews = selectinload(PracticeSubmission.reviews).joinedload(PracticeReview.reviewer)
    return list(db.session.scalars(rows.options(reviews).order_by(PracticeSubmission.number.desc())))


def request_with_learner(request_id: int) -> AttemptRequest | None:
    """A request with learner, department and path."""
    rows = sa.select(AttemptRequest).where(AttemptRequest.id == request_id)
    return db.session.scalar(
        rows.options(
            joinedload(AttemptRequest.person).joinedload(Person.department),
            joinedload(AttemptRequest.assignment).joinedload(Assignment.path),
        )
    )


def _lists(reviewer: Person | None, strict: Collection[int]) -> tuple[sa.Select[Any], ...]:
    return _waiting(reviewer, strict), _sampled(reviewer, strict), _requested(reviewer)


def _number_of(rows: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return rows.with_only_columns(sa.func.count()).order_by(None).scalar_subquery()


def _submissions() -> sa.Select[PracticeSubmission]:
    return sa.select(PracticeSubmission).join(PracticeSubmission.assignment).join(PracticeSubmission.person)


def _said(kind: ReviewKind) -> sa.Exists:
    rows = sa.select(PracticeReview.id).where(
        PracticeReview.submission_id == PracticeSubmission.id, PracticeReview.kind == kind
    )
    return rows.correlate(PracticeSubmission).exists()


def _waiting(reviewer: Person | None, strict: Collection[int]) -> sa.Select[PracticeSubmission]:
    """The newest version of each task of an open assignment, as long as nobody reviewed it."""
    later = aliased(PracticeSubmission)
    newer = sa.select(later.id).where(
        later.assignment_id == PracticeSubmission.assignment_id,
        later.module_id == PracticeSubmission.module_id,
        later.item_id == PracticeSubmission.item_id,
        later.number > PracticeSubmission.number,
    )
    rows = _submissions().where(
        Assignment.closed_at.is_(None),
        Person.deactivated_at.is_(None),
        sa.not_(_said(ReviewKind.review)),
        sa.not_(newer.correlate(PracticeSubmission).exists()),
    )
    return rows if reviewer is None else rows.where(in_reach(reviewer, Assignment.path_id.in_(list(strict))))


def _sampled(reviewer: Person | None, strict: Collection[int]) -> sa.Select[PracticeSubmission]:
    rows = _submissions().where(
        PracticeSubmission.sampled.is_(True), _said(ReviewKind.review), sa.not_(_said(ReviewKind.recheck))
    )
    if reviewer is None:
        return rows
    first = sa.select(PracticeReview.id).where(
        PracticeReview.submission_id == PracticeSubmission.id, PracticeReview.reviewer_id == reviewer.id
    )
    strictly = Assignment.path_id.in_(list(strict))
    mine = first.correlate(PracticeSubmission).exists()
    return rows.where(sa.not_(mine), apart_from(reviewer, strictly))


def _requested(reviewer: Person | None) -> sa.Select[AttemptRequest]:
    rows = (
        sa.select(AttemptRequest)
        .join(AttemptRequest.assignment)
        .join(AttemptRequest.person)
        .where(AttemptRequest.answered_at.is_(None), Assignment.closed_at.is_(None), Person.deactivated_at.is_(None))
    )
    return rows if reviewer is None else rows.where(in_reach(reviewer, sa.false()))


def _narrowed(rows: sa.Select[Row], shown: Filter) -> sa.Select[Row]:
    if shown.path_id is not None:
        rows = rows.where(Assignment.path_id == shown.path_id)
    return rows.where(contains(Person.search_text, shown.words))


def _with_learner(rows: sa.Select[PracticeSubmission]) -> sa.Select[PracticeSubmission]:
    return rows.options(
        contains_eager(PracticeSubmission.person).joinedload(Person.department),
        contains_eager(PracticeSubmission.assignment).joinedload(Assignment.path),
    )


def _review_parts() -> tuple[sa.orm.interfaces.LoaderOption, ...]:
    to_task = contains_eager(PracticeReview.submission)
    return (
        to_task.contains_eager(PracticeSubmission.person).joinedload(Person.department),
        to_task.contains_eager(PracticeSubmission.assignment).joinedload(Assignment.path),
        joinedload(PracticeReview.reviewer),
    )
