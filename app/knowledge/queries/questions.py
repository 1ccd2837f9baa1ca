"""Questions: what waits, what was answered, and one with all its turns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import PersonId, moment_after
from app.foundation.search import contains
from app.knowledge.models import ArticleDraft, Question, QuestionState, QuestionTurn
from app.knowledge.queries.reach import in_reach, nobody_serves

PAGE_SIZE = 20
PATIENCE = timedelta(days=2)
"""How long a question may wait for a superuser before the PMO is asked to step in."""


def _in_state(state: QuestionState) -> sa.ColumnElement[bool]:
    if state is QuestionState.waiting:
        return sa.and_(Question.waiting_since.is_not(None), Person.deactivated_at.is_(None))
    solved = Question.solved_at.is_not(None)
    return solved if state is QuestionState.solved else sa.and_(Question.waiting_since.is_(None), sa.not_(solved))


def _joined() -> sa.Select[Question]:
    return sa.select(Question).join(Question.person)


def is_stuck() -> sa.ColumnElement[bool]:
    """The condition on a waiting question and the joined Person, who asked: it waits too long, or nobody serves the department."""
    return sa.or_(Question.waiting_since < moment_after(-PATIENCE), nobody_serves())


def questions_in(state: QuestionState, reader: Person, *, q: str, number: int, stuck: bool = False) -> Page[Question]:
    """Questions in reach with asker and department, in at most three statements; what waits longest is first.

    With `stuck`, only those of them that nobody comes to.

    The words are looked for in the question and in the asker's name and number.
    """
    words = sa.or_(contains(Question.search_text, q), contains(Person.search_text, q))
    rows = _joined().where(in_reach(reader), _in_state(state), words, is_stuck() if stuck else sa.true())
    rows = rows.options(contains_eager(Question.person).joinedload(Person.department))
    waiting = state is QuestionState.waiting
    ordered = rows.order_by(Question.waiting_since, Question.id) if waiting else rows.order_by(Question.id.desc())
    return page_of(ordered, number=number, size=PAGE_SIZE)


def counts_in_reach(reader: Person) -> Mapping[QuestionState, int]:
    """How many questions of each state are in reach, in one statement."""
    rows = sa.select(*(_number(_joined().where(in_reach(reader), _in_state(state))) for state in QuestionState))
    return dict(zip(QuestionState, db.session.execute(rows).one(), strict=True))


def waiting_for(reader: Person) -> sa.Select[int]:
    """Select of one number: the questions that wait for this person's answer; for a page that counts many things at once."""
    return sa.select(_number(_joined().where(in_reach(reader), _in_state(QuestionState.waiting))))


def stuck_for(reader_id: PersonId) -> sa.Select[int]:
    """Select of one number: the questions of all others that nobody comes to; for whoever sees every question."""
    waiting = _joined().where(Person.id != reader_id, _in_state(QuestionState.waiting))
    return sa.select(_number(waiting.where(is_stuck())))


def stuck_in_reach(reader: Person) -> int:
    """How many questions wait that nobody comes to."""
    rows = _joined().where(in_reach(reader), _in_state(QuestionState.waiting), is_stuck())
    return db.session.scalar(sa.select(_number(rows))) or 0


def _number(rows: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return rows.with_only_columns(sa.func.count()).order_by(None).scalar_subquery()


def next_waiting(reader: Person) -> int | None:
    """The id of the question that waits longest for this person's answer."""
    rows = _joined().where(in_reach(reader), _in_state(QuestionState.waiting)).with_only_columns(Question.id)
    return db.session.scalar(rows.order_by(Question.waiting_since, Question.id).limit(1))


def own_questions(person_id: int, *, number: int, q: str = "") -> Page[Question]:
    """Somebody's own questions, the newest first."""
    rows = sa.select(Question).where(Question.person_id == person_id, contains(Question.search_text, q))
    return page_of(rows.order_by(Question.id.desc()), number=number, size=PAGE_SIZE)


def question_seen_by(question_id: int, reader: Person) -> Question | None:
    """A question with asker, turns and who answered them, for its asker and those in reach; None for all others."""
    rows = _joined().where(Question.id == question_id, sa.or_(Question.person_id == reader.id, in_reach(reader)))
    by = joinedload(QuestionTurn.answered_by).options(load_only(Person.name))
    found = db.session.scalars(
        rows.options(
            contains_eager(Question.person).joinedload(Person.department), selectinload(Question.turns).options(by)
        )
    )
    return found.unique().one_or_none()


def is_in_reach(question: Question, reader: Person) -> bool:
    """Whether somebody may answer a question."""
    rows = _joined().where(Question.id == question.id, in_reach(reader)).with_only_columns(Question.id)
    return db.session.scalar(rows) is not None


def draft_of(question: Question) -> ArticleDraft | None:
    """The draft that grew out of an answer to it, if there is one: the newest."""
    rows = sa.select(ArticleDraft).join(QuestionTurn, QuestionTurn.id == ArticleDraft.turn_id)
    return db.session.scalar(
        rows.where(QuestionTurn.question_id == question.id).order_by(ArticleDraft.id.desc()).limit(1)
    )


def answers_by(person_id: int, begin: datetime, end: datetime) -> int:
    """How many questions somebody answered from one instant to before another: what superusers do, for who counts it."""
    mine = (QuestionTurn.answered_by_id == person_id, QuestionTurn.answered_at >= begin, QuestionTurn.answered_at < end)
    return db.session.scalar(sa.select(sa.func.count()).select_from(QuestionTurn).where(*mine)) or 0


def days_waiting(question: Question) -> int:
    """Whole days that the last turn has waited."""
    return (clock.now() - question.waiting_since).days if question.waiting_since else 0
