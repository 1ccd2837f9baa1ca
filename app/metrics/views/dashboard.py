"""The dashboard, what a metric means, and the rows behind each number."""

from fractions import Fraction

from flask import Response, abort, render_template, url_for
from flask_login import current_user
from htmx_flask import request
from markupsafe import Markup

from app.foundation import clock
from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import requires
from app.metrics import texts
from app.metrics.forms import ScopeForm
from app.metrics.formulas.goals import Measure
from app.metrics.formulas.numbers import Ratio, rounded
from app.metrics.labels import AGES, METRICS, Metric
from app.metrics.policies import may_see_figures, may_see_time_notes
from app.metrics.queries.dashboard import Dashboard, dashboard
from app.metrics.queries.goals import Aim, aim_of, goals_holding
from app.metrics.queries.kept import kept
from app.metrics.queries.pauses import people_paused
from app.metrics.queries.rows import Asked, Part, rows_of
from app.metrics.queries.scope import NotInScope, Scope, scope_for
from app.metrics.texts.goals import CHANGES, STANDINGS
from app.metrics.views.blueprint import blueprint

PARTS: dict[str, Part] = {"denominator": "denominator", "numerator": "numerator", "rest": "rest"}


@blueprint.get("/")
@requires(may_see_figures)
def show_dashboard() -> Response:
    """The figures of a scope."""
    form, scope, status = asked_scope(with_paths=True)
    return page(
        "metrics/dashboard.html",
        status=status,
        scope=scope,
        chooser=_chooser(form, scope),
        board=_board(scope),
        paused=kept(("paused", *scope.key), lambda: people_paused(scope)),
        may_see_notes=may_see_time_notes(current_user),
    )


@blueprint.get("/<name>")
@requires(may_see_figures)
def show_metric(name: str) -> Response:
    """How one metric is counted, and what it is in a scope."""
    metric = _metric(name)
    form, scope, status = asked_scope(with_paths=True)
    return page("metrics/metric.html", status=status, form=form, scope=scope, metric=metric, board=dashboard(scope))


@blueprint.get("/<name>/rows")
@requires(may_see_figures)
def show_rows(name: str) -> Response:
    """The rows that a number was counted from."""
    metric = _metric(name)
    form, scope, status = asked_scope(with_paths=True)
    asked = _asked_rows(metric)
    return page(
        "metrics/rows.html",
        fragments={"row-list"},
        status=status,
        form=form,
        scope=scope,
        metric=metric,
        asked=asked,
        board=dashboard(scope),
        rows=rows_of(scope, asked),
        ages=AGES,
    )


def _metric(name: str) -> Metric:
    if name not in METRICS:
        abort(404)
    return METRICS[name]


def asked_scope(*, with_paths: bool = False) -> tuple[ScopeForm, Scope, int]:
    """The form, the scope and the status of what the address asks for; 404 for what is not the reader's."""
    form = ScopeForm(request.args)
    status = 200 if form.validate() else 422
    day = clock.today() if form.as_of.errors or form.as_of.data is None else form.as_of.data
    try:
        asked = {"department": form.department.data or "", "path": form.path.data or ""}
        scope = scope_for(current_user, **asked, day=day, with_paths=with_paths)
    except NotInScope:
        abort(404)
    form.offer(scope)
    if not form.as_of.errors:
        form.as_of.data = day
    return form, scope, status


def _asked_rows(metric: Metric) -> Asked:
    part, age = request.args.get("part", "denominator"), request.args.get("age", "")
    if part not in PARTS or (age and (age not in AGES or metric.name != "overdue")):
        abort(404)
    query, number = request.args.get("q", "")[:100], request.args.get("page", 1, type=int)
    return Asked(metric.name, PARTS[part], age, query, number, current_user)


def _chooser(form: ScopeForm, scope: Scope) -> Markup:
    """The form that chooses a scope: hundreds of departments, and the same for everybody who sees them."""

    def rendered() -> str:
        return render_template("metrics/_scope.html", form=form, target=url_for(".show_dashboard"))

    if form.errors:
        return Markup(rendered())  # noqa: S704 (a template of ours, escaped there)
    return kept(("chooser", language(), *scope.key), lambda: Markup(rendered()))  # noqa: S704 (the same)


def _board(scope: Scope) -> Markup:
    key = ("board", language(), *scope.key)
    return kept(key, lambda: Markup(_rendered(scope)))  # noqa: S704 (a template of ours, escaped there)


def _rendered(scope: Scope) -> str:
    board = dashboard(scope)
    return render_template(
        "metrics/_board.html",
        scope=scope,
        board=board,
        metrics=METRICS,
        ages=AGES,
        aims=_aims(scope, board),
        standings=STANDINGS,
        changes=CHANGES,
        texts=texts,
        rounded=rounded,
    )


def _aims(scope: Scope, board: Dashboard) -> dict[str, Aim]:
    """The goals of the figures of the dashboard, by name; goals hold for all paths together."""
    if scope.path is not None:
        return {}
    holding = goals_holding([metric.code for metric in METRICS.values()], scope.single_id)
    return {
        metric.name: aim_of(holding[metric.code], _measure(metric, board.now[metric.name]), scope.as_of.day)
        for metric in METRICS.values()
        if metric.code in holding
    }


def _measure(metric: Metric, now: Ratio) -> Measure:
    """The figure that the registry has under the same code: of ideas it is the net number."""
    if metric.name == "ideas":
        return Measure(Fraction(now.numerator))
    return Measure(now.value, now if now.denominator else None)
