"""The goal of a metric: what it was, is and shall be, and for the PMO the form of the next version."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.metrics import texts
from app.metrics.actions.goals import NoBaseline, NoGoal, give_up, set_goal
from app.metrics.forms.goals import GiveUpForm, GoalForm
from app.metrics.formulas.marks import Found
from app.metrics.formulas.numbers import rounded
from app.metrics.models.months import Direction
from app.metrics.policies import may_see_figures, may_set_goals
from app.metrics.queries import goals
from app.metrics.queries.definitions import figure
from app.metrics.queries.scope import NotInScope, Scope, scope_for
from app.metrics.texts import Definition
from app.metrics.texts.goals import CHANGES, STANDINGS
from app.metrics.views.blueprint import blueprint


def goal_of(definition: Definition, scope: Scope, now: Found) -> dict[str, Any]:
    """What pages tell of the goal of a metric in a scope; goals hold for all paths together."""
    words = {"standings": STANDINGS, "changes": CHANGES, "may_set_goals": may_set_goals(current_user)}
    asked = goals.may_have_goal(definition) and scope.path is None
    goal = goals.goal_holding(definition.code, scope.single_id) if asked else None
    aim = goals.aim_of(goal, goals.measure_of(now), scope.as_of.day) if goal else None
    return {"aim": aim, "may_have_goal": asked, **words}


@blueprint.get("/definitions/<code>/goal")
@requires(may_see_figures)
def show_goal(code: str) -> Response:
    """The goal of a metric with every version of it."""
    definition, scope = _asked(code)
    holding = goals.goal_holding(code, scope.single_id)
    month_before = scope.as_of.first - timedelta(days=1)
    form = GoalForm(formdata=None, data={"baseline_on": month_before, "direction": Direction.at_least.value})
    if holding is not None:
        known = {
            "target": Decimal(holding.target),
            "due_month": holding.due_month,
            "direction": holding.direction.value,
        }
        form = GoalForm(formdata=None, data={**known, "baseline_on": holding.baseline_on})
    return _goal_page(definition, scope, form, GiveUpForm(formdata=None))


@blueprint.post("/definitions/<code>/goal")
@requires(may_set_goals)
def create_goal(code: str) -> Response:
    """Save a version; the baseline is counted, never typed."""
    definition, scope = _asked(code)
    form = GoalForm()
    form.offer(definition, clock.today())
    if form.validate_on_submit():
        then = scope_for(current_user, department=_department(), path="", day=form.baseline_on.data)
        try:
            set_goal(
                code=code,
                department_id=scope.single_id,
                data=form.goal,
                baseline=figure(definition, then).found,
                by_id=current_user.id,
            )
        except NoBaseline:
            add_error(form.baseline_on, _("On that day the metric has no value. Choose another day."))
        else:
            flash(_("The goal is set."), "success")
            return see_other(url_for("metrics.show_goal", code=code, department=_department() or None))
    return _goal_page(definition, scope, form, GiveUpForm(formdata=None), status=422)


@blueprint.get("/definitions/<code>/goal/withdrawal")
@requires(may_set_goals)
def show_goal_again(code: str) -> Response:
    """From the address of the form back to its page."""
    return see_other(url_for("metrics.show_goal", code=code, department=_department() or None))


@blueprint.post("/definitions/<code>/goal/withdrawal")
@requires(may_set_goals)
def create_goal_withdrawal(code: str) -> Response:
    """Give the goal up, with a reason; what it was stays to be read."""
    definition, scope = _asked(code)
    form = GiveUpForm()
    if not form.validate_on_submit():
        goal_form = GoalForm(formdata=None)
        return _goal_page(definition, scope, goal_form, form, status=422)
    try:
        give_up(goal=goals.goal_holding(code, scope.single_id), reason=form.why.data, by_id=current_user.id)
    except NoGoal:
        abort(409)
    flash(_("The goal is given up."), "success")
    return see_other(url_for("metrics.show_goal", code=code, department=_department() or None))


def _department() -> str:
    return request.args.get("department", "")[:50]


def _asked(code: str) -> tuple[Definition, Scope]:
    definition = texts.DEFINITIONS.get(code)
    if definition is None or not goals.may_have_goal(definition):
        abort(404)
    try:
        scope = scope_for(current_user, department=_department(), path="", day=clock.today())
    except NotInScope:
        abort(404)
    if "company" in definition.dimensions and scope.single_id is not None:
        abort(404)
    return definition, scope


def _goal_page(
    definition: Definition, scope: Scope, form: GoalForm, give_up_form: GiveUpForm, status: int = 200
) -> Response:
    form.offer(definition, clock.today())
    return page(
        "metrics/goal.html",
        status=status,
        definition=definition,
        scope=scope,
        form=form,
        give_up_form=give_up_form,
        versions=goals.goal_versions(definition.code, scope.single_id, number=request.args.get("page", 1, type=int)),
        texts=texts,
        rounded=rounded,
        fraction=Fraction,
        **goal_of(definition, scope, figure(definition, scope).found),
    )
