"""Frozen months of a metric: the series, and one month with its restatements and what led to them."""

from datetime import date
from itertools import pairwise
from typing import Any

from flask import Response, abort, request
from flask_login import current_user

from app.accounts.policies import may_keep_calendar, may_see_audit
from app.foundation import clock
from app.foundation.pages import page
from app.foundation.paging import page_in
from app.foundation.security import requires
from app.metrics import texts
from app.metrics.formulas.months import first_of, is_month, last_of
from app.metrics.formulas.numbers import rounded
from app.metrics.policies import may_judge_contests, may_see_figures
from app.metrics.queries import months
from app.metrics.queries.counting import Place
from app.metrics.queries.definitions import figure
from app.metrics.queries.kept import kept, kept_calendar
from app.metrics.queries.months import Told
from app.metrics.queries.scope import NotInScope, Scope, scope_for
from app.metrics.texts import Definition
from app.metrics.views.blueprint import blueprint

SHOWN = 12


def months_of(definition: Definition, scope: Scope) -> dict[str, Any]:
    """What the page of a metric tells of frozen months; kept while nothing is frozen or restated."""
    place = _place(definition, scope)
    told = _told(place)
    return {
        "freezable": place is not None,
        "here": _here(scope),
        "frozen": told.series[-SHOWN:],
        "all_frozen": len(told.series),
        "closing": told.waiting,
        "may_keep_calendar": may_keep_calendar(current_user),
    }


def _told(place: Place | None) -> Told:
    return kept(("months", clock.today(), *(place or ())), lambda: months.told_of(place, kept_calendar))


def _place(definition: Definition, scope: Scope) -> Place | None:
    """What is frozen of a metric in a scope; nothing of what is not measured or not asked so, nor of a path in a department."""
    department, path = scope.single_id, scope.path_id
    if definition.count is None or (department and path) or (path and "path" not in definition.dimensions):
        return None
    return None if department and "company" in definition.dimensions else Place(definition.code, department, path)


def _here(scope: Scope) -> dict[str, str]:
    """The same department and path as parameters of a link, without the day."""
    return {name: value for name, value in scope.address.items() if name != "as_of"}


@blueprint.get("/definitions/<code>/months")
@requires(may_see_figures)
def show_frozen_months(code: str) -> Response:
    """Every frozen month of a metric, the newest first."""
    definition, scope = _asked(code, clock.today())
    told = _told(_place(definition, scope))
    return page(
        "metrics/months.html",
        fragments={"month-list"},
        definition=definition,
        scope=scope,
        here=_here(scope),
        found=page_in(list(reversed(told.series)), number=request.args.get("page", 1, type=int), size=SHOWN),
        closing=told.waiting,
        may_keep_calendar=may_keep_calendar(current_user),
        texts=texts,
        rounded=rounded,
    )


@blueprint.get("/definitions/<code>/months/<month>")
@requires(may_see_figures)
def show_frozen_month(code: str, month: str) -> Response:
    """One month: what was frozen and restated, and why; counted now where no worker has frozen it yet."""
    if not is_month(month, clock.today()):
        abort(404)
    definition, scope = _asked(code, last_of(month))
    place = _place(definition, scope) or abort(404)
    told = _told(place)
    found = next((each for each in told.series if each.month == month), None)
    tellings = [found.original, *found.restated] if found else []
    return page(
        "metrics/month.html",
        definition=definition,
        scope=scope,
        here=_here(scope),
        month=month,
        first=first_of(month),
        found=found,
        causes=[months.causes_between(before.audit_id, after.audit_id) for before, after in pairwise(tellings)],
        now=None if found else figure(definition, scope).found,
        closing=next((each for each in told.waiting if each.month == month), None),
        may_see_audit=may_see_audit(current_user),
        may_judge=may_judge_contests(current_user),
        texts=texts,
        rounded=rounded,
    )


def _given(name: str) -> str:
    return request.args.get(name, "")[:50]


def _asked(code: str, day: date) -> tuple[Definition, Scope]:
    definition = texts.DEFINITIONS.get(code)
    if definition is None:
        abort(404)
    try:
        scope = scope_for(current_user, department=_given("department"), path=_given("path"), day=day)
    except NotInScope:
        abort(404)
    return definition, scope
