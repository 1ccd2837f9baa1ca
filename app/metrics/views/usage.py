"""Files of usage: brought, mapped, looked at, taken over, taken back."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires
from app.foundation.tables import UnreadableTable, read_table
from app.metrics.actions import usage as actions
from app.metrics.forms.usage import OTHER, LayoutForm, TakeUsageForm, UsageForm
from app.metrics.labels import USAGE_FIELDS
from app.metrics.models import UsageImport, UsageState
from app.metrics.policies import may_bring_usage
from app.metrics.queries import usage
from app.metrics.queries.usage_plan import usage_plan
from app.metrics.queries.usage_presets import presets
from app.metrics.views.blueprint import blueprint


@blueprint.get("/usage")
@requires(may_bring_usage)
def show_usage_imports() -> Response:
    """Bring a file; those that were brought."""
    return _imports_page(UsageForm(formdata=None, data=UsageForm.suggested()))


@blueprint.post("/usage")
@requires(may_bring_usage)
def create_usage_import() -> Response:
    """Keep a file and show what it says; nothing is counted yet."""
    form = UsageForm()
    if form.validate():
        try:
            row = actions.bring_usage(
                data=form.file.data.read(),
                name=form.file.data.filename or "",
                tool=form.tool_name,
                preset="" if form.tool.data == OTHER else form.tool.data,
                months=form.months,
                by=current_user.id,
            )
            return see_other(url_for("metrics.show_usage_import", import_id=row.id))
        except UnreadableTable:
            add_error(form.file, _("This is neither a workbook nor a CSV file with a row of headings."))
        except actions.FileKnown:
            add_error(form.file, _("This very file was taken over already for these months. It counts once."))
    return _imports_page(form, status=422)


@blueprint.get("/usage/<int:import_id>")
@requires(may_bring_usage)
def show_usage_import(import_id: int) -> Response:
    """What a file would count, or what became of it; first, which column is what, where that is not known."""
    row = _found(import_id)
    if row.state is not UsageState.checked:
        may_undo = usage.last_taken_over() == import_id
        return page("metrics/usage_done.html", row=row, tool=tool_title(row), may_undo=may_undo)
    if not usage.layout_of(row).complete:
        return see_other(url_for("metrics.show_usage_layout", import_id=import_id))
    return _plan_page(row, TakeUsageForm(formdata=None))


@blueprint.post("/usage/<int:import_id>")
@requires(may_bring_usage)
def update_usage_import(import_id: int) -> Response:
    """Take a file over, as a whole."""
    form = TakeUsageForm()
    form.validate()
    try:
        row = actions.import_usage(import_id=import_id, without_unknown=form.without_unknown.data, by=current_user.id)
    except LookupError:
        abort(404)
    except (actions.FileSettled, actions.FileKnown):
        return see_other(url_for("metrics.show_usage_import", import_id=import_id))
    except actions.FileRefused:
        load_person_again()
        add_error(form.without_unknown, _("Say what shall become of them, or correct the file."))
        return _plan_page(_found(import_id), form, status=422)
    flash(_("The usage of %(count)s people is taken over.", count=row.people), "success")
    return see_other(url_for("metrics.show_usage_import", import_id=import_id))


@blueprint.post("/usage/<int:import_id>/delete")
@requires(may_bring_usage)
def delete_usage_import(import_id: int) -> Response:
    """Take a file back, while no other has followed."""
    try:
        actions.undo_usage(import_id=import_id, by=current_user.id)
    except LookupError:
        abort(404)
    except actions.FileSettled:
        abort(409)
    flash(_("The file is taken back. What it replaced counts again."), "success")
    return see_other(url_for("metrics.show_usage_import", import_id=import_id))


@blueprint.get("/usage/<int:import_id>/columns")
@requires(may_bring_usage)
def show_usage_layout(import_id: int) -> Response:
    """Which column is what."""
    row = _found(import_id)
    if row.content is None:
        return see_other(url_for("metrics.show_usage_import", import_id=import_id))
    form = LayoutForm(formdata=None)
    form.show(usage.layout_of(row))
    return _layout_page(row, form)


@blueprint.post("/usage/<int:import_id>/columns")
@requires(may_bring_usage)
def update_usage_layout(import_id: int) -> Response:
    """Say which column is what."""
    row = _found(import_id)
    here = url_for("metrics.show_usage_import", import_id=import_id)
    if row.content is None:
        return see_other(here)
    form = LayoutForm()
    form.offer(usage.headings_of(read_table(row.content)))
    if form.validate() and form.is_whole():
        actions.map_usage(import_id=import_id, fields=form.fields, order=form.order.data)
        return see_other(here)
    return _layout_page(row, form, status=422)


def tool_title(row: UsageImport) -> str:
    """What the tool of a file is called."""
    preset = presets().get(row.preset)
    return preset.title[language()] if preset else row.tool


def _found(import_id: int) -> UsageImport:
    return usage.usage_import(import_id) or abort(404)


def _imports_page(form: UsageForm, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    return page(
        "metrics/usage.html",
        fragments={"usage-files"},
        status=status,
        form=form,
        presets=presets().values(),
        found=usage.usage_imports(q=q, number=request.args.get("page", 1, int)),
        tool_title=tool_title,
        q=q,
    )


def _layout_page(row: UsageImport, form: LayoutForm, status: int = 200) -> Response:
    rows = read_table(row.content or b"")
    headings = usage.headings_of(rows)
    form.offer(headings)
    samples: list[Any] = [(heading, [one.cells.get(heading, "") for one in rows[:3]]) for heading in headings]
    return page("metrics/usage_columns.html", status=status, row=row, tool=tool_title(row), form=form, samples=samples)


def _plan_page(row: UsageImport, form: TakeUsageForm, status: int = 200) -> Response:
    layout = usage.layout_of(row)
    return page(
        "metrics/usage_plan.html",
        status=status,
        row=row,
        tool=tool_title(row),
        preset=presets().get(row.preset),
        form=form,
        plan=usage_plan(row),
        layout=layout,
        fields=USAGE_FIELDS,
        known=usage.same_file(row) is not None,
    )
