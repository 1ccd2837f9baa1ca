"""Completion records on screen and as files, and the log of exports."""

from dataclasses import replace

from flask import Response, abort, request, stream_with_context
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import requires
from app.hr import policies
from app.hr.actions.exporting import (
    CONTENT_TYPES,
    FileFormat,
    export_bytes,
    file_name,
    format_of,
    manifest_text,
    start_export,
)
from app.hr.forms import ExportForm, FilterForm, KeepFilterForm
from app.hr.labels import filter_words, status_labels, status_tone
from app.hr.queries import exports
from app.hr.queries.delta import last_sequence
from app.hr.queries.filters import saved_filters
from app.hr.queries.profiles import known_profiles
from app.hr.queries.records import filter_of
from app.hr.queries.schedules import schedules_behind
from app.hr.queries.screen import records_screen
from app.hr.views.blueprint import blueprint

blueprint.add_app_template_global(filter_words)


@blueprint.get("/hr/")
@requires(policies.may_see_records)
def show_records() -> Response:
    """Completion records with filters; the totals are those of every file taken from here."""
    form = FilterForm(request.args)
    offer_choices(form)
    return records_page(form, status=200 if form.validate() else 422)


@blueprint.post("/hr/exports")
@requires(policies.may_export_records)
def create_export() -> Response:
    """Take the records of a filter as a file; it is sent while it is made."""
    form = ExportForm()
    offer_choices(form)
    _offer_profiles(form)
    if not form.validate_on_submit():
        return records_page(form, status=422)
    by, profile = current_user.id, form.wanted_profile()
    since = form.changes(last_sequence())
    if form.errors:
        return records_page(form, status=422)
    chosen = replace(form.chosen(), since=since)
    file_format = format_of(profile) if profile else FileFormat(form.format.data)
    export = start_export(chosen=chosen, file_format=file_format, by=by, profile=profile)
    name = export.file_name
    told_in = form.language.data or language()
    body = export_bytes(export_id=export.id, chosen=chosen, file_format=file_format, language=told_in, profile=profile)
    answer = Response(stream_with_context(body), content_type=CONTENT_TYPES[file_format])
    answer.headers["X-Accel-Buffering"] = "no"
    return _as_file(answer, name)


@blueprint.get("/hr/exports")
@requires(policies.may_see_records)
def show_exports() -> Response:
    """Who took which file when."""
    query = request.args.get("q", "")
    log = exports.export_log(number=request.args.get("page", 1, type=int), query=query)
    behind = schedules_behind([export.id for export in log.rows])
    return page("hr/exports.html", fragments={"export-log"}, exports=log, schedules=behind, query=query)


@blueprint.get("/hr/exports/<int:number>/manifest")
@requires(policies.may_see_records)
def show_manifest(number: int) -> Response:
    """What the receiver of a file checks it against."""
    export = exports.finished_export(number) or abort(404)
    name = export.file_name or file_name(filter_of(export.as_of, export.filters), FileFormat(export.format))
    answer = Response(manifest_text(export, name), content_type="application/json; charset=utf-8")
    return _as_file(answer, f"{name}.manifest.json")


def _as_file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def offer_choices(form: FilterForm) -> None:
    """Give a filter what it may choose from."""
    form.offer(exports.department_choices(language()), exports.path_choices(language()), status_labels())


def _offer_profiles(form: ExportForm) -> None:
    form.offer_profiles([(one.name, one.title(language())) for one in known_profiles()])


def records_page(form: FilterForm, status: int, keep_form: KeepFilterForm | None = None) -> Response:
    """The page of records under a filter, with the forms that take a file and keep the filter."""
    chosen, every_column = form.chosen(), request.args.get("columns") == "all"
    number = request.args.get("page", 1, type=int)
    export_form = (
        form if isinstance(form, ExportForm) else ExportForm(formdata=None, profile=request.args.get("profile"))
    )
    _offer_profiles(export_form)
    screen = records_screen(chosen, number=number, every_column=every_column, language=language())
    return page(
        "hr/records.html",
        fragments={"records"},
        status=status,
        form=form,
        export_form=export_form,
        last_sequence=last_sequence(),
        keep_form=keep_form or KeepFilterForm(formdata=None),
        saved=saved_filters(current_user.id),
        screen=screen,
        chosen=chosen,
        labels=status_labels(),
        tone_of=status_tone,
        every_column=every_column,
        may_export=policies.may_export_records(current_user),
        headers=[column.title(language()) for column in screen.columns],
    )
