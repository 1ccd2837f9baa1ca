"""Templates of standard changes, and ideas that are won quickly by them."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions
from app.changes.actions.errors import GuardFailed, StaleChange
from app.changes.forms.calendar import QuickWinForm, TemplateForm
from app.changes.models import ChangeTemplate
from app.changes.policies import may_manage
from app.changes.queries.ideas import seen_idea
from app.changes.queries.templates import current_template, serving_templates, template_list
from app.changes.views.blueprint import blueprint
from app.feedback.actions import new_token
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires


@blueprint.get("/changes/templates")
@requires(may_manage)
def show_templates() -> Response:
    """All templates in their newest version."""
    q = request.args.get("q", "")[:100]
    found = template_list(q=q, number=request.args.get("page", 1, type=int) or 1)
    return page("changes/templates.html", fragments={"template-list"}, found=found, q=q, today=clock.today())


@blueprint.get("/changes/templates/new")
@requires(may_manage)
def show_new_template() -> Response:
    """The form for a new template."""
    return _answer(None, TemplateForm(formdata=None))


@blueprint.post("/changes/templates")
@requires(may_manage)
def create_template() -> Response:
    """Write a template."""
    form = TemplateForm()
    if not form.validate_on_submit():
        return _answer(None, form, status=422)
    actions.write_template(actor=current_user, **_said(form))
    flash(_("The template is kept."), "success")
    return see_other(url_for(".show_templates"))


def _said(form: TemplateForm) -> dict[str, Any]:
    names = ("title", "description", "area", "back_out_plan", "approved_on", "expires_on")
    return {name: form[name].data for name in names}


@blueprint.get("/changes/templates/<int:number>")
@requires(may_manage)
def show_template(number: int) -> Response:
    """The form in which a template gets a new version."""
    template = _current(number)
    return _answer(template, TemplateForm(formdata=None, obj=template))


@blueprint.post("/changes/templates/<int:number>")
@requires(may_manage)
def update_template(number: int) -> Response:
    """Write a new version; changes that follow the old one go on with it."""
    template, form = _current(number), TemplateForm()
    if not form.validate_on_submit():
        return _answer(template, form, status=422)
    try:
        actions.write_template(actor=current_user, previous=template, **_said(form))
    except StaleChange:
        return _answer(template, form, status=409, stale=True)
    flash(_("The template has a new version."), "success")
    return see_other(url_for(".show_templates"))


@blueprint.post("/changes/templates/<int:number>/retirement")
@requires(may_manage)
def create_retirement(number: int) -> Response:
    """Let no further change follow a template. Doing it twice changes nothing."""
    if current_template(number) is not None:
        actions.retire_template(template_id=number, actor=current_user)
        flash(_("The template is retired."), "info")
    return see_other(url_for(".show_templates"))


def _current(number: int) -> ChangeTemplate:
    template = current_template(number)
    if template is None:
        abort(404)
    return template


def _answer(template: ChangeTemplate | None, form: TemplateForm, *, status: int = 200, stale: bool = False) -> Response:
    return page("changes/template.html", status=status, previous=template, form=form, stale=stale)


@blueprint.get("/changes/quick-wins/<int:number>")
@requires(may_manage)
def show_quick_win(number: int) -> Response:
    """Choose the template by which an open idea is planned at once."""
    form = QuickWinForm(formdata=None, data={"token": new_token()}, templates=serving_templates())
    return _quick_answer(_known(number), form)


@blueprint.post("/changes/quick-wins/<int:number>")
@requires(may_manage)
def create_quick_win(number: int) -> Response:
    """Plan an open idea by a standard change, without the board."""
    idea, templates = _known(number), serving_templates()
    form = QuickWinForm(templates=templates)
    if not form.validate_on_submit():
        return _quick_answer(idea, form, status=422)
    template = next(row for row in templates if row.id == form.template.data)
    try:
        change = actions.win_quickly(
            idea_id=number,
            template=template,
            actor=current_user,
            reason=form.reason.data,
            token=form.token.data or new_token(),
        )
    except GuardFailed as why:
        add_error(form.template, str(why.sentence))
        return _quick_answer(_known(number), form, status=422)
    flash(_("The idea is planned by change request %(number)s. Choose its window.", number=change.id), "success")
    return see_other(url_for(".show_change", number=change.id))


def _known(number: int) -> Idea:
    idea = seen_idea(number, current_user)
    if idea is None:
        abort(404)
    return idea


def _quick_answer(idea: Idea, form: QuickWinForm, *, status: int = 200) -> Response:
    return page(
        "changes/quick_win.html", status=status, idea=idea, form=form, still_open=idea.status is IdeaStatus.open
    )
