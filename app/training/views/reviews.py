"""What superusers look at: the queue, one task after the other, and how often two of them agree."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.calendar import working_calendar
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.paging import Page
from app.foundation.security import id_in, requires
from app.training import policies
from app.training.actions import reviewing
from app.training.content.kinds.signoff import name_of
from app.training.forms import ReviewForm
from app.training.queries import agreement, cases, reviews
from app.training.queries.cases import Case
from app.training.queries.reviews import Filter
from app.training.views.blueprint import blueprint
from app.training.views.legend import legend_of

VIEWS = ("waiting", "second", "requests", "reviewed")
VERDICTS = ("accept", "return")


@blueprint.get("/training/reviews")
@requires(policies.may_see_reviews)
def show_reviews() -> Response:
    """What waits, the oldest first; for a superuser the own queue, for others all that was handed in."""
    view = request.args.get("view", "")
    shelves = reviews.shelves()
    reviewer = current_user if policies.reviews_at_all(current_user) else None
    shown = Filter(reviewer, request.args.get("path", type=id_in), request.args.get("q", "").strip()[:100])
    view = view if view in VIEWS else "waiting"
    return page(
        "training/reviews.html",
        fragments={"review-list"},
        view=view,
        found=_found(view, shown, shelves.outside_line, request.args.get("page", 1, int)),
        shown=shown,
        shelves=shelves,
        counts=reviews.counts(reviewer, shelves.outside_line),
        may_see_agreement=policies.may_see_agreement(current_user),
        reading_only=reviewer is None,
    )


@blueprint.get("/training/reviews/next")
@requires(policies.may_see_reviews)
def show_next_review() -> Response:
    """On to whatever has waited longest; to the queue where nothing does."""
    if not policies.reviews_at_all(current_user):
        return see_other(url_for("training.show_reviews"))
    found = reviews.next_for(current_user, reviews.shelves().outside_line)
    if found is None:
        flash(_("Nothing waits for you. Thank you!"), "success")
        return see_other(url_for("training.show_reviews"))
    kind, number = found
    if kind == "request":
        return see_other(url_for("training.show_attempt_request", request_id=number))
    return see_other(url_for("training.show_review", submission_id=number))


@blueprint.get("/training/reviews/agreement")
@requires(policies.may_see_agreement)
def show_agreement() -> Response:
    """Reviews that were looked at twice, and whether both came to the same."""
    words = request.args.get("q", "").strip()[:100]
    return page(
        "training/review_agreement.html",
        fragments={"agreement-list"},
        totals=agreement.totals(),
        flow=agreement.flow(working_calendar()),
        days=agreement.DAYS,
        found=agreement.pairs(words=words, number=request.args.get("page", 1, int)),
        words=words,
        shelves=reviews.shelves(),
    )


@blueprint.get("/training/reviews/<int:submission_id>")
@requires(policies.may_see_reviews)
def show_review(submission_id: int) -> Response:
    """One task with all its versions, and the rubric to tick."""
    return _review_page(_readable(submission_id), ReviewForm(formdata=None), [])


@blueprint.get("/training/reviews/<int:submission_id>/decisions")
@requires(policies.may_see_reviews)
def show_review_again(submission_id: int) -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_review", submission_id=_readable(submission_id).submission.id))


@blueprint.post("/training/reviews/<int:submission_id>/decisions")
@requires(policies.may_see_reviews)
def create_review(submission_id: int) -> Response:
    """Accept a task, or return it; a second look at one of the sample."""
    case, form = _readable(submission_id), ReviewForm()
    if not _may_decide(case):
        abort(409 if _may_ever_decide(case) else 403)
    verdict, met = request.form.get("verdict", ""), _ticked(case)
    if verdict not in VERDICTS or not form.validate_on_submit():
        return _review_page(case, form, met, status=422)
    act = reviewing.review if case.is_waiting else reviewing.look_again
    said = {"met": met, "accepted": verdict == "accept", "comment": form.comment.data or ""}
    try:
        act(submission=case.submission, task=case.task, reviewer_id=current_user.id, **said)  # type: ignore[arg-type]
    except reviewing.Unfinished as unfinished:
        return _unfinished_page(case, form, met, unfinished.reason)
    except reviewing.AlreadyReviewed:
        abort(409)
    flash(_said(verdict, first=case.is_waiting), "success")
    return see_other(url_for("training.show_review", submission_id=submission_id))


def _found(view: str, shown: Filter, strict: Collection[int], number: int) -> Page[Any]:
    if view == "second":
        return reviews.second_looks(shown, strict, number=number)
    if view == "requests":
        return reviews.requests(shown, number=number)
    if view == "reviewed":
        return reviews.reviewed(shown, number=number)
    return reviews.waiting(shown, strict, number=number)


def _readable(submission_id: int) -> Case:
    """Who reads all reads it; a superuser what may be reviewed by this one, or was."""
    case = cases.case_of(submission_id) or abort(404)
    own = any(one.reviewer_id == current_user.id for one in (case.review, case.second) if one)
    if not (policies.reads_all_reviews(current_user) or own or _may_ever_decide(case)):
        abort(404)
    return case


def _may_ever_decide(case: Case) -> bool:
    reach = policies.may_review(current_user, case.learner, case.serving, outside_line=case.outside_line)
    return reach or _may_look_again(case)


def _may_decide(case: Case) -> bool:
    if case.is_waiting:
        return policies.may_review(current_user, case.learner, case.serving, outside_line=case.outside_line)
    return case.wants_second_look and _may_look_again(case)


def _may_look_again(case: Case) -> bool:
    first = case.review
    if first is None or not case.submission.sampled:
        return False
    return policies.may_look_again(current_user, case.learner, first.reviewer_id, outside_line=case.outside_line)


def _ticked(case: Case) -> list[bool]:
    return [request.form.get(name_of(index)) is not None for index in range(len(case.task.criteria))]


def _unfinished_page(case: Case, form: ReviewForm, met: list[bool], reason: str) -> Response:
    if reason == "comment":
        add_error(form.comment, _("Say in a sentence what is still to be done."))
        return _review_page(case, form, met, status=422)
    told = (
        _("Everything is ticked, so there is nothing to return: accept it, or untick what is missing.")
        if all(met)
        else _("To accept it every criterion must be ticked. If one is missing, return it.")
    )
    return _review_page(case, form, met, status=422, problem=told)


def _said(verdict: str, *, first: bool) -> str:
    if not first:
        return str(_("Kept beside the first review. Thank you for the second look."))
    if verdict == "accept":
        return str(_("Accepted. The learner is told."))
    return str(_("Returned. The learner is told what is still to be done."))


def _review_page(case: Case, form: ReviewForm, met: list[bool], status: int = 200, problem: str = "") -> Response:
    deciding = _may_decide(case)
    blind = deciding and not case.is_waiting
    view = case.task.presentation(language(), 0)
    return page(
        "training/review.html",
        status=status,
        case=case,
        view=view,
        module=case.then.path.module(case.submission.module_id),
        shown=case.shown(language(), blind=blind),
        blind=blind,
        deciding=deciding,
        form=form,
        met=met,
        problem=problem,
        reviews_at_all=policies.reviews_at_all(current_user),
        **legend_of([view.scenario]),
    )
