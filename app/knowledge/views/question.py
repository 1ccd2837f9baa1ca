"""The page of one question, also as the answer to a form on it that could not be taken."""

from flask import Response, abort
from flask_login import current_user

from app.foundation.db import db
from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import load_person_again
from app.knowledge.forms.questions import AnswerForm, TurnForm
from app.knowledge.models import QuestionState
from app.knowledge.policies import is_own, may_edit_drafts
from app.knowledge.queries.articles import editions
from app.knowledge.queries.questions import draft_of, question_seen_by


def question_answer(
    question_id: int, *, status: int = 200, turn: TurnForm | None = None, answer: AnswerForm | None = None
) -> Response:
    """The page of a question, with forms as they were typed; 409 says that somebody was faster."""
    if status == 409:
        db.session.rollback()
        load_person_again()
    question = question_seen_by(question_id, current_user) or abort(404)
    own = is_own(current_user, question)
    last = question.turns[-1]
    return page(
        "knowledge/question.html",
        status=status,
        question=question,
        own=own,
        last=last,
        waiting=question.state is QuestionState.waiting,
        stale=status == 409,
        turn=turn or TurnForm(formdata=None),
        answer=answer or AnswerForm(formdata=None, data={"turn": last.id}),
        article=editions([question.article], language()).get(question.article) if question.article else None,
        draft=draft_of(question) if may_edit_drafts(current_user) else None,
    )
