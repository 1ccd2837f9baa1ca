"""Two accounts of one person: choose the other one, see what moves, say why; undo."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, policies, queries
from app.accounts.forms.merging import MergeForm
from app.accounts.models import Person
from app.accounts.queries import merging
from app.accounts.views import blueprint
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import LARGEST_ID, id_in, load_person_again, requires


@blueprint.get("/people/<int:person_id>/merge")
@requires(policies.may_manage_people)
def show_merge(person_id: int) -> Response:
    """Find the other account of a person; with one chosen, see what would move."""
    person = _kept(person_id)
    chosen = request.args.get("other", 0, id_in)
    if 0 < chosen <= LARGEST_ID:
        return _preview_page(person, MergeForm(formdata=None, data={"other": str(chosen)}), chosen)
    words = request.args.get("q", "").strip()[:100]
    return page(
        "accounts/merge_choice.html",
        fragments={"other-accounts"},
        person=person,
        words=words,
        found=merging.other_accounts(person, words, request.args.get("page", 1, int)),
    )


@blueprint.post("/people/<int:person_id>/merge")
@requires(policies.may_manage_people)
def create_merge(person_id: int) -> Response:
    """Close the other account and let it lead to this one."""
    person, form = _kept(person_id), MergeForm()
    if queries.person_page(form.other_id) is None:
        return see_other(url_for("accounts.show_merge", person_id=person_id))
    if not form.validate():
        return _preview_page(person, form, form.other_id, status=422)
    try:
        actions.merge_accounts(kept_id=person_id, merged_id=form.other_id, reason=form.reason.data, by=current_user.id)
    except actions.NotMergeable:
        load_person_again()
        add_error(form.reason, _("These two accounts cannot be merged now; look at both again."))
        return _preview_page(_kept(person_id), form, form.other_id, status=422)
    flash(_("Both accounts are one now. This can be undone here."), "success")
    return see_other(url_for("accounts.show_person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/merges/<int:merge_id>/delete")
@requires(policies.may_manage_people)
def delete_merge(person_id: int, merge_id: int) -> Response:
    """Undo a merge that concerns this account."""
    if merge_id not in {line.merge.id for line in merging.merges_of(person_id)}:
        abort(404)
    try:
        actions.part_accounts(merge_id=merge_id, by=current_user.id)
    except actions.NotPartable:
        abort(409)
    flash(_("The merge is undone. Both accounts stand for themselves again."), "success")
    return see_other(url_for("accounts.show_person", person_id=person_id))


def _kept(person_id: int) -> Person:
    """The account that stays: open, not merged itself, and not one's own."""
    person = queries.person_page(person_id)
    if person is None or person.merged_into_id is not None or person.deactivated_at is not None:
        abort(404)
    if person.id == current_user.id:
        abort(403)
    return person


def _preview_page(person: Person, form: MergeForm, other_id: int, status: int = 200) -> Response:
    other = queries.person_page(other_id)
    if other is None or other.merged_into_id is not None or other.id in (person.id, current_user.id):
        abort(404)
    return page(
        "accounts/merge.html",
        status=status,
        person=person,
        other=other,
        form=form,
        belongings=merging.belongings_of(other.id),
        reports=merging.reports_count(other.id),
    )
