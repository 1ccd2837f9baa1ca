"""The post-implementation review of a change request."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions, policies
from app.changes.actions.errors import GuardFailed, MoveNotListed, StaleChange
from app.changes.forms.requests import ReviewForm
from app.changes.models import ChangeRequest, ReviewOutcome
from app.changes.queries.requests import linked_ideas
from app.changes.views.blueprint import blueprint
from app.changes.views.change import change_answer, readable_change
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/changes/<int:number>/review")
@requires(signed_in)
def show_review(number: int) -> Response:
    """The form of the review."""
    return _answer(_reviewable(number), ReviewForm(formdata=None))


def _reviewable(number: int) -> ChangeRequest:
    change = readable_change(number)
    if not policies.may_review(current_user, change):
        abort(403)
    return change


@blueprint.post("/changes/<int:number>/review")
@requires(signed_in)
def create_review(number: int) -> Response:
    """Write the review, and close the change as it says; the ideas follow."""
    change, form = _reviewable(number), ReviewForm()
    if not form.validate_on_submit():
        return _answer(change, form, status=422)
    try:
        actions.write_review(
            change_id=number,
            version=form.version.data or 0,
            actor=current_user,
            outcome=ReviewOutcome(form.outcome.data),
            objectives_met=form.objectives_met.data,
            incidents=form.incidents.data,
            lessons=form.lessons.data,
        )
    except GuardFailed as why:
        add_error(form.outcome, str(why.sentence))
        return _answer(change, form, status=422)
    except (StaleChange, MoveNotListed):
        return change_answer(number, status=409, stale=True)
    flash(_("The review is written; the change request is closed."), "success")
    return see_other(url_for(".show_change", number=number, _anchor="review"))


def _answer(change: ChangeRequest, form: ReviewForm, *, status: int = 200) -> Response:
    ideas = linked_ideas(change.id, current_user)
    return page("changes/review.html", status=status, change=change, form=form, ideas=ideas)
