"""Requests for correction: one's own, and those that wait for HR."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import CorrectionRequest, Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import PersonId
from app.foundation.search import contains


def own_corrections(person_id: int, *, number: int) -> Page[CorrectionRequest]:
    """What somebody asked to correct, the latest first."""
    own = sa.select(CorrectionRequest).where(CorrectionRequest.person_id == person_id)
    return page_of(own.order_by(CorrectionRequest.id.desc()), number=number)


def correction_queue(*, answered: bool, words: str, number: int) -> Page[CorrectionRequest]:
    """Requests with their people: those that wait, the oldest first, or the answered ones, the latest first."""
    rows = sa.select(CorrectionRequest).join(Person, Person.id == CorrectionRequest.person_id)
    state = CorrectionRequest.answered_at.is_not(None) if answered else CorrectionRequest.answered_at.is_(None)
    order = CorrectionRequest.answered_at.desc() if answered else CorrectionRequest.asked_at
    found = sa.or_(contains(Person.search_text, words), contains(CorrectionRequest.search_text, words))
    return page_of(_with_person(rows.where(state, found).order_by(order, CorrectionRequest.id)), number=number)


def correction_named(request_id: int) -> CorrectionRequest | None:
    """One request, with the person and their department."""
    return db.session.scalar(_with_person(sa.select(CorrectionRequest).where(CorrectionRequest.id == request_id)))


def correction_to_answer(request_id: int) -> CorrectionRequest | None:
    """The same, held until commit: of two who answer at once the second sees that it is answered."""
    held = sa.select(CorrectionRequest).where(CorrectionRequest.id == request_id).with_for_update()
    return db.session.scalar(held.execution_options(populate_existing=True))


def waiting_corrections(person_id: PersonId) -> sa.Select[int]:
    """How many requests wait for somebody of HR; nobody answers the own one."""
    rows = sa.select(sa.func.count()).select_from(CorrectionRequest)
    return rows.where(CorrectionRequest.answered_at.is_(None), CorrectionRequest.person_id != person_id)


def sent_before(person_id: int, token: str) -> CorrectionRequest | None:
    """What the same form of the same person has made already."""
    rows = sa.select(CorrectionRequest).where(
        CorrectionRequest.token == token, CorrectionRequest.person_id == person_id
    )
    return db.session.scalar(rows)


def _with_person(rows: sa.Select[CorrectionRequest]) -> sa.Select[CorrectionRequest]:
    return rows.options(joinedload(CorrectionRequest.person).joinedload(Person.department))
