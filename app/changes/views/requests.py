"""The list of change requests, and writing them."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions, policies
from app.changes.actions.errors import GuardFailed, MoveNotListed, StaleChange
from app.changes.forms.requests import EditForm, RequestForm
from app.changes.models import ChangeKind, ChangeRequest, ChangeState
from app.changes.queries.board import GROUPS, Filters, View, change_list, state_counts, view_counts
from app.changes.queries.ideas import seen_idea
from app.changes.queries.people import possible_owners
from app.changes.queries.templates import serving_templates
from app.changes.views.blueprint import blueprint
from app.changes.views.change import answered_change, change_answer
from app.feedback.actions import new_token
from app.feedback.labels import AREAS
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires, signed_in


@blueprint.get("/changes/")
@requires(signed_in)
def show_changes() -> Response:
    """All change requests that the reader may see."""
    filters, counts = _filters(), state_counts(current_user)
    return page(
        "changes/changes.html",
        fragments={"change-list"},
        filters=filters,
        found=change_list(filters, current_user),
        counts=view_counts(counts),
        states=[(state, counts.get(state, 0)) for state in GROUPS[filters.view] if counts.get(state)],
        areas=AREAS,
        kinds=list(ChangeKind),
        may_propose=policies.may_propose(current_user),
    )


def _filters() -> Filters:
    asked = request.args
    return Filters(
        view=View(asked["view"]) if asked.get("view") in View.__members__ else View.all,
        state=ChangeState(asked["state"]) if asked.get("state") in ChangeState.__members__ else None,
        kind=ChangeKind(asked["kind"]) if asked.get("kind") in ChangeKind.__members__ else None,
        area=asked.get("area", "")[:60],
        q=asked.get("q", "")[:100],
        number=asked.get("page", 1, type=int) or 1,
    )


@blueprint.get("/changes/new")
@requires(policies.may_propose)
def show_new_change() -> Response:
    """The form for a new change request; `idea` is the number of the idea that it answers."""
    idea = seen_idea(request.args.get("idea", 0, type=id_in), current_user)
    begun = {"title": idea.title, "benefit": idea.text, "area": idea.area, "idea": idea.id} if idea else {}
    data = {**begun, "owner": current_user.id, "token": new_token()}
    return _form_answer(_new_form(data))


def _new_form(data: dict[str, object] | None = None) -> RequestForm:
    given = {} if data is None else {"formdata": None, "data": data}
    return RequestForm(**given, owners=possible_owners(also=current_user.id), templates=serving_templates())


def _form_answer(form: RequestForm, status: int = 200) -> Response:
    idea = seen_idea(form.idea.data or 0, current_user)
    return page("changes/change_form.html", status=status, form=form, idea=idea)


@blueprint.post("/changes/")
@requires(policies.may_propose)
def create_change() -> Response:
    """Begin a change request, and link the idea that it was begun for."""
    form = _new_form()
    if not form.validate_on_submit():
        return _form_answer(form, status=422)
    idea = seen_idea(form.idea.data or 0, current_user)
    try:
        change = _written(form)
        if idea is not None:
            actions.link_idea(change_id=change.id, idea_id=idea.id, actor=current_user)
    except GuardFailed as why:
        add_error(form.title, str(why.sentence))
        return _form_answer(form, status=422)
    flash(_("Change request %(number)s is begun.", number=change.id), "success")
    return see_other(url_for(".show_change", number=change.id))


def _written(form: RequestForm) -> ChangeRequest:
    kind = ChangeKind(form.kind.data)
    return actions.write_request(
        author=current_user,
        kind=kind,
        title=form.title.data,
        description=form.description.data,
        benefit=form.benefit.data,
        area=form.area.data or "",
        owner_id=form.owner.data,
        template_id=form.template.data if kind is ChangeKind.standard else None,
        token=form.token.data or None,
    )


@blueprint.get("/changes/<int:number>")
@requires(signed_in)
def show_change(number: int) -> Response:
    """One change request."""
    return change_answer(number)


@blueprint.get("/changes/<int:number>/edit")
@requires(signed_in)
def show_edit_change(number: int) -> Response:
    """The form in which the words of a change request are mended."""
    change = answered_change(number)
    if not policies.may_edit(current_user, change):
        return change_answer(number, status=409, stale=True)
    owners = possible_owners(also=change.owner_id)
    return _edit_answer(change, EditForm(formdata=None, obj=change, data={"owner": change.owner_id}, owners=owners))


@blueprint.post("/changes/<int:number>")
@requires(signed_in)
def update_change(number: int) -> Response:
    """Mend the words of a change request; whoever was slower than another sees both and decides again."""
    change = answered_change(number)
    form = EditForm(owners=possible_owners(also=change.owner_id))
    if not form.validate_on_submit():
        return _edit_answer(change, form, status=422)
    try:
        actions.edit_request(
            change_id=number,
            version=form.version.data or 0,
            actor=current_user,
            title=form.title.data,
            description=form.description.data,
            benefit=form.benefit.data,
            area=form.area.data or "",
            owner_id=form.owner.data,
        )
    except StaleChange:
        return _edit_answer(answered_change(number), form, status=409, stale=True)
    except MoveNotListed:
        return change_answer(number, status=409, stale=True)
    flash(_("The change request is changed."), "success")
    return see_other(url_for(".show_change", number=number))


def _edit_answer(change: ChangeRequest, form: EditForm, *, status: int = 200, stale: bool = False) -> Response:
    return page("changes/change_edit.html", status=status, form=form, change=change, stale=stale)
