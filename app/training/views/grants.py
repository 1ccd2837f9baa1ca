"""A superuser's answer to somebody who asks for one more attempt."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.actions import granting
from app.training.forms import GrantForm
from app.training.models import AttemptRequest
from app.training.queries import circles, grants, reviews
from app.training.views.blueprint import blueprint

ANSWERS = ("grant", "decline")


@blueprint.get("/training/reviews/requests/<int:request_id>")
@requires(policies.may_see_reviews)
def show_attempt_request(request_id: int) -> Response:
    """Who asks, for what, after which attempts."""
    return _request_page(_readable(request_id), GrantForm(formdata=None))


@blueprint.get("/training/reviews/requests/<int:request_id>/answers")
@requires(policies.may_see_reviews)
def show_attempt_request_again(request_id: int) -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_attempt_request", request_id=_readable(request_id).id))


@blueprint.post("/training/reviews/requests/<int:request_id>/answers")
@requires(policies.may_see_reviews)
def create_attempt_answer(request_id: int) -> Response:
    """Grant one more attempt, or decline."""
    asked, form = _readable(request_id), GrantForm()
    if not _may_answer(asked):
        abort(403)
    answer = request.form.get("answer", "")
    if answer not in ANSWERS or not form.validate_on_submit():
        return _request_page(asked, form, status=422)
    if answer == "decline" and not form.reason.data:
        add_error(form.reason, _("Say why not, and what should come first."))
        return _request_page(asked, form, status=422)
    granted = answer == "grant"
    try:
        granting.answer(request_id=asked.id, by_id=current_user.id, granted=granted, reason=form.reason.data or "")
    except granting.AlreadyAnswered:
        abort(409)
    flash(
        _("Granted: one more attempt. The learner is told.") if granted else _("Declined. The learner is told why."),
        "success",
    )
    return see_other(url_for("training.show_attempt_request", request_id=asked.id))


def _readable(request_id: int) -> AttemptRequest:
    asked = reviews.request_with_learner(request_id) or abort(404)
    answered = asked.answered_by_id == current_user.id
    if not (policies.reads_all_reviews(current_user) or answered or _may_answer(asked)):
        abort(404)
    return asked


def _may_answer(asked: AttemptRequest) -> bool:
    serving = circles.superusers_of(asked.person.department_id)
    return policies.may_review(current_user, asked.person, serving, outside_line=False)


def _request_page(asked: AttemptRequest, form: GrantForm, status: int = 200) -> Response:
    return page(
        "training/review_request.html",
        status=status,
        asked=asked,
        attempts=grants.attempts_before(asked),
        shelves=reviews.shelves(),
        form=form,
        deciding=asked.answered_at is None and asked.assignment.closed_at is None and _may_answer(asked),
        reviews_at_all=policies.reviews_at_all(current_user),
    )
