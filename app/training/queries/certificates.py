"""Certificates as anyone may verify them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.training.models import Assignment, AssignmentSource, Certificate, Completion


class CertificateState(StrEnum):
    """What a certificate is worth today.

    `renewal_due`: a newer version had to be taken again by a day that is over. `reissued`: the same completion stands
    under another number and name.
    """

    valid = "valid"
    renewal_due = "renewal_due"
    expired = "expired"
    superseded = "superseded"
    reissued = "reissued"


@dataclass(frozen=True, slots=True)
class _More:
    """What else says how a certificate stands: the number it was issued again under, and when its renewal was due."""

    reissued_as: str = ""
    renewal_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """All that a certificate tells: nothing of the person but the name.

    `reissued_as` is the number under which it was issued again with another name, `renewal_due_on` the day until which
    a newer version had to be taken.
    """

    number: str
    person_name: str
    title_zh: str
    title_en: str
    version: str
    completed_on: date
    issued_on: date
    expires_on: date | None
    state: CertificateState
    reissued_as: str = ""
    renewal_due_on: date | None = None

    def title(self, language: str) -> str:
        """The path's title on the day of issue."""
        return self.title_en if language == "en" else self.title_zh


def certificate_numbered(number: str) -> Certificate | None:
    """The certificate of that number, as issued or typed off the paper in any case and width; None when there is none."""
    typed = unicodedata.normalize("NFKC", number).strip()
    rows = sa.select(Certificate).where(Certificate.number.in_((typed, typed.upper())))
    return db.session.scalar(rows.order_by(Certificate.number != typed).limit(1))


def certificate_sheet(number: str) -> CertificateSheet | None:
    """What the certificate of that number tells today; None when there is none. Two statements."""
    row = certificate_numbered(number)
    if row is None:
        return None
    more = _more_about([row])[row.id]
    return CertificateSheet(
        number=row.number,
        person_name=row.person_name,
        title_zh=row.title_zh,
        title_en=row.title_en,
        version=row.path_version,
        completed_on=row.completed_on,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        state=_state(row, more),
        reissued_as=more.reissued_as,
        renewal_due_on=more.renewal_due_on,
    )


def current_name_of(certificate: Certificate) -> str:
    """What the person is called today; after two accounts were merged, the one that was kept."""
    rows = (
        sa.select(Person.name)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Completion, Completion.assignment_id == Assignment.id)
        .where(Completion.id == certificate.completion_id)
    )
    return db.session.scalars(rows).one()


def certificate_states(certificates: Iterable[Certificate]) -> dict[int, CertificateState]:
    """How certificates stand today, by id; one statement whatever their number."""
    rows = list(certificates)
    found = _more_about(rows)
    return {row.id: _state(row, found[row.id]) for row in rows}


def _state(certificate: Certificate, more: _More) -> CertificateState:
    """Valid through the day it expires on, in the company's zone; superseded by a newer one whatever the day."""
    if more.reissued_as:
        return CertificateState.reissued
    if certificate.superseded_by_id is not None:
        return CertificateState.superseded
    if certificate.expires_on is not None and clock.today() > certificate.expires_on:
        return CertificateState.expired
    return CertificateState.renewal_due if more.renewal_due_on else CertificateState.valid


def _more_about(certificates: list[Certificate]) -> dict[int, _More]:
    if not certificates:
        return {}
    rows = _joined(sa.select(Certificate.id, *_MORE)).where(Certificate.id.in_([one.id for one in certificates]))
    return {number: _More(reissued or "", due_on) for number, reissued, due_on in db.session.execute(rows)}


def certificates_of_records(person_id: int) -> list[tuple[Certificate, int, CertificateState]]:
    """A person's certificates with the assignment each was earned on and how each stands today; one statement."""
    rows = _joined(sa.select(Certificate, Completion.assignment_id, *_MORE)).where(Certificate.person_id == person_id)
    return [
        (row, assignment_id, _state(row, _More(reissued or "", due_on)))
        for row, assignment_id, reissued, due_on in db.session.execute(rows.order_by(Certificate.id))
    ]


_AGAIN, _RENEWAL = aliased(Certificate, name="again"), aliased(Assignment, name="renewal")
_MORE = (_AGAIN.number, _RENEWAL.due_on)


def _joined(rows: Any) -> Any:
    """With what else says how a certificate stands; at most one row for each, as only one assignment is ever open."""
    return (
        rows.select_from(Certificate)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Assignment, Assignment.id == Completion.assignment_id)
        .outerjoin(_AGAIN, _AGAIN.reissues_id == Certificate.id)
        .outerjoin(_RENEWAL, _is_overdue_renewal(_RENEWAL))
    )


def _is_overdue_renewal(renewal: type[Assignment]) -> sa.ColumnElement[bool]:
    return sa.and_(
        renewal.person_id == Assignment.person_id,
        renewal.path_id == Assignment.path_id,
        renewal.source == AssignmentSource.renewal,
        renewal.closed_at.is_(None),
        renewal.due_on < clock.today(),
    )
