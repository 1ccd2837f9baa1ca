"""The calendar of changes."""

from datetime import date, timedelta

from flask import Response, request
from flask_login import current_user

from app.changes import policies
from app.changes.queries.calendar import WEEKS, weeks_from
from app.changes.views.blueprint import blueprint
from app.foundation import clock
from app.foundation.pages import page
from app.foundation.security import requires, signed_in

FIRST_YEAR, LAST_YEAR = 2000, 2100


@blueprint.get("/changes/calendar")
@requires(signed_in)
def show_calendar() -> Response:
    """Windows and freezes by week, six weeks at a time."""
    day = _day_asked()
    step = timedelta(weeks=WEEKS)
    return page(
        "changes/calendar.html",
        weeks=weeks_from(day, current_user),
        earlier=(day - step).isoformat(),
        later=(day + step).isoformat(),
        here=request.args.get("from") is None,
        today=clock.today(),
        may_manage=policies.may_manage(current_user),
    )


def _day_asked() -> date:
    try:
        day = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return clock.today()
    return day if FIRST_YEAR <= day.year < LAST_YEAR else clock.today()
