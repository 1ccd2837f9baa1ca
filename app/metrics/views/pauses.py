"""What stands beside the figures: people on leave, who are not counted, and notes that no working time was given."""

from datetime import date

from flask import Response, abort, request
from flask_login import current_user

from app.accounts.models import Role
from app.foundation import clock
from app.foundation.pages import page
from app.foundation.security import requires
from app.metrics.forms import EARLIEST
from app.metrics.formulas.rows import AsOf
from app.metrics.policies import may_see_figures, may_see_time_notes
from app.metrics.queries import pauses
from app.metrics.queries.scope import NotInScope, scope_for
from app.metrics.views.blueprint import blueprint


@blueprint.get("/paused")
@requires(may_see_figures)
def show_paused() -> Response:
    """Who is on leave and counts in no figure of a scope."""
    words, number = request.args.get("q", "")[:100], request.args.get("page", 1, type=int)
    department = request.args.get("department", "")[:50]
    try:
        scope = scope_for(current_user, department=department, path="", day=_day())
    except NotInScope:
        abort(404)
    rows = pauses.paused_rows(scope, words=words, number=number)
    return page("metrics/paused.html", fragments={"paused-list"}, scope=scope, rows=rows, words=words)


@blueprint.get("/time-notes")
@requires(may_see_time_notes)
def show_time_notes() -> Response:
    """How often no working time was given, by department and manager, with the notes behind the numbers."""
    words, number = request.args.get("q", "")[:100], request.args.get("page", 1, type=int)
    as_of = AsOf(_day(), clock.zone())
    manager_id = None if current_user.has_role(Role.hr_officer, Role.pmo) else current_user.id
    return page(
        "metrics/time_notes.html",
        fragments={"note-list"},
        as_of=as_of,
        departments=pauses.notes_by_department(as_of, manager_id),
        managers=pauses.notes_by_manager(as_of, manager_id),
        rows=pauses.note_rows(as_of, manager_id, words=words, number=number),
        words=words,
        everybody=manager_id is None,
    )


def _day() -> date:
    """The day asked for, today where there is none or none yet; before the first year of figures there is nothing."""
    try:
        asked = date.fromisoformat(request.args.get("as_of", ""))
    except ValueError:
        return clock.today()
    return max(EARLIEST, min(asked, clock.today()))
