"""Rosters: bring a file, see what it would do, take it over, take it back; and everyone as a file."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts import actions, policies
from app.accounts.forms.roster import RosterForm, TakeOverForm
from app.accounts.models import RosterImport, RosterState
from app.accounts.queries import roster
from app.accounts.views import blueprint
from app.foundation import clock, paging
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires
from app.foundation.spreadsheets import csv_file, text_workbook
from app.foundation.tables import UnreadableTable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/people/imports")
@requires(policies.may_manage_people)
def show_rosters() -> Response:
    """Bring a file; those that were brought."""
    return _rosters_page(RosterForm(formdata=None))


@blueprint.post("/people/imports")
@requires(policies.may_manage_people)
def create_roster() -> Response:
    """Keep a file and show what it would do; nothing is changed yet."""
    form = RosterForm()
    if form.validate():
        try:
            row = actions.bring_roster(
                data=form.file.data.read(), name=form.file.data.filename or "", by=current_user.id
            )
            return see_other(url_for("accounts.show_roster", import_id=row.id))
        except UnreadableTable:
            add_error(form.file, _("This is neither a workbook nor a CSV file with a row of headings."))
    return _rosters_page(form, status=422)


@blueprint.get("/people/imports/<int:import_id>")
@requires(policies.may_manage_people)
def show_roster(import_id: int) -> Response:
    """What a file would do, or what it did."""
    row = roster.roster_import(import_id) or abort(404)
    if row.state is RosterState.checked:
        return _plan_page(row, TakeOverForm(request.args, meta={"csrf": False}))
    return page(
        "accounts/roster_done.html",
        fragments={"roster-changes"},
        row=row,
        changes=roster.changes_of(import_id, number=request.args.get("page", 1, int)),
        may_undo=roster.last_taken_over() == import_id,
    )


@blueprint.post("/people/imports/<int:import_id>")
@requires(policies.may_manage_people)
def update_roster(import_id: int) -> Response:
    """Take a file over, as a whole."""
    form = TakeOverForm()
    form.validate()
    try:
        plan = actions.import_roster(
            import_id=import_id,
            partial=form.partial.data,
            with_departments=form.with_departments.data,
            by=current_user.id,
        )
    except LookupError:
        abort(404)
    except actions.RosterSettled:
        return see_other(url_for("accounts.show_roster", import_id=import_id))
    except actions.RosterRefused:
        load_person_again()
        return _plan_page(roster.roster_import(import_id) or abort(404), form, status=422)
    told = _(
        "The roster is taken over: %(added)s new, %(changed)s changed.",
        added=len(plan.added),
        changed=len(plan.changed),
    )
    flash(told, "success")
    return see_other(url_for("accounts.show_roster", import_id=import_id))


@blueprint.post("/people/imports/<int:import_id>/delete")
@requires(policies.may_manage_people)
def delete_roster(import_id: int) -> Response:
    """Take an import back, while no other has followed."""
    try:
        undone = actions.undo_roster(import_id=import_id, by=current_user.id)
    except LookupError:
        abort(404)
    except actions.RosterSettled:
        abort(409)
    told = _(
        "The import is taken back: %(restored)s people restored, %(closed)s accounts closed.",
        restored=undone.restored,
        closed=undone.closed,
    )
    kept = ngettext(
        "%(num)s fact was changed since and stays.", "%(num)s facts were changed since and stay.", undone.kept
    )
    flash(f"{told} {kept}" if undone.kept else told, "success")
    return see_other(url_for("accounts.show_roster", import_id=import_id))


@blueprint.get("/people/roster.<any(xlsx, csv):kind>")
@requires(policies.may_manage_people)
def show_roster_file(kind: str) -> Response:
    """Everyone who is here, as a file that can be edited and brought again."""
    headings, rows = roster.roster_rows(language())
    if kind == "xlsx":
        answer = Response(text_workbook(_("People"), headings, rows), content_type=XLSX)
    else:
        answer = Response(csv_file([headings, *rows]), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="roster-{clock.today()}.{kind}"'
    return answer


def _rosters_page(form: RosterForm, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    found = roster.roster_imports(q=q, number=request.args.get("page", 1, int))
    return page("accounts/rosters.html", fragments={"rosters"}, status=status, form=form, found=found, q=q)


def _plan_page(row: RosterImport, form: TakeOverForm, status: int = 200) -> Response:
    plan = roster.roster_plan(row.content, partial=form.partial.data, with_departments=form.with_departments.data)
    number = request.args.get("page", 1, int)
    lines = [*plan.added, *plan.changed]
    return page(
        "accounts/roster.html",
        fragments={"roster-lines"},
        status=status,
        row=row,
        plan=plan,
        form=form,
        titles=roster.column_titles(language()),
        lines=paging.page_in(lines, number=number),
    )
