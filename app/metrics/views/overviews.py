"""The index of departments side by side, and the funnel of ideas."""

from flask import Response, abort, request
from flask_login import current_user

from app.foundation.pages import page
from app.foundation.security import requires
from app.metrics import texts
from app.metrics.formulas.adoption import WEIGHTS
from app.metrics.formulas.funnel import EXITS, STEPS
from app.metrics.formulas.numbers import rounded
from app.metrics.labels import FUNNEL, INDEX_PARTS
from app.metrics.policies import may_see_figures
from app.metrics.queries.definitions import lines_of
from app.metrics.queries.overviews import funnel_of, index_lines
from app.metrics.views.blueprint import blueprint
from app.metrics.views.dashboard import asked_scope


@blueprint.get("/departments")
@requires(may_see_figures)
def show_departments() -> Response:
    """The adoption index of the department on top and of those below it, with the five parts of each."""
    form, scope, status = asked_scope()
    return page(
        "metrics/departments.html",
        status=status,
        form=form,
        scope=scope,
        lines=index_lines(scope),
        weights=WEIGHTS,
        parts=INDEX_PARTS,
        texts=texts,
        rounded=rounded,
    )


@blueprint.get("/funnel")
@requires(may_see_figures)
def show_funnel() -> Response:
    """How far the ideas of a year have come, and which they are."""
    step, words = request.args.get("step", "submitted"), request.args.get("q", "")[:100]
    if step not in FUNNEL:
        abort(404)
    form, scope, status = asked_scope()
    found = funnel_of(scope)
    return page(
        "metrics/funnel.html",
        fragments={"row-list"},
        status=status,
        form=form,
        scope=scope,
        steps=[(name, FUNNEL[name], len(found[name])) for name in STEPS],
        exits=[(name, FUNNEL[name], len(found[name])) for name in EXITS],
        step=step,
        title=FUNNEL[step],
        words=words,
        rows=lines_of(found[step], scope.nodes, current_user, words, request.args.get("page", 1, type=int)),
    )
