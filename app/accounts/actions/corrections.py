"""Somebody asks to correct what is kept of them; HR answers."""

from __future__ import annotations

from app.accounts.events import CorrectionAnswered, CorrectionAsked
from app.accounts.models import CorrectionRequest
from app.accounts.queries.corrections import correction_to_answer, sent_before
from app.accounts.queries.people import hold_person
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish
from app.foundation.search import folded


class AnsweredAlready(Exception):
    """Somebody else of HR was faster."""


class OwnRequest(Exception):
    """Nobody answers what they asked themselves."""


def ask_for_correction(*, person_id: int, section: str, text: str, wanted: str, token: str) -> CorrectionRequest:
    """Put a request before HR; the same form sent twice makes one."""
    hold_person(person_id)
    if (before := sent_before(person_id, token)) is not None:
        return before
    request = CorrectionRequest(
        person_id=person_id,
        section=section,
        text=text,
        wanted=wanted,
        token=token,
        search_text=folded(text, wanted),
        asked_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    facts = {"request": request.id, "section": section}
    audit.record(act="correction:asked", subject=("person", person_id), actor_id=person_id, after=facts)
    publish(CorrectionAsked(request.id))
    return request


def answer_correction(*, request_id: int, corrected: bool, answer: str, by: int) -> None:
    """Say what was corrected, or why nothing is. Raises LookupError, AnsweredAlready, OwnRequest."""
    request = correction_to_answer(request_id)
    if request is None:
        raise LookupError(request_id)
    if request.person_id == by:
        raise OwnRequest
    if request.answered_at is not None:
        raise AnsweredAlready
    request.answered_at, request.answered_by_id = clock.now(), by
    request.corrected, request.answer = corrected, answer
    db.session.flush()
    facts = {"request": request.id, "section": request.section, "corrected": corrected}
    audit.record(act="correction:answered", subject=("person", request.person_id), actor_id=by, after=facts)
    publish(CorrectionAnswered(request.id))
