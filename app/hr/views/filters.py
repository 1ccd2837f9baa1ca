"""Filters of one's own, to come back to."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.hr import policies
from app.hr.actions.filters import MOST, NameTaken, TooMany, delete_filter, keep_filter, rename_filter
from app.hr.forms import FilterForm, FilterNameForm, KeepFilterForm
from app.hr.models import SavedFilter
from app.hr.queries.filters import saved_filter, saved_filters
from app.hr.views.blueprint import blueprint
from app.hr.views.records import offer_choices, records_page

KEPT = ("q", "department", "path", "status", "completed")


@blueprint.get("/hr/filters")
@requires(policies.may_see_records)
def show_filters() -> Response:
    """One's own filters, to rename and to delete."""
    return _filters_page()


@blueprint.post("/hr/filters")
@requires(policies.may_see_records)
def create_filter() -> Response:
    """Keep what is on the screen."""
    form, chosen = KeepFilterForm(), FilterForm(request.form)
    offer_choices(chosen)
    if form.validate():
        plain = chosen.chosen().plain
        try:
            row = keep_filter(
                person_id=current_user.id,
                name=form.name.data or "",
                filters={name: plain[name] for name in KEPT if name in plain},
                every_column=bool(form.every_column.data),
                profile=form.profile.data or "",
            )
            flash(_("The filter “%(name)s” is kept.", name=row.name), "success")
            return see_other(url_for("hr.show_records", **row.address))
        except NameTaken:
            add_error(form.name, _("One of your filters has this name; choose another."))
        except TooMany:
            add_error(form.name, _("You have %(most)s filters; delete one first.", most=MOST))
    return records_page(chosen, status=422, keep_form=form)


@blueprint.post("/hr/filters/<int:number>/name")
@requires(policies.may_see_records)
def update_filter(number: int) -> Response:
    """Another name."""
    row, form = _own(number), FilterNameForm()
    if form.validate():
        try:
            rename_filter(row=row, name=form.name.data or "")
            return see_other(url_for("hr.show_filters"))
        except NameTaken:
            add_error(form.name, _("One of your filters has this name; choose another."))
    return _filters_page(wrong=(number, form), status=422)


@blueprint.post("/hr/filters/<int:number>/delete")
@requires(policies.may_see_records)
def remove_filter(number: int) -> Response:
    """Forget it."""
    row = _own(number)
    name = row.name
    delete_filter(row=row)
    flash(_("The filter “%(name)s” is deleted.", name=name), "success")
    return see_other(url_for("hr.show_filters"))


def _own(number: int) -> SavedFilter:
    return saved_filter(current_user.id, number) or abort(404)


def _filters_page(wrong: tuple[int, FilterNameForm] | None = None, status: int = 200) -> Response:
    query = request.args.get("q", "")[:100]
    rows = saved_filters(current_user.id, query)
    forms = {row.id: FilterNameForm(formdata=None, prefix="", name=row.name) for row in rows}
    for number, form in forms.items():
        form.name.id = f"name-{number}"
    if wrong:
        wrong[1].name.id = f"name-{wrong[0]}"
        forms[wrong[0]] = wrong[1]
    return page(
        "hr/filters.html",
        fragments={"saved-filters"},
        status=status,
        rows=rows,
        forms=forms,
        query=query,
    )
