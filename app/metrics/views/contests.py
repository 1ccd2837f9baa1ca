"""Contests: a person contests a row of the own score; somebody else acknowledges and decides."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.metrics.actions import contests as acts
from app.metrics.forms.scorecards import ContestForm, DecisionForm
from app.metrics.labels import SCORE_PARTS
from app.metrics.models import Contest, ContestOutcome, CorrectionKind
from app.metrics.policies import may_judge_contests
from app.metrics.queries.contests import (
    calendar_of_contests,
    contest_named,
    contest_queue,
    deadlines_of,
    deciders_of,
    is_passed_to,
    own_standing_assignment,
)
from app.metrics.queries.scorecard_events import events_of
from app.metrics.queries.scorecards import drawn_cards
from app.metrics.views.blueprint import blueprint
from app.training.models import Assignment
from app.training.queries.lateness import late_completion

OF_ASSIGNMENTS = ("completion", "on_time", "assessment", "practice")
STATES = ("", "open", "decided")


@blueprint.get("/people/me/contests/new")
@requires(signed_in)
def show_new_contest() -> Response:
    """Contest a part of the own score, or one assignment in it."""
    return _contest_page(ContestForm(part=request.args.get("part", "")), *_asked())


@blueprint.post("/people/me/contests")
@requires(signed_in)
def create_contest() -> Response:
    """Send the contest to those who decide."""
    assignment, month = _asked()
    form = ContestForm()
    form.offer(OF_ASSIGNMENTS if assignment else list(SCORE_PARTS))
    if not form.validate_on_submit():
        return _contest_page(form, assignment, month, status=422)
    try:
        contest = acts.open_contest(
            person_id=current_user.id,
            month=month,
            part=form.part.data,
            assignment_id=assignment.id if assignment else None,
            reason=form.reason.data,
        )
    except acts.AlreadyContested:
        flash(_("You contest this already; here is how it stands."), "info")
        return see_other(url_for("metrics.show_own"))
    flash(_("Sent. Somebody who did not record it decides within ten working days."), "success")
    return see_other(url_for("metrics.show_contest", contest_id=contest.id))


@blueprint.get("/people/me/contests")
@requires(signed_in)
def show_contest_again() -> Response:
    """The address of the form leads back to the own score."""
    return see_other(url_for("metrics.show_own"))


@blueprint.get("/contests")
@requires(may_judge_contests)
def show_contests() -> Response:
    """Contests, those that wait longest first."""
    words, state = request.args.get("q", "")[:100], request.args.get("state", "open")
    if state not in STATES:
        abort(404)
    calendar = calendar_of_contests()
    rows = contest_queue(words=words, state=state, number=request.args.get("page", 1, type=int))
    return page(
        "metrics/contests.html",
        fragments={"contest-list"},
        rows=rows,
        words=words,
        state=state,
        labels=SCORE_PARTS,
        until=lambda contest: deadlines_of(contest, calendar),
        today=clock.today(),
    )


@blueprint.get("/contests/<int:contest_id>")
@requires(signed_in)
def show_contest(contest_id: int) -> Response:
    """A contest, for the person and for those who decide."""
    found = _found(contest_id)
    return _decision_page(found, DecisionForm())


@blueprint.post("/contests/<int:contest_id>/acknowledgement")
@requires(signed_in)
def create_acknowledgement(contest_id: int) -> Response:
    """Tell the person that it is looked into."""
    found = _found_of_another(contest_id)
    try:
        acts.acknowledge(contest_id=found.Contest.id, by_id=current_user.id)
    except acts.Settled:
        abort(409)
    flash(_("Acknowledged. The person is told."), "success")
    return see_other(url_for("metrics.show_contest", contest_id=contest_id))


@blueprint.post("/contests/<int:contest_id>/decision")
@requires(signed_in)
def create_contest_decision(contest_id: int) -> Response:
    """Decide a contest."""
    found, form = _found_of_another(contest_id), DecisionForm()
    if not found.Contest.is_open:
        abort(409)
    _offer(form, found)
    if not form.validate_on_submit():
        return _decision_page(found, form, status=422)
    kind = CorrectionKind(form.correction.data) if form.correction.data else None
    try:
        acts.decide(
            contest_id=contest_id,
            outcome=ContestOutcome(form.outcome.data),
            kind=kind,
            answer=form.answer.data,
            by_id=current_user.id,
        )
    except (acts.Settled, acts.NothingLate):
        abort(409)
    except acts.NotYours:
        abort(403)
    flash(_("Decided. The person is told, and what it changes is restated."), "success")
    return see_other(url_for("metrics.show_contest", contest_id=contest_id))


@blueprint.post("/contests/<int:contest_id>/withdrawal")
@requires(signed_in)
def create_contest_withdrawal(contest_id: int) -> Response:
    """Take the own contest back."""
    found = _found(contest_id)
    if found.Contest.person_id != current_user.id:
        abort(404)
    try:
        acts.take_back(contest_id=contest_id, by_id=current_user.id)
    except acts.Settled:
        abort(409)
    flash(_("Taken back."), "success")
    return see_other(url_for("metrics.show_own"))


def _asked() -> tuple[Assignment | None, str]:
    """The assignment (None: the whole part) and the month that is contested."""
    number = request.values.get("assignment", type=int)
    assignment = own_standing_assignment(current_user.id, number) or abort(404) if number else None
    month = request.values.get("month", "") or f"{clock.today():%Y-%m}"
    this = f"{clock.today():%Y-%m}"
    if month != this and month not in {card.month.month for card in drawn_cards(current_user.id)}:
        abort(404)
    return assignment, month


def _contest_page(form: ContestForm, assignment: Assignment | None, month: str, status: int = 200) -> Response:
    form.offer(OF_ASSIGNMENTS if assignment else list(SCORE_PARTS))
    return page("metrics/contest_new.html", status=status, form=form, assignment=assignment, month=month)


def _found(contest_id: int) -> Any:
    found = contest_named(contest_id)
    if found is None or not (found.Contest.person_id == current_user.id or _judges(found.Contest)):
        abort(404)
    return found


def _judges(contest: Contest) -> bool:
    """Whether the reader sees the contests of others, or was given this one to decide."""
    return may_judge_contests(current_user) or is_passed_to(contest.id, current_user.id)


def _found_of_another(contest_id: int) -> Any:
    found = _found(contest_id)
    if found.Contest.person_id == current_user.id:
        abort(404)
    return found


def _offer(form: DecisionForm, found: Any) -> None:
    about = found.Contest.assignment_id if found.Contest.part == "on_time" else None
    form.offer(found.Contest, late=about is not None and late_completion(about) is not None)


def _decision_page(found: Any, form: DecisionForm, status: int = 200) -> Response:
    _offer(form, found)
    about, is_open = found.Contest.assignment_id, found.Contest.is_open
    deciders = deciders_of(found.Contest, found.Person)
    return page(
        "metrics/contest.html",
        status=status,
        found=found,
        form=form,
        labels=SCORE_PARTS,
        until=deadlines_of(found.Contest, calendar_of_contests()),
        events=events_of(about) if about else [],
        may_decide=is_open and current_user.id in deciders.free,
        judges=may_judge_contests(current_user),
        nobody=is_open and not deciders.free,
        passed_to=deciders.passed,
        own=found.Contest.person_id == current_user.id,
    )
