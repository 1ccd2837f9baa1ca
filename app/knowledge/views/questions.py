"""Questions that wait for superusers and the PMO, and answering them."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.knowledge.actions.answering import answer_question
from app.knowledge.actions.errors import AlreadyAnswered
from app.knowledge.forms.questions import AnswerForm
from app.knowledge.models import QuestionState
from app.knowledge.policies import is_own, may_answer, sees_every_question
from app.knowledge.queries.questions import (
    counts_in_reach,
    days_waiting,
    next_waiting,
    question_seen_by,
    questions_in,
    stuck_in_reach,
)
from app.knowledge.views import blueprint
from app.knowledge.views.question import question_answer

STUCK = "stuck"
"""In the address: those that wait and nobody comes to."""


@blueprint.get("/knowledge/questions")
@requires(may_answer)
def show_questions() -> Response:
    """The questions in reach, those that wait first; whoever sees them all also finds those that nobody comes to."""
    asked = request.args.get("state", "")
    whole = sees_every_question(current_user)
    stuck = whole and asked == STUCK
    state = QuestionState(asked) if asked in QuestionState.__members__ else QuestionState.waiting
    q = request.args.get("q", "")[:100]
    return page(
        "knowledge/questions.html",
        fragments={"question-list"},
        state=state,
        whole=whole,
        stuck=stuck,
        shown=STUCK if stuck else state.value,
        q=q,
        found=questions_in(state, current_user, q=q, number=request.args.get("page", 1, type=int) or 1, stuck=stuck),
        counts=counts_in_reach(current_user),
        stuck_count=stuck_in_reach(current_user) if whole else 0,
        days_waiting=days_waiting,
    )


@blueprint.get("/knowledge/questions/next")
@requires(may_answer)
def show_next_question() -> Response:
    """The question that waits longest; the empty queue where none does."""
    number = next_waiting(current_user)
    return see_other(url_for(".show_question", question_id=number) if number else url_for(".show_questions"))


@blueprint.get("/knowledge/questions/<int:question_id>")
@requires(signed_in)
def show_question(question_id: int) -> Response:
    """One question with its answers; for its asker, superusers in reach and the PMO."""
    return question_answer(question_id)


@blueprint.post("/knowledge/questions/<int:question_id>/answers")
@requires(may_answer)
def create_answer(question_id: int) -> Response:
    """Answer, and make a draft of it where that was ticked."""
    question = question_seen_by(question_id, current_user) or abort(404)
    if is_own(current_user, question):
        abort(403)
    form = AnswerForm()
    if not form.validate_on_submit():
        return question_answer(question_id, status=422, answer=form)
    try:
        draft = answer_question(
            question_id=question_id,
            turn_id=form.turn.data or 0,
            by=current_user,
            text=form.answer.data,
            with_draft=form.draft.data,
        )
    except AlreadyAnswered:
        return question_answer(question_id, status=409, answer=form)
    if draft is None:
        flash(_("Your answer is on its way."), "success")
        return see_other(url_for(".show_question", question_id=question_id))
    flash(_("Your answer is on its way, and this is the draft of the article."), "success")
    return see_other(url_for(".show_draft", draft_id=draft.id))
