"""Moves of an idea: by the PMO along the listed moves, by its author when it is taken back."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions, policies, queries
from app.feedback.actions.errors import AnswerMissing, IdeaNotFound, MoveNotListed, StaleIdea
from app.feedback.forms.moves import MoveForm, ReasonForm
from app.feedback.labels import status_label
from app.feedback.models import DeclineCode, IdeaStatus
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer, move_form_for
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/feedback/ideas/<int:number>/moves")
@requires(policies.may_moderate)
def create_move(number: int) -> Response:
    """Move an idea on, with the words that go to everyone who waits. Whoever saw an older state gets 409 and the present one."""
    idea = queries.idea_numbered(number, current_user)
    if idea is None:
        raise IdeaNotFound
    form = MoveForm()
    move_form_for(idea, form)
    if form.version.data != idea.version:
        return idea_answer(number, status=409, move_form=form, stale=True)
    if not form.validate_on_submit():
        return idea_answer(number, status=422, move_form=form)
    try:
        to = IdeaStatus(form.to.data)
        actions.move_idea(
            idea_id=number,
            to=to,
            version=form.version.data,
            actor=current_user,
            reason=form.reason.data,
            decline_code=DeclineCode(form.decline_code.data) if form.declines else None,
            decision_ref=form.decision_ref.data,
            parked_until=form.parked_until.data,
        )
    except (StaleIdea, MoveNotListed, AnswerMissing):
        return idea_answer(number, status=409, move_form=form, stale=True)
    flash(_("The idea is now: %(status)s", status=status_label(to)), "success")
    return see_other(url_for(".show_idea", number=number))


@blueprint.post("/feedback/ideas/<int:number>/withdrawal")
@requires(signed_in)
def create_withdrawal(number: int) -> Response:
    """Take one's own idea back."""
    idea = queries.idea_numbered(number, current_user)
    if idea is None or idea.author_id != current_user.id:
        abort(404)
    form = ReasonForm()
    try:
        actions.withdraw_idea(
            idea_id=number, version=form.version.data or 0, author=current_user, reason=form.reason.data
        )
    except (StaleIdea, MoveNotListed):
        return idea_answer(number, status=409, stale=True)
    flash(_("Your idea is withdrawn. Votes have been returned."), "info")
    return see_other(url_for(".show_idea", number=number))
