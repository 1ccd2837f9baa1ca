"""Past training: bring a file, see what it would add, take it over; those that were brought."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.foundation import paging
from app.foundation.forms import add_error
from app.foundation.i18n import language, number
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.foundation.spreadsheets import csv_file, text_workbook
from app.foundation.tables import UnreadableTable
from app.training import policies
from app.training.actions import importing
from app.training.forms import HistoryForm
from app.training.models import HistoryImport, ImportState
from app.training.queries import imports
from app.training.queries.past_files import headings, past_plan
from app.training.views.blueprint import blueprint

MOST = importing.MOST_ON_PAGE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/training/imports")
@requires(policies.may_import_history)
def show_history_imports() -> Response:
    """Bring a file; those that were brought."""
    return _imports_page(HistoryForm(formdata=None))


@blueprint.post("/training/imports")
@requires(policies.may_import_history)
def create_history_import() -> Response:
    """Keep a file and show what it would add; nothing is added yet."""
    form = HistoryForm()
    if form.validate():
        data, name = form.file.data.read(), form.file.data.filename or ""
        try:
            row = importing.bring_history(data=data, name=name, by_id=current_user.id, most=MOST)
            return see_other(url_for("training.show_history_import", import_id=row.id))
        except UnreadableTable:
            add_error(form.file, _("This is neither a workbook nor a CSV file with a row of headings."))
        except importing.NoRows:
            add_error(form.file, _("There is nothing below the headings of this file."))
        except importing.TooManyRows:
            add_error(form.file, _("At most %(most)s rows at once: split the file.", most=number(MOST)))
    return _imports_page(form, status=422)


@blueprint.get("/training/imports/<int:import_id>")
@requires(policies.may_import_history)
def show_history_import(import_id: int) -> Response:
    """What a file would add, or what it added."""
    row = _found(import_id)
    if row.state is ImportState.checked:
        return _plan_page(row)
    return page(
        "training/history_import_done.html",
        fragments={"imported-completions"},
        row=row,
        found=imports.completions_of(import_id, number=request.args.get("page", 1, int)),
    )


@blueprint.post("/training/imports/<int:import_id>")
@requires(policies.may_import_history)
def update_history_import(import_id: int) -> Response:
    """Take a file over, as a whole."""
    here = url_for("training.show_history_import", import_id=import_id)
    try:
        row = importing.take_over(import_id=import_id, by_id=current_user.id)
    except LookupError:
        abort(404)
    except importing.HistorySettled:
        return see_other(here)
    except importing.HistoryRefused:
        return _plan_page(_found(import_id), status=422)
    told = ngettext("%(num)s past completion is imported.", "%(num)s past completions are imported.", row.added)
    flash(told, "success")
    return see_other(here)


@blueprint.get("/training/imports/template.<any(xlsx, csv):kind>")
@requires(policies.may_import_history)
def show_history_template(kind: str) -> Response:
    """An empty file with the headings that are understood."""
    names = headings(language())
    if kind == "xlsx":
        answer = Response(text_workbook(_("Past training"), names, []), content_type=XLSX)
    else:
        answer = Response(csv_file([names]), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="past-training.{kind}"'
    return answer


def _found(import_id: int) -> HistoryImport:
    return imports.history_import(import_id) or abort(404)


def _imports_page(form: HistoryForm, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    found = imports.history_imports(q=q, number=request.args.get("page", 1, int))
    return page(
        "training/history_imports.html",
        fragments={"history-imports"},
        status=status,
        form=form,
        found=found,
        q=q,
        most=MOST,
    )


def _plan_page(row: HistoryImport, status: int = 200) -> Response:
    plan = past_plan(row.content or b"")
    return page(
        "training/history_import.html",
        fragments={"past-lines"},
        status=status,
        row=row,
        plan=plan,
        before=imports.same_file(row.digest),
        lines=paging.page_in(plan.fresh, number=request.args.get("page", 1, int)),
    )
