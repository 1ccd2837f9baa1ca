"""A hands-on task as its learner sees it: the sheet to hand in, and every version with what was said about it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import selectinload

from app.foundation.db import db
from app.training.content.kinds.signoff import SignoffDrill
from app.training.models import Assignment, PracticeReview, PracticeSubmission, ReviewKind, Stage
from app.training.queries import places
from app.training.queries.places import Place
from app.training.queries.published import Published, publications


class PracticeState(StrEnum):
    """Where a hands-on task stands: nothing handed in, waiting for eyes, returned, or accepted."""

    open = "open"
    waiting = "waiting"
    returned = "returned"
    accepted = "accepted"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is being written: the token of the one submission it may become, and note and link so far."""

    token: str
    answers: Mapping[str, Any]
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version that was handed in, with the review that counts; `missed` are criteria of its day that were not met."""

    submission: PracticeSubmission
    review: PracticeReview | None
    missed: tuple[int, ...] = ()

    @property
    def state(self) -> PracticeState:
        """Waiting, returned or accepted."""
        if self.review is None:
            return PracticeState.waiting
        return PracticeState.accepted if self.review.accepted else PracticeState.returned


def signoff_of(place: Place) -> SignoffDrill:
    """The hands-on task of a place. Raises LookupError where it is no such task."""
    if not isinstance(place.item.content, SignoffDrill):
        raise LookupError(place.item.id)  # noqa: TRY004 (the place is wrong, not a type)
    return place.item.content


def state_of(place: Place, versions: list[Version]) -> PracticeState:
    """Where a task stands for its learner; a task that has changed since is open again unless it was accepted."""
    if place.standing.passed(place.item):
        return PracticeState.accepted
    if place.item.key in place.standing.waiting:
        return PracticeState.waiting
    returned = versions and versions[0].state is PracticeState.returned
    return PracticeState.returned if returned else PracticeState.open


def versions_at(place: Place) -> list[Version]:
    """Everything handed in at a place on its assignment, the newest first, with reviews and reviewers; two statements."""
    if place.standing.assignment is None:
        return []
    rows = _rows_at(place).options(selectinload(PracticeSubmission.reviews).joinedload(PracticeReview.reviewer))
    return [version_of(one) for one in db.session.scalars(rows.order_by(PracticeSubmission.number.desc()))]


def version_of(submission: PracticeSubmission) -> Version:
    """A submission with the review that counts; its reviews must be loaded."""
    review = next((one for one in submission.reviews if one.kind is ReviewKind.review), None)
    missed = tuple(index for index, met in enumerate(review.criteria) if met is not True) if review else ()
    return Version(submission, review, missed)


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version as a page shows it; `criteria` pairs each criterion of its day with whether it was met (None: not said)."""

    submission: PracticeSubmission
    state: PracticeState
    review: PracticeReview | None
    criteria: tuple[tuple[str, bool | None], ...]

    @property
    def met(self) -> int:
        """How many criteria were met."""
        return sum(met is True for _, met in self.criteria)


def shown(versions: Sequence[Version], language: str) -> list[ShownVersion]:
    """Versions with the words of the criteria they were reviewed by; one statement."""
    books = publications({one.submission.publication_id for one in versions}) if versions else {}
    return [_shown(one, books.get(one.submission.publication_id), language) for one in versions]


def task_on(published: Published | None, submission: PracticeSubmission) -> SignoffDrill | None:
    """The task that a submission answers, as it was published then."""
    item = published.item(submission.module_id, submission.item_id) if published else None
    return item.content if item and isinstance(item.content, SignoffDrill) else None


def _shown(version: Version, published: Published | None, language: str) -> ShownVersion:
    task = task_on(published, version.submission)
    labels = [one.label.of(language) for one in task.criteria] if task else []
    told = [one is True for one in version.review.criteria] if version.review else [None] * len(labels)
    return ShownVersion(version.submission, version.state, version.review, tuple(zip(labels, told, strict=False)))


def last_number(place: Place) -> int:
    """How many versions were handed in at a place."""
    newest = _rows_at(place).with_only_columns(sa.func.max(PracticeSubmission.number)).order_by(None)
    return db.session.scalar(newest) or 0


def submission_with(token: str, person_id: int) -> PracticeSubmission | None:
    """The submission that a token became, if it is this person's."""
    rows = sa.select(PracticeSubmission).join(PracticeSubmission.assignment)
    return db.session.scalar(rows.where(PracticeSubmission.token == token, Assignment.person_id == person_id))


def sheet_at(place: Place, number: int | None = None) -> Sheet:
    """What is being written at a place: the saved draft, or an empty sheet. Writes nothing.

    `number` is how many versions were handed in, where that is known.
    """
    if place.standing.assignment is None or place.why_not_tested:
        return Sheet("", {})
    token = _token(place, last_number(place) if number is None else number)
    draft = places.draft_of(place, Stage.test)
    if draft is None:
        return Sheet(token, {})
    return Sheet(token, draft.answers, draft.updated_at)


def _rows_at(place: Place) -> sa.Select[PracticeSubmission]:
    return sa.select(PracticeSubmission).where(
        PracticeSubmission.assignment_id == place.assignment.id,
        PracticeSubmission.module_id == place.module.id,
        PracticeSubmission.item_id == place.item.id,
    )


def _token(place: Place, number: int) -> str:
    """The same on every device and in every tab until something is handed in; for nobody to guess."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    facts = ("practice", place.assignment.id, *place.item.key, number)
    return hmac.digest(secret, "\x1f".join(map(str, facts)).encode(), "sha256")[:16].hex()
