"""Completion records on screen and as files, and the log of exports."""

from dataclasses import asdict

from flask import Blueprint, Response, abort, request, stream_with_context
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.paging import Page
from app.foundation.security import requires
from app.hr import policies
from app.hr.actions.exporting import CONTENT_TYPES, FileFormat, export_bytes, file_name, manifest_text, start_export
from app.hr.forms import ExportForm, FilterForm
from app.hr.queries import exports, records
from app.hr.queries.columns import COLUMNS, SHORT

blueprint = Blueprint("hr", __name__)
PAGE_SIZE = 50


@blueprint.get("/hr/")
@requires(policies.may_see_records)
def show_records() -> Response:
    """Completion records with filters; the totals are those of every file taken from here."""
    return _records_page(_offered(FilterForm(request.args)))


@blueprint.post("/hr/exports")
@requires(policies.may_export_records)
def create_export() -> Response:
    """Take the records of a filter as a file; it is sent while it is made."""
    form = _offered(ExportForm())
    if not form.validate_on_submit():
        return _records_page(form, status=422)
    chosen, file_format = form.chosen(), FileFormat(form.format.data)
    export = start_export(chosen=chosen, file_format=file_format, by=current_user.id)
    body = export_bytes(export_id=export.id, chosen=chosen, file_format=file_format, language=language())
    answer = Response(stream_with_context(body), content_type=CONTENT_TYPES[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(chosen, file_format)}"'
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@blueprint.get("/hr/exports")
@requires(policies.may_see_records)
def show_exports() -> Response:
    """Who took which file when."""
    log = exports.export_log(request.args.get("page", 1, type=int))
    return page("hr/exports.html", fragments={"export-log"}, exports=log)


@blueprint.get("/hr/exports/<int:number>/manifest")
@requires(policies.may_see_records)
def show_manifest(number: int) -> Response:
    """What the receiver of a file checks it against."""
    export = exports.export(number) or abort(404)
    if not export.finished_at:
        abort(404)
    chosen = records.Filter(as_of=export.as_of, **{k: v for k, v in export.filters.items() if k != "as_of"})
    name = file_name(chosen, FileFormat(export.format))
    answer = Response(manifest_text(export, name), content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.manifest.json"'
    return answer


def _offered(form: FilterForm) -> FilterForm:
    form.offer(exports.department_choices(language()), exports.path_choices(language()), status_labels())
    return form


def status_labels() -> dict[str, str]:
    """The statuses in the reader's language."""
    return {
        "not_started": _("Not started"), "in_progress": _("In progress"), "completed": _("Completed"), "overdue": _("Overdue"),
        "waived": _("Waived"), "withdrawn": _("Withdrawn"), "paused": _("Paused"), "expired": _("Certificate expired"),
    }


def _records_page(form: FilterForm, status: int = 200) -> Response:
    valid = form.validate()
    chosen = form.chosen()
    totals = records.totals(chosen)
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-totals.rows // PAGE_SIZE)))
    columns = COLUMNS if request.args.get("columns") == "all" else SHORT
    rows = records.page_cells(chosen, number=number, size=PAGE_SIZE)
    places = [COLUMNS.index(column) for column in columns]
    shown = Page(rows=[[row[i] for i in places] for row in rows], number=number, size=PAGE_SIZE, total=totals.rows)
    return page(
        "hr/records.html", fragments={"records"}, status=status if valid else 422, form=form, columns=columns, records=shown,
        totals=asdict(totals), chosen=chosen, labels=status_labels(), all_columns=len(columns) == len(COLUMNS),
        may_export=policies.may_export_records(current_user), batch=chosen.batch,
    )
