"""Answering a question, and making a draft of an article of the answer in the same stroke."""

from __future__ import annotations

import re

from app.accounts.models import Person
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.events import publish
from app.foundation.search import folded
from app.foundation.words import normalised
from app.knowledge.actions.asking import held_question
from app.knowledge.actions.errors import AlreadyAnswered
from app.knowledge.content.articles import TITLE_LIMIT
from app.knowledge.events import QuestionAnswered
from app.knowledge.models import ArticleDraft, Question, QuestionTurn

SAID_ABOUT = {"zh": "## 什么时候用得上", "en": "## When this helps"}
LEFT_OUT = "…"
_HAN = re.compile(r"[\u3400-\u9fff]")


def answer_question(
    *, question_id: int, turn_id: int, by: Person, text: str, with_draft: bool = False
) -> ArticleDraft | None:
    """Answer the turn that was read; with a draft, that draft. Raises AlreadyAnswered where somebody was faster."""
    question, turn = held_question(question_id)
    if turn.id != turn_id or turn.answered_at is not None:
        raise AlreadyAnswered
    turn.answer, turn.answered_at, turn.answered_by_id = normalised(text), clock.now(), by.id
    question.waiting_since = None
    question.search_text = f"{question.search_text} {folded(turn.answer)}"
    db.session.flush()
    draft = _draft(question, turn, by) if with_draft else None
    audit.record(act="question:answered", subject=("question", question.id), actor_id=by.id)
    publish(
        QuestionAnswered(question_id=question.id, turn_id=turn.id, person_id=question.person_id, answered_by_id=by.id)
    )
    return draft


def _draft(question: Question, turn: QuestionTurn, by: Person) -> ArticleDraft:
    """Title, and body of answer and question, in the language of the answer, with nothing in it that names the asker."""
    asker = db.session.get_one(Person, question.person_id)
    title, asked, answer = (without_names(text, asker) for text in (question.title, turn.text, turn.answer))
    language = "zh" if _HAN.search(answer) else "en"
    quoted = "\n".join(f"> {line}" for line in asked.splitlines())
    name = f"question-{question.id}" + (f"-{turn.number}" if turn.number > 1 else "")
    draft = ArticleDraft(
        article=name,
        turn_id=turn.id,
        created_at=clock.now(),
        created_by_id=by.id,
        search_text=folded(title, answer, asked),
        **{
            f"title_{language}": title[:TITLE_LIMIT],
            f"body_{language}": f"{answer}\n\n{SAID_ABOUT[language]}\n\n{quoted}",
        },
    )
    db.session.add(draft)
    db.session.flush()
    audit.record(act="draft:made", subject=("draft", draft.id), actor_id=by.id)
    return draft


def without_names(text: str, person: Person) -> str:
    """A text without what somebody is known by."""
    known = sorted(filter(None, (person.name, person.employee_no, person.email)), key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in known)
    return re.sub(pattern, LEFT_OUT, text, flags=re.IGNORECASE) if pattern else text
