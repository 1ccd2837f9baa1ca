"""Hiding an idea, and showing it again."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.feedback import actions
from app.feedback.actions.errors import StaleIdea
from app.feedback.forms.moves import HideForm, ReasonForm
from app.feedback.policies import may_moderate
from app.feedback.views import blueprint
from app.feedback.views.idea import idea_answer
from app.feedback.views.second_look import BesideForms
from app.foundation.pages import see_other
from app.foundation.security import requires


@blueprint.post("/feedback/ideas/<int:number>/hiding")
@requires(may_moderate)
def create_idea_hiding(number: int) -> Response:
    """Hide an idea with a reason; only its author, the PMO and auditors see it then."""
    form = HideForm()
    if not form.validate_on_submit():
        return idea_answer(number, status=422, forms=BesideForms(hide=form))
    try:
        actions.hide_idea(idea_id=number, version=form.version.data or 0, actor=current_user, reason=form.reason.data)
    except StaleIdea:
        return idea_answer(number, status=409, forms=BesideForms(hide=form), stale=True)
    flash(_("The idea is hidden. Its author reads why; its votes have been returned."), "info")
    return see_other(url_for(".show_idea", number=number))


@blueprint.post("/feedback/ideas/<int:number>/hiding/delete")
@requires(may_moderate)
def delete_idea_hiding(number: int) -> Response:
    """Show a hidden idea again."""
    form = ReasonForm()
    try:
        actions.restore_idea(idea_id=number, version=form.version.data or 0, actor=current_user)
    except StaleIdea:
        return idea_answer(number, status=409, stale=True)
    flash(_("The idea can be seen again."), "success")
    return see_other(url_for(".show_idea", number=number))
