"""What there is to tell of questions to the superusers."""

from typing import Any

from app.accounts.models import Person
from app.foundation.db import db
from app.knowledge.models import Question, QuestionTurn
from app.knowledge.queries.reach import answerers_for
from app.notifications.queries.facts import shortened

Facts = dict[str, Any]


def question_asked(turn_id: int) -> tuple[Facts, list[int]]:
    """A turn of a question: who asks what; and who is to answer."""
    turn = db.session.get_one(QuestionTurn, turn_id)
    question, asker = _of(turn)
    facts = {"question": question.id, "title": question.title, "name": asker.name, "text": _more(question, turn)}
    return facts, answerers_for(asker)


def question_answered(turn_id: int) -> Facts:
    """An answer: by whom, and how it begins."""
    turn = db.session.get_one(QuestionTurn, turn_id)
    question, _asker = _of(turn)
    by = db.session.get_one(Person, turn.answered_by_id)
    return {"question": question.id, "title": question.title, "by": by.name, "answer": shortened(turn.answer)}


def _of(turn: QuestionTurn) -> tuple[Question, Person]:
    question = db.session.get_one(Question, turn.question_id)
    return question, db.session.get_one(Person, question.person_id)


def _more(question: Question, turn: QuestionTurn) -> str:
    """The text, unless the title says it all."""
    return "" if turn.text.rstrip("。.") == question.title else shortened(turn.text)
