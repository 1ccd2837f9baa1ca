"""Everything the ledger holds of some assignments, as it was known at the end of a day: one line a row, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.training.models import (
    Assignment,
    AssignmentSource,
    Certificate,
    Completion,
    ModuleCompletion,
    PracticeAcceptance,
    PracticeReview,
    PracticeSubmission,
    Publication,
    ReviewKind,
)


class RowKind(StrEnum):
    """What a line tells of, in the order in which things of one moment are listed."""

    assigned = "assigned"
    module = "module"
    practice = "practice"
    accepted = "accepted"
    completed = "completed"
    corrected = "corrected"
    certificate = "certificate"
    waived = "waived"
    withdrawn = "withdrawn"


ORDER = {kind: place for place, kind in enumerate(RowKind)}
MOVED = "accounts merged"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger. `person_id` is the account it was made as, `observer_id` who observed or recorded it.

    `happened_at` is None where only a day is known. `recorded_at` is set where it was written at another time.
    """

    kind: RowKind
    id: int
    assignment_id: int
    person_id: int
    happened_on: date
    happened_at: datetime | None = None
    recorded_at: datetime | None = None
    zone: str = ""
    path_version: str = ""
    module_id: str = ""
    module_version: int | None = None
    grading_hash: str = ""
    content_hash: str = ""
    published_at: datetime | None = None
    score: int | None = None
    method: str = ""
    observer_id: int | None = None
    corrects_id: int | None = None
    reason: str = ""
    document: str = ""
    certificate_no: str = ""
    certificate_name: str = ""
    title_zh: str = ""
    title_en: str = ""
    expires_on: date | None = None


def ledger_rows(assignments: Sequence[Assignment], owner_id: int, end: datetime) -> list[LedgerRow]:
    """Rows of an account that were known before an instant; four statements.

    An assignment that an import made is known with its completion.
    """
    ids = [one.id for one in assignments]
    completions = list(_completions(ids, end))
    known = {row.assignment_id for row in completions}
    rows = [
        *(
            _assigned(one, owner_id)
            for one in assignments
            if one.source is not AssignmentSource.imported or one.id in known
        ),
        *(row for one in assignments for row in _closed(one, owner_id, end)),
        *_modules(ids, end),
        *_practice(ids, end),
        *_acceptances(ids, owner_id, end),
        *completions,
    ]
    return sorted(rows, key=lambda row: (_moment(row), ORDER[row.kind], row.id))


def _moment(row: LedgerRow) -> datetime:
    return row.happened_at or clock.start_of(row.happened_on)


def _assigned(one: Assignment, owner_id: int) -> LedgerRow:
    return LedgerRow(
        RowKind.assigned,
        one.id,
        one.id,
        owner_id,
        clock.local_date(one.assigned_at),
        one.assigned_at,
        method=one.source.value,
        observer_id=one.assigned_by_id,
    )


def _closed(one: Assignment, owner_id: int, end: datetime) -> Iterator[LedgerRow]:
    """Waived, or taken back; what a merge of accounts took back was never taken back from the person."""
    waived, withdrawn = one.waived_at, one.withdrawn_at
    if waived and waived < end:
        yield LedgerRow(
            RowKind.waived,
            one.id,
            one.id,
            owner_id,
            clock.local_date(waived),
            waived,
            observer_id=one.waived_by_id,
            reason=one.waived_reason,
            document=one.document,
        )
    if withdrawn and withdrawn < end and one.withdrawn_reason != MOVED:
        yield LedgerRow(
            RowKind.withdrawn,
            one.id,
            one.id,
            owner_id,
            clock.local_date(withdrawn),
            withdrawn,
            reason=one.withdrawn_reason,
        )


def _modules(ids: list[int], end: datetime) -> Iterator[LedgerRow]:
    rows = sa.select(ModuleCompletion).where(
        ModuleCompletion.assignment_id.in_(ids), ModuleCompletion.completed_at < end
    )
    for one in db.session.scalars(rows):
        yield LedgerRow(
            RowKind.module,
            one.id,
            one.assignment_id,
            one.person_id,
            clock.local_date(one.completed_at),
            one.completed_at,
            path_version=one.path_version,
            module_id=one.module_id,
            module_version=one.module_version,
            grading_hash=one.grading_hash,
            score=one.score,
            method=one.method.value,
        )


def _practice(ids: list[int], end: datetime) -> Iterator[LedgerRow]:
    """Hands-on tasks that a superuser saw and accepted."""
    rows = (
        sa.select(PracticeReview, PracticeSubmission)
        .join(PracticeSubmission, PracticeSubmission.id == PracticeReview.submission_id)
        .where(
            PracticeSubmission.assignment_id.in_(ids),
            PracticeReview.accepted,
            PracticeReview.kind == ReviewKind.review,
            PracticeReview.reviewed_at < end,
        )
    )
    for review, task in db.session.execute(rows):
        yield LedgerRow(
            RowKind.practice,
            review.id,
            task.assignment_id,
            task.person_id,
            clock.local_date(review.reviewed_at),
            review.reviewed_at,
            path_version=task.path_version,
            module_id=task.module_id,
            module_version=task.module_version,
            grading_hash=task.grading_hash,
            observer_id=review.reviewer_id,
        )


def _acceptances(ids: list[int], owner_id: int, end: datetime) -> Iterator[LedgerRow]:
    rows = sa.select(PracticeAcceptance).where(
        PracticeAcceptance.assignment_id.in_(ids), PracticeAcceptance.accepted_on < clock.local_date(end)
    )
    for one in db.session.scalars(rows):
        yield LedgerRow(
            RowKind.accepted,
            one.id,
            one.assignment_id,
            owner_id,
            one.accepted_on,
            observer_id=one.accepted_by_id,
        )


def _completions(ids: list[int], end: datetime) -> Iterator[LedgerRow]:
    """Completions with their corrections, each followed by the certificates that were issued on it; one statement."""
    known = sa.and_(
        Completion.completed_at < end, sa.or_(Completion.recorded_at.is_(None), Completion.recorded_at < end)
    )
    issued = sa.and_(Certificate.completion_id == Completion.id, Certificate.issued_on < clock.local_date(end))
    rows = (
        sa.select(Completion, Publication.content_hash, Publication.published_at, Certificate)
        .outerjoin(Publication, Publication.id == Completion.publication_id)
        .outerjoin(Certificate, issued)
        .where(Completion.assignment_id.in_(ids), known)
        .order_by(Completion.id, Certificate.id)
    )
    last = 0
    for one, content_hash, published_at, certificate in db.session.execute(rows):
        if one.id != last:
            yield _completion(one, content_hash or "", published_at)
        if certificate is not None:
            yield _certificate(certificate, one)
        last = one.id


def _completion(one: Completion, content_hash: str, published_at: datetime | None) -> LedgerRow:
    return LedgerRow(
        RowKind.corrected if one.corrects_id else RowKind.completed,
        one.id,
        one.assignment_id,
        one.person_id,
        one.completed_on,
        one.completed_at,
        recorded_at=one.recorded_at,
        zone=one.zone,
        path_version=one.path_version,
        grading_hash=one.grading_hash,
        content_hash=content_hash,
        published_at=published_at,
        score=one.score,
        method=one.method.value,
        observer_id=one.recorded_by_id,
        corrects_id=one.corrects_id,
        reason=one.reason,
        document=one.document,
    )


def _certificate(one: Certificate, completion: Completion) -> LedgerRow:
    return LedgerRow(
        RowKind.certificate,
        one.id,
        completion.assignment_id,
        completion.person_id,
        one.issued_on,
        path_version=one.path_version,
        corrects_id=one.reissues_id,
        certificate_no=one.number,
        certificate_name=one.person_name,
        title_zh=one.title_zh,
        title_en=one.title_en,
        expires_on=one.expires_on,
    )
