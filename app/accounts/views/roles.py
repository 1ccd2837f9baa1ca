"""Roles and tiers of a person."""

from flask import Response, abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, policies, queries
from app.accounts.forms.people import RolesForm
from app.accounts.models import Person
from app.accounts.views import blueprint
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires


@blueprint.get("/people/<int:person_id>/roles")
@requires(policies.may_grant_roles)
def show_roles(person_id: int) -> Response:
    """Ask which roles and tiers a person shall have."""
    person = _other(queries.person_page(person_id))
    form = RolesForm(
        formdata=None, data={"roles": sorted(person.roles), "tiers": sorted(person.tiers), "seen": _held(person)}
    )
    return _form_page(form, person)


@blueprint.post("/people/<int:person_id>/roles")
@requires(policies.may_grant_roles)
def update_roles(person_id: int) -> Response:
    """Give exactly these roles and tiers; the person signs in again and has them."""
    person = _other(queries.person_to_change(person_id))
    form = RolesForm()
    form.offer()
    if not form.validate():
        load_person_again()
        return _form_page(form, person, status=422)
    if form.seen.data != _held(person):
        abort(409)
    actions.set_roles(person_id=person_id, roles=form.roles.data, by=current_user.id)
    actions.set_tiers(person_id=person_id, tiers=form.tiers.data, by=current_user.id)
    flash(_("Roles and tiers of %(name)s are saved.", name=person.name), "success")
    return see_other(f"/people/{person_id}")


def _other(person: Person | None) -> Person:
    if person is None or person.erased_at is not None:
        abort(404)
    if not policies.may_grant_roles_to(current_user, person):
        abort(403)
    return person


def _held(person: Person) -> str:
    return " ".join((*sorted(person.roles), "/", *sorted(person.tiers)))


def _form_page(form: RolesForm, person: Person, status: int = 200) -> Response:
    form.offer()
    return page("accounts/roles.html", status=status, form=form, person=person)
