"""Times in which nothing is changed."""

from typing import Any

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions
from app.changes.actions.errors import StaleChange, WindowClashes
from app.changes.forms.calendar import FreezeForm
from app.changes.models import FreezeWindow
from app.changes.policies import may_manage
from app.changes.queries.calendar import freeze_numbered
from app.changes.queries.clashes import Clash
from app.changes.views.blueprint import blueprint
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/changes/freezes/new")
@requires(may_manage)
def show_new_freeze() -> Response:
    """The form for a new freeze."""
    return _answer(None, FreezeForm(formdata=None))


@blueprint.post("/changes/freezes")
@requires(may_manage)
def create_freeze() -> Response:
    """Let nothing be changed for a time."""
    form = FreezeForm()
    if not form.validate_on_submit():
        return _answer(None, form, status=422)
    try:
        actions.add_freeze(actor=current_user, **_said(form))
    except WindowClashes as why:
        return _answer(None, form, status=409, clashes=why.clashes)
    flash(_("The freeze stands in the calendar."), "success")
    return see_other(url_for(".show_calendar"))


def _said(form: FreezeForm) -> dict[str, Any]:
    return {
        "start": form.start.data,
        "end": form.end.data,
        "reason": form.reason.data,
        "area": form.area.data or "",
        "override_reason": form.override_reason.data,
    }


@blueprint.get("/changes/freezes/<int:number>")
@requires(may_manage)
def show_freeze(number: int) -> Response:
    """The form in which a freeze is moved."""
    freeze = _standing(number)
    data = {"start": freeze.starts_at, "end": freeze.ends_at, "reason": freeze.reason, "area": freeze.area}
    return _answer(freeze, FreezeForm(formdata=None, data=data))


@blueprint.post("/changes/freezes/<int:number>")
@requires(may_manage)
def update_freeze(number: int) -> Response:
    """Move a freeze, or say its reason better."""
    freeze, form = _standing(number), FreezeForm()
    if not form.validate_on_submit():
        return _answer(freeze, form, status=422)
    try:
        actions.edit_freeze(freeze_id=number, version=form.version.data or 0, actor=current_user, **_said(form))
    except WindowClashes as why:
        return _answer(freeze, form, status=409, clashes=why.clashes)
    except StaleChange:
        return _answer(_standing(number), form, status=409, stale=True)
    flash(_("The freeze is changed."), "success")
    return see_other(url_for(".show_calendar"))


@blueprint.post("/changes/freezes/<int:number>/end")
@requires(may_manage)
def create_freeze_end(number: int) -> Response:
    """Call a freeze off. Doing it twice changes nothing."""
    freeze = freeze_numbered(number)
    if freeze is not None:
        actions.end_freeze(freeze_id=number, version=freeze.version, actor=current_user)
        flash(_("The freeze is called off."), "info")
    return see_other(url_for(".show_calendar"))


def _standing(number: int) -> FreezeWindow:
    freeze = freeze_numbered(number)
    if freeze is None:
        abort(404)
    return freeze


def _answer(
    freeze: FreezeWindow | None,
    form: FreezeForm,
    *,
    status: int = 200,
    clashes: list[Clash] | None = None,
    stale: bool = False,
) -> Response:
    return page("changes/freeze.html", status=status, freeze=freeze, form=form, clashes=clashes or [], stale=stale)
