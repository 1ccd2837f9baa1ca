"""Series of meetings: set up, changed, ended, taken up again."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Field

from app.accounts.models import Person
from app.accounts.queries.sign_in import person_by_login
from app.ambassadors import policies
from app.ambassadors.actions import series as actions
from app.ambassadors.actions.series import SeriesData
from app.ambassadors.forms import SeriesForm
from app.ambassadors.models import MeetingKind, MeetingSeries, Rhythm
from app.ambassadors.queries.circles import listed_people
from app.ambassadors.queries.series import meetings_of, series_by_id
from app.ambassadors.views.blueprint import blueprint
from app.foundation import clock
from app.foundation.errors import error_answer
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/ambassadors/series/new")
@requires(policies.may_arrange)
def show_new_series() -> Response:
    """Set up a series."""
    kind = request.args.get("kind", "")
    data = {"first_on": clock.today(), "kind": kind if kind in set(MeetingKind) else MeetingKind.ambassador.value}
    return page("ambassadors/series_form.html", form=SeriesForm(formdata=None, data=data), series=None)


@blueprint.post("/ambassadors/series")
@requires(policies.may_arrange)
def create_series() -> Response:
    """Begin it and call its first meetings."""
    form = SeriesForm()
    data = _told(form)
    if data is None:
        return page("ambassadors/series_form.html", status=422, form=form, series=None)
    series = actions.add_series(data=data, by_id=current_user.id)
    flash(_("The series is set up, and its next meeting is called."), "success")
    return see_other(url_for(".show_series", series_id=series.id))


@blueprint.get("/ambassadors/series/<int:series_id>")
@requires(policies.may_arrange)
def show_series(series_id: int) -> Response:
    """A series, its circle and its meetings."""
    series = _series(series_id)
    return page(
        "ambassadors/series.html",
        fragments={"series-meetings"},
        series=series,
        listed=listed_people(series_id),
        meetings=meetings_of(series_id, request.args.get("page", 1, type=int)),
    )


@blueprint.get("/ambassadors/series/<int:series_id>/form")
@requires(policies.may_arrange)
def show_series_form(series_id: int) -> Response:
    """Change a series."""
    series = _series(series_id)
    return page("ambassadors/series_form.html", form=SeriesForm(formdata=None, data=_written(series)), series=series)


@blueprint.post("/ambassadors/series/<int:series_id>")
@requires(policies.may_arrange)
def update_series(series_id: int) -> Response:
    """Keep the changes; meetings that were called already keep their time."""
    series, form = _series(series_id), SeriesForm()
    data = _told(form)
    if data is None:
        return page("ambassadors/series_form.html", status=422, form=form, series=series)
    try:
        actions.change_series(series_id=series_id, version=_version(), data=data, by_id=current_user.id)
    except actions.StaleSeries:
        form.version.data = str(series.version)
        return page("ambassadors/series_form.html", status=409, stale=True, form=form, series=series)
    flash(_("The series is changed. Meetings that were called already keep their time."), "success")
    return see_other(url_for(".show_series", series_id=series_id))


@blueprint.post("/ambassadors/series/<int:series_id>/end")
@requires(policies.may_arrange)
def create_series_end(series_id: int) -> Response:
    """Call no more meetings."""
    _series(series_id)
    try:
        actions.end_series(series_id=series_id, version=_version(), by_id=current_user.id)
    except actions.StaleSeries:
        return error_answer(409)
    flash(_("No more meetings are called. Those called already stay."), "success")
    return see_other(url_for(".show_series", series_id=series_id))


@blueprint.post("/ambassadors/series/<int:series_id>/end/delete")
@requires(policies.may_arrange)
def delete_series_end(series_id: int) -> Response:
    """Go on with it."""
    _series(series_id)
    try:
        actions.resume_series(series_id=series_id, version=_version(), by_id=current_user.id)
    except actions.StaleSeries:
        return error_answer(409)
    flash(_("The series goes on."), "success")
    return see_other(url_for(".show_series", series_id=series_id))


def _series(series_id: int) -> MeetingSeries:
    found = series_by_id(series_id)
    if found is None:
        abort(404)
    return found


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _told(form: SeriesForm) -> SeriesData | None:
    """What the form says; None with errors in it where it does not hold together."""
    valid = form.validate_on_submit()
    chair = named(form.chair)
    listed = [named(form.listed, line) for line in (form.listed.data or "").splitlines() if line.strip()]
    if not valid or form.chair.errors or form.listed.errors:
        return None
    return SeriesData(
        kind=MeetingKind(form.kind.data),
        name=form.name.data,
        rhythm=Rhythm(form.rhythm.data),
        every=form.every.data,
        weekday=form.weekday.data,
        nth=form.nth.data,
        first_on=form.first_on.data,
        starts=form.starts.data,
        ends=form.ends.data,
        place=form.place.data or "",
        chair_id=chair.id if chair else None,
        by_rule=form.by_rule.data,
        listed=[person.id for person in listed if person],
    )


def named(field: Field, told: str | None = None) -> Person | None:
    """The person of an employee number; None without one, with an error at the field where nobody has it."""
    number = (field.data or "" if told is None else told).strip()
    if not number:
        return None
    person = person_by_login(number)
    if person is None or not person.may_sign_in_on(clock.today()):
        add_error(field, _("Nobody here has the number %(number)s.", number=number))
        return None
    return person


def _written(series: MeetingSeries) -> dict[str, Any]:
    names = ("name", "every", "weekday", "nth", "first_on", "starts", "ends", "place", "by_rule")
    values = {name: getattr(series, name) for name in names}
    return {
        **values,
        "kind": series.kind.value,
        "rhythm": series.rhythm.value,
        "chair": series.chair.employee_no if series.chair else "",
        "listed": "\n".join(person.employee_no for person in listed_people(series.id)),
        "version": series.version,
    }
