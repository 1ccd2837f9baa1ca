"""Files that are delivered by themselves, and what became of each day."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.hr import policies
from app.hr.actions import scheduling
from app.hr.actions.scheduling import AlreadySo
from app.hr.content.rhythm import next_due
from app.hr.forms import ScheduleForm
from app.hr.labels import delivery_labels, delivery_reason, delivery_tone, rhythm_labels, status_labels
from app.hr.queries import exports
from app.hr.queries import schedules as queries
from app.hr.queries.profiles import known_profiles
from app.hr.views.blueprint import blueprint


@blueprint.get("/hr/schedules")
@requires(policies.may_see_records)
def show_schedules() -> Response:
    """Every schedule with its next day and how the last one went."""
    query = request.args.get("q", "")[:100]
    found = queries.schedules(query=query, number=request.args.get("page", 1, type=int))
    today = clock.today()
    return page(
        "hr/schedules.html",
        fragments={"schedule-list"},
        found=found,
        query=query,
        last=queries.last_deliveries([row.id for row in found.rows]),
        next_days={row.id: next_due(row.every, row.starts_on, today) for row in found.rows},
        troubled=queries.troubled(),
        may_export=policies.may_export_records(current_user),
        **_words(),
    )


@blueprint.get("/hr/schedules/new")
@requires(policies.may_export_records)
def show_new_schedule() -> Response:
    """The form of a new one."""
    return _form_page(ScheduleForm(formdata=None, starts_on=clock.today()))


@blueprint.post("/hr/schedules")
@requires(policies.may_export_records)
def create_schedule() -> Response:
    """Deliver a file from its first day on."""
    form = ScheduleForm()
    _offer(form)
    if not form.validate():
        return _form_page(form, status=422)
    row = scheduling.make_schedule(wanted=form.wanted(), by=current_user.id)
    flash(_("The first file is due on its day; look here how it went."), "success")
    return see_other(url_for("hr.show_schedule", number=row.id))


@blueprint.get("/hr/schedules/<int:number>")
@requires(policies.may_see_records)
def show_schedule(number: int) -> Response:
    """What it delivers, and every day on which a file was due."""
    row = queries.schedule(number) or abort(404)
    state = request.args.get("state", "")
    return page(
        "hr/schedule.html",
        fragments={"deliveries"},
        schedule=row,
        state=state,
        days=queries.deliveries(number, state=state, number=request.args.get("page", 1, type=int)),
        people=queries.recipients_of(number),
        next_day=next_due(row.every, row.starts_on, clock.today()),
        may_export=policies.may_export_records(current_user),
        reason_of=delivery_reason,
        **_words(),
    )


@blueprint.post("/hr/schedules/<int:number>/pause")
@requires(policies.may_export_records)
def create_schedule_pause(number: int) -> Response:
    """Make no files for a while."""
    return _acted(number, scheduling.pause_schedule)


@blueprint.post("/hr/schedules/<int:number>/resumption")
@requires(policies.may_export_records)
def create_schedule_resumption(number: int) -> Response:
    """Go on."""
    return _acted(number, scheduling.resume_schedule)


@blueprint.post("/hr/schedules/<int:number>/delete")
@requires(policies.may_export_records)
def delete_schedule(number: int) -> Response:
    """Deliver nothing any more."""
    try:
        title = scheduling.delete_schedule(schedule_id=number, by=current_user.id)
    except LookupError:
        abort(404)
    flash(_("“%(title)s” is deleted; its history stays in the log of exports.", title=title), "success")
    return see_other(url_for("hr.show_schedules"))


def _acted(number: int, act: Callable[..., Any]) -> Response:
    try:
        act(schedule_id=number, by=current_user.id)
    except LookupError:
        abort(404)
    except AlreadySo:
        abort(409)
    return see_other(url_for("hr.show_schedule", number=number))


def _words() -> dict[str, Any]:
    return {
        "rhythms": rhythm_labels(),
        "states": delivery_labels(),
        "tone_of": delivery_tone,
        "labels": status_labels(),
    }


def _offer(form: ScheduleForm) -> None:
    form.offer(
        departments=exports.department_choices(language()),
        paths=exports.path_choices(language()),
        labels=status_labels(),
        rhythms=rhythm_labels(),
        profiles=[(one.name, one.title(language())) for one in known_profiles()],
        people=[(one.id, f"{one.name} · {one.employee_no}") for one in queries.officers()],
    )


def _form_page(form: ScheduleForm, status: int = 200) -> Response:
    _offer(form)
    return page("hr/schedule_form.html", status=status, form=form)
