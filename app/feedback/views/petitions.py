"""Asking for a second look at an idea, and the PMO's answers."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, queries
from app.feedback.actions.errors import AlreadyAnswered, IdeaNotFound, MoveNotListed, NotInvolved
from app.feedback.forms.petitions import AnswerForm, EvidenceForm
from app.feedback.policies import may_moderate
from app.feedback.queries.petitions import request_of
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer
from app.feedback.views.second_look import BesideForms
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/feedback/ideas/<int:number>/reopen-requests")
@requires(signed_in)
def create_reopen_request(number: int) -> Response:
    """Ask with new evidence that a declined idea be opened again."""
    _known(number)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, forms=BesideForms(evidence=form))
    try:
        actions.ask_to_reopen(idea_id=number, person=current_user, evidence=form.text.data)
    except NotInvolved:
        abort(403)
    except MoveNotListed:
        return idea_answer(number, status=409, stale=True)
    flash(_("The PMO has your evidence and will answer you."), "success")
    return see_other(url_for(".show_idea", number=number))


@blueprint.post("/feedback/ideas/<int:number>/reopen-requests/<int:request_id>")
@requires(may_moderate)
def answer_reopen_request(number: int, request_id: int) -> Response:
    """Open the idea again, or say why not."""
    if request_of(number, request_id) is None:
        abort(404)
    form = AnswerForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, forms=BesideForms(answer=form, answers_request=request_id))
    accepted = form.accepted.data == "1"
    try:
        actions.answer_reopening(request_id=request_id, actor=current_user, accepted=accepted, answer=form.answer.data)
    except (AlreadyAnswered, MoveNotListed):
        return idea_answer(number, status=409, forms=BesideForms(answer=form, answers_request=request_id), stale=True)
    flash(
        _("The idea is open again.") if accepted else _("The idea stays declined; your answer is on its way."),
        "success",
    )
    return see_other(url_for(".show_idea", number=number))


@blueprint.post("/feedback/ideas/<int:number>/objections")
@requires(signed_in)
def create_objection(number: int) -> Response:
    """Say that a delivery has not solved it."""
    _known(number)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, forms=BesideForms(evidence=form))
    try:
        actions.object_to_delivery(idea_id=number, person=current_user, text=form.text.data)
    except NotInvolved:
        abort(403)
    except MoveNotListed:
        return idea_answer(number, status=409, stale=True)
    flash(
        _("Noted: it is not solved for you. With three such voices work on it goes on; the PMO reads each."), "success"
    )
    return see_other(url_for(".show_idea", number=number))


@blueprint.post("/feedback/ideas/<int:number>/objections/answer")
@requires(may_moderate)
def answer_objections(number: int) -> Response:
    """Answer all who object: the delivery stays."""
    _known(number)
    form = AnswerForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, forms=BesideForms(answer=form))
    try:
        actions.answer_objections(idea_id=number, actor=current_user, answer=form.answer.data)
    except MoveNotListed:
        return idea_answer(number, status=409, forms=BesideForms(answer=form), stale=True)
    flash(_("Your answer stands on the page of the idea."), "success")
    return see_other(url_for(".show_idea", number=number))


def _known(number: int) -> None:
    if queries.idea_numbered(number, current_user) is None:
        raise IdeaNotFound
