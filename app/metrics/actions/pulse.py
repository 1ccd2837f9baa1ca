"""Rounds of the pulse: opened, answered without a name, closed. Nothing here writes an audit row of an answer."""

import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import SystemRandom
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked, transaction
from app.foundation.events import publish
from app.foundation.search import folded
from app.metrics.formulas.pulse import BARRIERS
from app.metrics.models import PulseAnswer, PulseComment, PulseInvitation, PulseMark, PulseRound
from app.metrics.queries import pulse
from app.notifications.events import PulseAsked

ROWS_AT_ONCE = 1000


class RoundOpen(Exception):
    """Another round takes answers just now."""


class MonthTaken(Exception):
    """A round counts for this month already."""


class RoundOver(Exception):
    """The round takes no answers any more."""


class NotAsked(Exception):
    """The person is not asked in this round."""


class OtherCode(Exception):
    """The person has answered, and not with this code."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answers: to the question, to the five items by name, and in words; None and empty say nothing."""

    answer: int | None
    items: Mapping[str, int | None]
    text: str = ""


def open_pulse(
    *, question_zh: str, question_en: str, closes_on: date, baseline_id: int | None, by: int | None
) -> PulseRound:
    """Ask everyone who is here and not on leave. Raises RoundOpen, MonthTaken."""
    _hold_all()
    if pulse.open_round() is not None:
        raise RoundOpen
    row = PulseRound(
        month=f"{closes_on:%Y-%m}",
        question_zh=question_zh,
        question_en=question_en,
        closes_on=closes_on,
        opened_at=clock.now(),
        opened_by_id=by,
        baseline_id=baseline_id,
    )
    row.search_text = folded(f"{row.month} {question_zh} {question_en}")
    _refuse_taken(row.month)
    db.session.add(row)
    db.session.flush()
    people = _invite(row)
    row.asked = len(people)
    facts = {"month": row.month, "closes_on": closes_on.isoformat(), "asked": row.asked}
    audit.record(act="pulse:opened", subject=("pulse", row.id), actor_id=by, after=facts)
    publish(PulseAsked(round_id=row.id, month=row.month, closes_on=closes_on, person_ids=tuple(people)))
    return row


def _hold_all() -> None:
    """One opening or closing at a time."""
    db.session.scalars(locked(sa.select(PulseRound).order_by(PulseRound.id))).all()


def _refuse_taken(month: str) -> None:
    """A month with a round, or with answers that were loaded from a file, has its figures."""
    of_round = sa.select(PulseRound.id).where(PulseRound.month == month).limit(1)
    answers = sa.select(PulseAnswer.id).where(PulseAnswer.round == month).limit(1)
    if db.session.scalar(of_round) or db.session.scalar(answers):
        raise MonthTaken(month)


def _invite(row: PulseRound) -> list[int]:
    people = sa.select(Person.id, Person.department_id).where(pulse.in_scope(clock.today())).order_by(Person.id)
    found = [
        {"round_id": row.id, "person_id": one, "department_id": where} for one, where in db.session.execute(people)
    ]
    for start in range(0, len(found), ROWS_AT_ONCE):
        insert_new(PulseInvitation, found[start : start + ROWS_AT_ONCE])
    return [one["person_id"] for one in found]


def new_code() -> str:
    """A code that nobody can guess, short enough to be written down."""
    return b32encode(secrets.token_bytes(10)).decode()


def answer_pulse(*, round_id: int, person_id: int, code: str, said: Said) -> None:
    """Keep an answer, or change the one that was given with this code. One for each person, under any concurrency.

    Raises RoundOver, NotAsked, OtherCode.
    """
    row = db.session.scalar(locked(sa.select(PulseRound).where(PulseRound.id == round_id)))
    if row is None or pulse.is_over(row):
        raise RoundOver
    invitation = db.session.get(PulseInvitation, (round_id, person_id))
    if invitation is None:
        raise NotAsked
    if insert_new(PulseMark, [{"round_id": round_id, "mark": pulse.mark_of(person_id)}]):
        kept = PulseAnswer(
            round=row.month, department_id=invitation.department_id, token_hash=pulse.code_hash("answer", code)
        )
        db.session.add(kept)
    else:
        kept = pulse.answer_with(code) or _refuse()
    kept.answer = said.answer
    for item in BARRIERS:
        setattr(kept, item, said.items.get(item))
    _keep_words(row.month, code, said.text)


def _refuse() -> PulseAnswer:
    raise OtherCode


def _keep_words(month: str, code: str, text: str) -> None:
    """Words have a hash of their own, so that they lead to no department."""
    held = pulse.code_hash("words", code)
    db.session.execute(sa.delete(PulseComment).where(PulseComment.token_hash == held))
    if text:
        db.session.add(PulseComment(round=month, text=text, token_hash=held))


def close_pulse(*, round_id: int, by: int | None) -> PulseRound:
    """End a round before its day. Raises LookupError, RoundOver, MonthTaken."""
    _hold_all()
    row = db.session.get(PulseRound, round_id)
    if row is None:
        raise LookupError(round_id)
    if pulse.is_over(row):
        raise RoundOver
    today = clock.today()
    month = f"{today:%Y-%m}"
    if month != row.month:
        _refuse_taken(month)
    before = row.month
    row.closes_on, row.month = today, month
    _finish(row, before)
    audit.record(act="pulse:closed", subject=("pulse", row.id), actor_id=by, after={"month": row.month})
    return row


def close_due_pulses() -> int:
    """Finish rounds whose last day is over."""
    due = sa.select(PulseRound).where(PulseRound.closed_at.is_(None), PulseRound.closes_on < clock.today())
    if db.session.scalar(due.limit(1)) is None:
        return 0
    with transaction():
        _hold_all()
        rows = db.session.scalars(due).all()
        for row in rows:
            _finish(row, row.month)
        return len(rows)


def _finish(row: PulseRound, month: str) -> None:
    """Forget who has answered and every code, and write all answers anew in an order drawn by lot."""
    row.closed_at = clock.now()
    db.session.execute(sa.delete(PulseMark).where(PulseMark.round_id == row.id))
    _write_anew(PulseAnswer, ("department_id", "answer", *BARRIERS), month, row.month)
    _write_anew(PulseComment, ("text",), month, row.month)


def _write_anew(table: type[Any], columns: tuple[str, ...], before: str, month: str) -> None:
    found = sa.select(*(getattr(table, column) for column in columns)).where(table.round == before)
    rows = [dict(one) for one in db.session.execute(found).mappings()]
    SystemRandom().shuffle(rows)
    db.session.execute(sa.delete(table).where(table.round == before))
    db.session.add_all(table(round=month, **one) for one in rows)
    db.session.flush()
