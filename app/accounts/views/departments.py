"""The tree of departments."""

from typing import Any

from flask import Response, abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, policies, queries
from app.accounts.forms.departments import DepartmentForm
from app.accounts.models import Department
from app.accounts.views import blueprint
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/people/departments")
@requires(policies.may_manage_people)
def show_departments() -> Response:
    """Every department, as a tree."""
    return page("accounts/departments.html", tree=queries.departments_tree(), heads=queries.heads_by_department())


@blueprint.get("/people/departments/new")
@requires(policies.may_manage_people)
def show_new_department() -> Response:
    """Ask about a new department."""
    return _form_page(_offered(DepartmentForm(formdata=None), None), None)


@blueprint.post("/people/departments")
@requires(policies.may_manage_people)
def create_department() -> Response:
    """Make a department."""
    form = _offered(DepartmentForm(), None)
    if form.validate():
        try:
            actions.add_department(**_values(form), by=current_user.id)
        except actions.CodeTaken:
            add_error(form.code, _("Another department has this code."))
        else:
            flash(_("The department is added."), "success")
            return see_other("/people/departments")
    return _form_page(form, None, status=422)


@blueprint.get("/people/departments/<int:department_id>/edit")
@requires(policies.may_manage_people)
def show_department_form(department_id: int) -> Response:
    """Ask what is to be changed about a department."""
    department = queries.department_by_id(department_id) or abort(404)
    return _form_page(_offered(DepartmentForm(formdata=None, obj=department), department), department)


@blueprint.post("/people/departments/<int:department_id>")
@requires(policies.may_manage_people)
def update_department(department_id: int) -> Response:
    """Rename or move a department."""
    department = queries.department_by_id(department_id) or abort(404)
    form = _offered(DepartmentForm(), department)
    if form.validate():
        try:
            actions.update_department(department=department, **_values(form), by=current_user.id)
        except actions.CodeTaken:
            add_error(form.code, _("Another department has this code."))
        except actions.DepartmentLoop:
            add_error(form.parent_id, _("A department cannot belong to itself or to one below it."))
        else:
            flash(_("Saved."), "success")
            return see_other("/people/departments")
    return _form_page(form, department, status=422)


def _values(form: DepartmentForm) -> dict[str, Any]:
    return {
        "code": form.code.data,
        "name": form.name.data,
        "name_en": form.name_en.data or "",
        "parent_id": form.parent_id.data,
    }


def _offered(form: DepartmentForm, department: Department | None) -> DepartmentForm:
    own = set(queries.department_branch(department.id)) if department else set()
    form.offer([node for node in queries.departments_tree() if node.department.id not in own])
    return form


def _form_page(form: DepartmentForm, department: Department | None, status: int = 200) -> Response:
    return page("accounts/department_form.html", status=status, form=form, department=department)
