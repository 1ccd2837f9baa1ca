"""Asking the superusers, saying that it is solved, and asking again."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, locked
from app.foundation.events import publish
from app.foundation.search import folded
from app.foundation.words import normalised, title_of
from app.knowledge.actions.errors import StillWaiting
from app.knowledge.actions.helping import note_question
from app.knowledge.events import QuestionAsked
from app.knowledge.models import Question, QuestionTurn


def new_token() -> str:
    """A fresh token for one form: sending the form twice asks once."""
    return secrets.token_urlsafe(18)


def ask(*, person_id: int, text: str, article: str = "", token: str | None = None) -> Question:
    """Ask the superusers; the first sentence becomes the title. The same form (`token`) sent again gives the same question."""
    # Holding the asker's row makes two clicks on one button wait for each other.
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))
    sent = sa.select(Question).where(Question.token == token, Question.person_id == person_id)
    before = db.session.scalar(sent) if token else None
    if before is not None:
        return before
    said, moment = normalised(text), clock.now()
    question = Question(
        person_id=person_id,
        title=title_of(said),
        article=article,
        asked_at=moment,
        waiting_since=moment,
        search_text=folded(said),
        token=token,
    )
    db.session.add(question)
    db.session.flush()
    _add_turn(question, 1, said)
    note_question(person_id=person_id)
    return question


def ask_again(*, question_id: int, text: str) -> Question:
    """Ask again under the same question. Raises StillWaiting where the last turn has no answer yet."""
    question, last = held_question(question_id)
    if question.waiting_since is not None:
        raise StillWaiting
    said = normalised(text)
    question.waiting_since, question.solved_at = clock.now(), None
    question.search_text = f"{question.search_text} {folded(said)}"
    _add_turn(question, last.number + 1, said)
    note_question(person_id=question.person_id)
    return question


def say_solved(*, question_id: int) -> Question:
    """The asker says that it is solved; once more changes nothing. Raises StillWaiting before there is an answer."""
    question, _last = held_question(question_id)
    if question.waiting_since is not None:
        raise StillWaiting
    question.solved_at = question.solved_at or clock.now()
    return question


def held_question(question_id: int) -> tuple[Question, QuestionTurn]:
    """A question as it is now, held until the end of the transaction, and its last turn."""
    rows = locked(sa.select(Question).where(Question.id == question_id))
    question = db.session.scalars(rows, execution_options={"populate_existing": True}).one()
    turns = sa.select(QuestionTurn).where(QuestionTurn.question_id == question_id).order_by(QuestionTurn.number.desc())
    return question, db.session.scalars(turns.limit(1), execution_options={"populate_existing": True}).one()


def _add_turn(question: Question, number: int, text: str) -> None:
    turn = QuestionTurn(question_id=question.id, number=number, text=text, asked_at=clock.now())
    db.session.add(turn)
    db.session.flush()
    publish(QuestionAsked(question_id=question.id, turn_id=turn.id, person_id=question.person_id))
