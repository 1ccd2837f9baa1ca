"""Rounds of the pulse, and who is still asked."""

import hashlib
import hmac
from datetime import date

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import Person
from app.accounts.queries.leaves import away_on
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import READER, TODAY, Day
from app.foundation.search import contains
from app.metrics.models import PulseAnswer, PulseComment, PulseInvitation, PulseMark, PulseRound


def mark_of(person_id: int) -> str:
    """The sign under which a person has answered. Its key is not in the database, so the database names nobody."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"pulse {person_id}".encode(), hashlib.sha256).hexdigest()


def is_open(day: Day) -> sa.ColumnElement[bool]:
    """Rounds that take answers on a day."""
    return sa.and_(PulseRound.closed_at.is_(None), PulseRound.closes_on >= day)


def is_over(row: PulseRound) -> bool:
    """Whether a round takes no answers any more."""
    return row.closed_at is not None or row.closes_on < clock.today()


def open_round() -> PulseRound | None:
    """The round that takes answers now."""
    return db.session.scalar(sa.select(PulseRound).where(is_open(clock.today())).order_by(PulseRound.id).limit(1))


def round_by_id(round_id: int) -> PulseRound | None:
    """A round."""
    return db.session.get(PulseRound, round_id)


def rounds(*, q: str = "", number: int = 1) -> Page[PulseRound]:
    """A page of all rounds, the newest first; `q` is part of a question or a month."""
    rows = sa.select(PulseRound).order_by(PulseRound.month.desc())
    return page_of(rows.where(contains(PulseRound.search_text, q)) if q else rows, number=number)


def finished_rounds() -> list[PulseRound]:
    """Rounds with results, the newest first."""
    over = sa.or_(PulseRound.closed_at.is_not(None), PulseRound.closes_on < clock.today())
    return list(db.session.scalars(sa.select(PulseRound).where(over).order_by(PulseRound.month.desc())))


def unfinished_months(day: date) -> sa.Select[str]:
    """Months whose round still took answers at the end of a day: they have no figures yet."""
    early = sa.and_(PulseRound.closed_at.is_(None), PulseRound.closes_on >= clock.today())
    return sa.select(PulseRound.month).where(sa.or_(PulseRound.closes_on > day, early))


def in_scope(day: date) -> sa.ColumnElement[bool]:
    """People who are asked: here, and not on leave."""
    return sa.and_(
        Person.deactivated_at.is_(None),
        Person.merged_into_id.is_(None),
        sa.or_(Person.last_day.is_(None), Person.last_day > day),
        sa.or_(Person.hired_on.is_(None), Person.hired_on <= day),
        sa.not_(sa.and_(Person.leave_from.is_not(None), away_on(day))),
    )


def is_asked(round_id: int, person_id: int) -> bool:
    """Whether somebody is asked in a round."""
    return db.session.get(PulseInvitation, (round_id, person_id)) is not None


def has_answered(round_id: int, person_id: int) -> bool:
    """Whether somebody has answered an open round."""
    return db.session.get(PulseMark, (round_id, mark_of(person_id))) is not None


def asked_of_reader() -> sa.Select[int]:
    """Count of open rounds that wait for the answer of `reader`, whose `mark` is `mark_of`, for use inside another statement."""
    mark = sa.bindparam("mark", type_=sa.String)
    answered = sa.exists().where(PulseMark.round_id == PulseRound.id, PulseMark.mark == mark)
    rows = sa.select(sa.func.count()).select_from(PulseInvitation)
    rows = rows.join(PulseRound, PulseRound.id == PulseInvitation.round_id)
    return rows.where(PulseInvitation.person_id == READER, is_open(TODAY), ~answered)


def answered_count(month: str) -> int:
    """How many have answered, of everyone."""
    rows = sa.select(sa.func.count()).select_from(PulseAnswer).where(PulseAnswer.round == month)
    return db.session.scalar(rows) or 0


def code_hash(what: str, code: str) -> str:
    """What is kept of a code: one value for the answer, another for the words, neither leading back."""
    return hashlib.sha256(f"pulse {what} {code}".encode()).hexdigest()


def answer_with(code: str) -> PulseAnswer | None:
    """The answer that was given with a code, of a round that is open."""
    return db.session.scalar(sa.select(PulseAnswer).where(PulseAnswer.token_hash == code_hash("answer", code)))


def words_with(code: str) -> str:
    """What was written with a code."""
    found = sa.select(PulseComment.text).where(PulseComment.token_hash == code_hash("words", code))
    return db.session.scalar(found) or ""
