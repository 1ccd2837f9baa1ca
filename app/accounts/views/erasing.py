"""Erasing people who have left: who could be, what it does, and the act itself."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, policies, queries
from app.accounts.forms.my_data import ErasureForm
from app.accounts.models import Person
from app.accounts.queries import erasing, my_data
from app.accounts.views import blueprint
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, requires


@blueprint.get("/people/erasures")
@requires(policies.may_erase)
def show_erasures() -> Response:
    """People who have left and can be erased, the longest gone first."""
    words = request.args.get("q", "")[:100]
    found = erasing.erasable_people(request.args.get("page", 1, int), words)
    return page("accounts/erasures.html", fragments={"leavers"}, found=found, words=words)


@blueprint.get("/people/<int:person_id>/erasure")
@requires(policies.may_erase)
def show_erasure(person_id: int) -> Response:
    """What erasing this person does, what stays, and how much of it."""
    return _erasure_page(_other(person_id), ErasureForm(formdata=None))


@blueprint.post("/people/<int:person_id>/erasure")
@requires(policies.may_erase)
def create_erasure(person_id: int) -> Response:
    """Erase a person for good."""
    person = _other(person_id)
    form = ErasureForm(employee_no=person.employee_no)
    if not erasing.is_erasable(person):
        return _erasure_page(person, form, status=409)
    if not form.validate():
        return _erasure_page(person, form, status=422)
    try:
        erased = actions.erase_person(person_id=person_id, reason=form.reason.data, by=current_user.id)
    except actions.NotErasable:
        load_person_again()
        return _erasure_page(_other(person_id), form, status=409)
    flash(_("Erased. The records stay under the name %(name)s.", name=erased.pseudonym), "success")
    return see_other(url_for("accounts.show_person", person_id=person_id))


def _other(person_id: int) -> Person:
    """Somebody else: nobody erases oneself."""
    person = queries.person_page(person_id) or abort(404)
    if not policies.may_erase_person(current_user, person):
        abort(403)
    return person


def _erasure_page(person: Person, form: ErasureForm, status: int = 200) -> Response:
    ids = my_data.accounts_of(person.id)
    counts = my_data.counts_of(ids)
    return page(
        "accounts/erasure.html",
        status=status,
        person=person,
        form=form,
        erasable=erasing.is_erasable(person),
        has_left=erasing.has_left(person),
        others=len(ids) - 1,
        stays=[(one.title, counts[one.key]) for one in my_data.sections() if counts[one.key] and one.key not in GOES],
        goes=[f"{one.title} {counts[one.key]}" for one in my_data.sections() if counts[one.key] and one.key in GOES],
    )


GOES = frozenset({"sessions", "addresses", "corrections", "mails"})
"""Sections whose rows are taken away; of mails that went the words are."""
