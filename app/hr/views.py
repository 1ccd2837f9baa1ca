"""Completion records on screen and as files, and the log of exports."""

from flask import Blueprint, Response, abort, request, stream_with_context
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import requires
from app.hr import policies
from app.hr.actions.exporting import CONTENT_TYPES, FileFormat, export_bytes, file_name, manifest_text, start_export
from app.hr.forms import ExportForm, FilterForm
from app.hr.labels import status_labels, status_tone
from app.hr.queries import exports
from app.hr.queries.records import filter_of
from app.hr.queries.screen import records_screen

blueprint = Blueprint("hr", __name__)


@blueprint.get("/hr/")
@requires(policies.may_see_records)
def show_records() -> Response:
    """Completion records with filters; the totals are those of every file taken from here."""
    form = FilterForm(request.args)
    _offer(form)
    return _records_page(form, status=200 if form.validate() else 422)


@blueprint.post("/hr/exports")
@requires(policies.may_export_records)
def create_export() -> Response:
    """Take the records of a filter as a file; it is sent while it is made."""
    form = ExportForm()
    _offer(form)
    if not form.validate_on_submit():
        return _records_page(form, status=422)
    chosen, file_format = form.chosen(), FileFormat(form.format.data)
    number = start_export(chosen=chosen, file_format=file_format, by=current_user.id).id
    body = export_bytes(export_id=number, chosen=chosen, file_format=file_format, language=language())
    answer = Response(stream_with_context(body), content_type=CONTENT_TYPES[file_format])
    answer.headers["X-Accel-Buffering"] = "no"
    return _as_file(answer, file_name(chosen, file_format))


@blueprint.get("/hr/exports")
@requires(policies.may_see_records)
def show_exports() -> Response:
    """Who took which file when."""
    query = request.args.get("q", "")
    log = exports.export_log(number=request.args.get("page", 1, type=int), query=query)
    return page("hr/exports.html", fragments={"export-log"}, exports=log, query=query, labels=status_labels())


@blueprint.get("/hr/exports/<int:number>/manifest")
@requires(policies.may_see_records)
def show_manifest(number: int) -> Response:
    """What the receiver of a file checks it against."""
    export = exports.finished_export(number) or abort(404)
    name = file_name(filter_of(export.as_of, export.filters), FileFormat(export.format))
    answer = Response(manifest_text(export, name), content_type="application/json; charset=utf-8")
    return _as_file(answer, f"{name}.manifest.json")


def _as_file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _offer(form: FilterForm) -> None:
    form.offer(exports.department_choices(language()), exports.path_choices(language()), status_labels())


def _records_page(form: FilterForm, status: int) -> Response:
    chosen, every_column = form.chosen(), request.args.get("columns") == "all"
    number = request.args.get("page", 1, type=int)
    screen = records_screen(chosen, number=number, every_column=every_column, language=language())
    return page(
        "hr/records.html",
        fragments={"records"},
        status=status,
        form=form,
        screen=screen,
        chosen=chosen,
        labels=status_labels(),
        tone_of=status_tone,
        every_column=every_column,
        may_export=policies.may_export_records(current_user),
        headers=[column.title(language()) for column in screen.columns],
    )
