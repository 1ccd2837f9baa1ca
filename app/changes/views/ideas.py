"""The ideas that a change request answers."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import actions, policies
from app.changes.actions.errors import GuardFailed
from app.changes.forms.requests import LinkForm
from app.changes.models import ChangeRequest
from app.changes.queries.ideas import linkable_ideas, seen_idea
from app.changes.queries.requests import linked_ideas
from app.changes.views.blueprint import blueprint
from app.changes.views.change import answered_change, change_answer
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/changes/<int:number>/ideas")
@requires(signed_in)
def show_links(number: int) -> Response:
    """Look for ideas that a change request answers."""
    change = answered_change(number)
    if not policies.may_link(current_user, change):
        return change_answer(number, status=409, stale=True)
    return _answer(change, LinkForm(formdata=None))


@blueprint.post("/changes/<int:number>/ideas")
@requires(signed_in)
def create_link(number: int) -> Response:
    """Link an idea: it is under review from then on, or where the change request is already."""
    change, form = answered_change(number), LinkForm()
    if not form.validate_on_submit():
        return _answer(change, form, status=422)
    idea = seen_idea(form.idea.data, current_user)
    if idea is None:
        add_error(form.idea, _("There is no idea with this number."))
        return _answer(change, form, status=422)
    try:
        actions.link_idea(change_id=number, idea_id=idea.id, actor=current_user)
    except GuardFailed as why:
        add_error(form.idea, str(why.sentence))
        return _answer(change, form, status=422)
    flash(_("Idea %(number)s is linked; it follows this change request.", number=idea.id), "success")
    return see_other(url_for(".show_links", number=number))


@blueprint.post("/changes/<int:number>/ideas/<int:idea_id>/delete")
@requires(signed_in)
def delete_link(number: int, idea_id: int) -> Response:
    """Take a link back; where there is none, nothing happens."""
    change = answered_change(number)
    if seen_idea(idea_id, current_user) is None:
        abort(404)
    try:
        actions.unlink_idea(change_id=number, idea_id=idea_id, actor=current_user)
    except GuardFailed as why:
        return change_answer(change.id, status=409, refusal=why.sentence)
    flash(_("Idea %(number)s is no longer linked.", number=idea_id), "info")
    return see_other(url_for(".show_links", number=number))


def _answer(change: ChangeRequest, form: LinkForm, *, status: int = 200) -> Response:
    q = request.args.get("q", "")[:100]
    return page(
        "changes/ideas.html",
        fragments={"linkable-ideas"},
        status=status,
        change=change,
        form=form,
        q=q,
        linked=linked_ideas(change.id, current_user),
        found=linkable_ideas(change.id, current_user, q),
        may_unlink=policies.may_edit(current_user, change),
    )
