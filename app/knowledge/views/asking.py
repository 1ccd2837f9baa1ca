"""Asking the superusers: articles first, then the question; and one's own questions."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.knowledge.actions.asking import ask, ask_again, new_token, say_solved
from app.knowledge.actions.errors import StillWaiting
from app.knowledge.forms.questions import QuestionForm, TurnForm
from app.knowledge.policies import is_own
from app.knowledge.queries.finding import suggested_articles
from app.knowledge.queries.questions import own_questions, question_seen_by
from app.knowledge.views import blueprint
from app.knowledge.views.question import question_answer


@blueprint.get("/knowledge/questions/mine")
@requires(signed_in)
def show_own_questions() -> Response:
    """What one has asked, the newest first."""
    q = request.args.get("q", "")[:100]
    found = own_questions(current_user.id, number=request.args.get("page", 1, type=int) or 1, q=q)
    return page("knowledge/own_questions.html", fragments={"own-questions"}, found=found, q=q)


@blueprint.get("/knowledge/questions/new")
@requires(signed_in)
def show_new_question() -> Response:
    """The form for a question; what was searched for is in it already."""
    started = {
        "token": new_token(),
        "text": request.args.get("text", "")[:400],
        "article": request.args.get("article", "")[:60],
    }
    return _form_answer(QuestionForm(formdata=None, data=started))


@blueprint.post("/knowledge/suggestions")
@requires(signed_in)
def create_suggestions() -> Response:
    """Articles like the question being written. A POST, because a text is too long for an address."""
    return _form_answer(QuestionForm())


@blueprint.post("/knowledge/questions")
@requires(signed_in)
def create_question() -> Response:
    """Ask; where articles may answer it and were not offered yet, they are offered first, with the text kept."""
    form = QuestionForm()
    if not form.validate_on_submit():
        return _form_answer(form, status=422)
    if not form.shown.data and suggested_articles(form.text.data, language()):
        return _form_answer(form)
    question = ask(
        person_id=current_user.id, text=form.text.data, article=form.article.data, token=form.token.data or None
    )
    flash(_("Your question is on its way. You hear as soon as it is answered."), "success")
    return see_other(url_for(".show_question", question_id=question.id))


def _form_answer(form: QuestionForm, status: int = 200) -> Response:
    return page(
        "knowledge/question_form.html",
        fragments={"article-suggestions"},
        status=status,
        form=form,
        suggestions=suggested_articles(form.text.data or "", language()),
    )


@blueprint.post("/knowledge/questions/<int:question_id>/solution")
@requires(signed_in)
def create_solution(question_id: int) -> Response:
    """The asker says that it is solved."""
    _own(question_id)
    try:
        say_solved(question_id=question_id)
    except StillWaiting:
        return question_answer(question_id, status=409)
    flash(_("Good to hear. Thank you for saying so."), "success")
    return see_other(url_for(".show_question", question_id=question_id))


@blueprint.post("/knowledge/questions/<int:question_id>/turns")
@requires(signed_in)
def create_turn(question_id: int) -> Response:
    """The asker asks again."""
    _own(question_id)
    form = TurnForm()
    if not form.validate_on_submit():
        return question_answer(question_id, status=422, turn=form)
    try:
        ask_again(question_id=question_id, text=form.again.data)
    except StillWaiting:
        return question_answer(question_id, status=409, turn=form)
    flash(_("Your question is on its way. You hear as soon as it is answered."), "success")
    return see_other(url_for(".show_question", question_id=question_id))


def _own(question_id: int) -> None:
    question = question_seen_by(question_id, current_user) or abort(404)
    if not is_own(current_user, question):
        abort(403)
