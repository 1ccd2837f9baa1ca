"""The company's calendar: days off and make-up days, year by year."""

from datetime import date

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.actions import calendar as actions
from app.accounts.forms.calendar import DayForm
from app.accounts.policies import may_keep_calendar
from app.accounts.queries.calendar import year_page
from app.accounts.views import blueprint
from app.foundation import clock
from app.foundation.calendar import DayKind
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires

YEARS = range(2000, 2100)


@blueprint.get("/people/calendar")
@requires(may_keep_calendar)
def show_calendar() -> Response:
    """The days of a year that are not as usual, and whether somebody has confirmed them."""
    return _answer(_asked_year(), DayForm(formdata=None))


@blueprint.post("/people/calendar/days")
@requires(may_keep_calendar)
def create_calendar_day() -> Response:
    """Make a weekday free, or a weekend day worked."""
    form = DayForm()
    if not form.validate_on_submit():
        return _answer(_asked_year(), form, status=422)
    day = form.day.data
    if day.year not in YEARS:
        add_error(form.day, _("Choose a day between 2000 and 2099."))
        return _answer(_asked_year(), form, status=422)
    try:
        actions.set_day(day=day, kind=DayKind(form.kind.data), by_id=current_user.id)
    except actions.UsualDay:
        add_error(form.day, _("That day is so anyway: a weekend is free, a weekday is worked."))
        return _answer(day.year, form, status=422)
    return see_other(url_for(".show_calendar", year=day.year))


@blueprint.post("/people/calendar/days/<day>/delete")
@requires(may_keep_calendar)
def delete_calendar_day(day: str) -> Response:
    """Let a day be as usual again."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        abort(404)
    actions.clear_day(day=found, by_id=current_user.id)
    return see_other(url_for(".show_calendar", year=found.year))


@blueprint.post("/people/calendar/<int:year>/official")
@requires(may_keep_calendar)
def create_official_days(year: int) -> Response:
    """Enter the published days of a year."""
    new = actions.take_over(year=_known(year), by_id=current_user.id)
    flash(
        ngettext(
            "%(num)s day is new. Look at the list, then confirm the year.",
            "%(num)s days are new. Look at the list, then confirm the year.",
            new,
        ),
        "info",
    )
    return see_other(url_for(".show_calendar", year=year))


@blueprint.post("/people/calendar/<int:year>/confirmation")
@requires(may_keep_calendar)
def create_confirmation(year: int) -> Response:
    """Say that the days of a year are right."""
    actions.confirm_year(year=_known(year), by_id=current_user.id)
    flash(_("The year %(year)s is confirmed; clocks count on it.", year=year), "success")
    return see_other(url_for(".show_calendar", year=year))


@blueprint.post("/people/calendar/<int:year>/confirmation/delete")
@requires(may_keep_calendar)
def delete_confirmation(year: int) -> Response:
    """Take the confirmation of a year back."""
    actions.open_year(year=_known(year), by_id=current_user.id)
    return see_other(url_for(".show_calendar", year=year))


def _asked_year() -> int:
    year = request.args.get("year", type=id_in) or clock.today().year
    return year if year in YEARS else clock.today().year


def _known(year: int) -> int:
    if year not in YEARS:
        abort(404)
    return year


def _answer(year: int, form: DayForm, status: int = 200) -> Response:
    official = actions.official_days(year)
    return page("accounts/calendar.html", status=status, found=year_page(year), form=form, official=official)
