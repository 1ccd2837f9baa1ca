"""Project groups."""

from flask import Response, abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, policies, queries
from app.accounts.forms.departments import ProjectGroupForm
from app.accounts.models import ProjectGroup
from app.accounts.views import blueprint
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/people/project-groups")
@requires(policies.may_manage_people)
def show_project_groups() -> Response:
    """Every project group, with those that have ended at the end."""
    groups = sorted(queries.project_groups(with_ended=True), key=lambda group: (_has_ended(group), group.code))
    return page("accounts/project_groups.html", groups=groups, heads=queries.heads_by_group(), has_ended=_has_ended)


@blueprint.get("/people/project-groups/new")
@requires(policies.may_manage_people)
def show_new_project_group() -> Response:
    """Ask about a new project group."""
    return _form_page(ProjectGroupForm(formdata=None), None)


@blueprint.post("/people/project-groups")
@requires(policies.may_manage_people)
def create_project_group() -> Response:
    """Make a project group."""
    form = ProjectGroupForm()
    if form.validate():
        try:
            actions.add_project_group(**_values(form), by=current_user.id)
        except actions.CodeTaken:
            add_error(form.code, _("Another project group has this code."))
        else:
            flash(_("The project group is added."), "success")
            return see_other("/people/project-groups")
    return _form_page(form, None, status=422)


@blueprint.get("/people/project-groups/<int:group_id>/edit")
@requires(policies.may_manage_people)
def show_project_group_form(group_id: int) -> Response:
    """Ask what is to be changed about a project group."""
    group = queries.project_group_by_id(group_id) or abort(404)
    return _form_page(ProjectGroupForm(formdata=None, obj=group), group)


@blueprint.post("/people/project-groups/<int:group_id>")
@requires(policies.may_manage_people)
def update_project_group(group_id: int) -> Response:
    """Rename a project group."""
    group = queries.project_group_by_id(group_id) or abort(404)
    form = ProjectGroupForm()
    if form.validate():
        try:
            actions.update_project_group(group=group, **_values(form), by=current_user.id)
        except actions.CodeTaken:
            add_error(form.code, _("Another project group has this code."))
        else:
            flash(_("Saved."), "success")
            return see_other("/people/project-groups")
    return _form_page(form, group, status=422)


@blueprint.post("/people/project-groups/<int:group_id>/end")
@requires(policies.may_manage_people)
def create_project_group_end(group_id: int) -> Response:
    """Say that the project is over."""
    group = queries.project_group_by_id(group_id) or abort(404)
    actions.end_project_group(group=group, by=current_user.id)
    flash(_("%(name)s has ended.", name=group.name), "success")
    return see_other("/people/project-groups")


@blueprint.post("/people/project-groups/<int:group_id>/end/delete")
@requires(policies.may_manage_people)
def delete_project_group_end(group_id: int) -> Response:
    """Say that the project goes on."""
    group = queries.project_group_by_id(group_id) or abort(404)
    actions.resume_project_group(group=group, by=current_user.id)
    flash(_("%(name)s goes on.", name=group.name), "success")
    return see_other("/people/project-groups")


def _has_ended(group: ProjectGroup) -> bool:
    return group.active_to is not None and group.active_to < clock.today()


def _values(form: ProjectGroupForm) -> dict[str, str]:
    return {"code": form.code.data, "name": form.name.data, "name_en": form.name_en.data or ""}


def _form_page(form: ProjectGroupForm, group: ProjectGroup | None, status: int = 200) -> Response:
    return page("accounts/project_group_form.html", status=status, form=form, group=group)
