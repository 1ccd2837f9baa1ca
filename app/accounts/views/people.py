"""People: the list, a person's page, adding and changing, inviting, closing and opening accounts."""

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import actions, policies, queries
from app.accounts.forms.people import DeactivationForm, PersonForm, shown, values_of
from app.accounts.models import Person, PersonState, Role, Tier
from app.accounts.queries import PeopleFilter
from app.accounts.queries.erasing import is_erasable
from app.accounts.queries.merging import merges_of
from app.accounts.views import blueprint
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, load_person_again, requires, signed_in

STATES = ("", *(state.value for state in PersonState), "deactivated")


@blueprint.get("/people/")
@requires(policies.may_see_people)
def show_people() -> Response:
    """Find people."""
    wanted = _filter()
    found = queries.people_list(current_user, wanted, request.args.get("page", 1, int))
    return page(
        "accounts/people.html",
        fragments={"people-list"},
        people=found,
        wanted=wanted,
        params={
            name: request.args[name] for name in ("q", "department", "role", "tier", "state") if request.args.get(name)
        },
        departments=queries.departments_tree(),
        roles=list(Role),
        tiers=list(Tier),
        today=clock.today(),
    )


@blueprint.get("/people/<int:person_id>")
@requires(signed_in)
def show_person(person_id: int) -> Response:
    """A person, as far as the reader may see."""
    person = _seen(person_id)
    return page(
        "accounts/person.html",
        person=person,
        reports=queries.reports_of(person_id),
        today=clock.today(),
        with_record=policies.may_see_record(current_user, person),
        may_manage=policies.may_manage_people(current_user),
        may_grant=policies.may_grant_roles_to(current_user, person),
        may_erase_person=policies.may_erase_person(current_user, person) and is_erasable(person),
        may_audit=policies.may_see_audit(current_user),
        may_open_manager=person.manager is not None and policies.may_see_person(current_user, person.manager),
        form=DeactivationForm(formdata=None),
        merges=merges_of(person_id) if policies.may_manage_people(current_user) else [],
    )


@blueprint.get("/people/new")
@requires(policies.may_manage_people)
def show_new_person() -> Response:
    """Ask about somebody new."""
    form = PersonForm(formdata=None, data={"tiers": [Tier.end_user], "language": ""})
    return _form_page(form, None)


@blueprint.post("/people/")
@requires(policies.may_manage_people)
def create_person() -> Response:
    """Add somebody; the page of the person offers the invitation."""
    form = _offered(PersonForm(), None)
    if form.validate():
        try:
            person = actions.add_person(data=form.person_data(), by=current_user.id)
        except (actions.EmployeeNumberTaken, actions.EmailTaken) as problem:
            _explain(form, problem)
        else:
            flash(_("%(name)s is added. Send an invitation when everything is right.", name=person.name), "success")
            return see_other(f"/people/{person.id}")
    return _form_page(form, None, status=422)


@blueprint.get("/people/<int:person_id>/edit")
@requires(policies.may_manage_people)
def show_person_form(person_id: int) -> Response:
    """Ask what is to be changed about a person."""
    person = _changeable(person_id)
    return _form_page(PersonForm(formdata=None, data=values_of(person)), person)


@blueprint.post("/people/<int:person_id>")
@requires(policies.may_manage_people)
def update_person(person_id: int) -> Response:
    """Change a person; when somebody was faster both versions are shown."""
    person = _changeable(person_id)
    form = _offered(PersonForm(), person)
    if form.validate():
        try:
            actions.update_person(
                person_id=person_id, data=form.person_data(), version=_version(form), by=current_user.id
            )
        except actions.StalePerson:
            return _stale_page(form, person_id)
        except (actions.EmployeeNumberTaken, actions.EmailTaken, actions.ManagerLoop) as problem:
            _explain(form, problem)
        else:
            flash(_("Saved."), "success")
            return see_other(f"/people/{person_id}")
    return _form_page(form, queries.person_page(person_id), status=422)


@blueprint.post("/people/<int:person_id>/invitation")
@requires(policies.may_manage_people)
def create_invitation(person_id: int) -> Response:
    """Send a link with which the person chooses a password; without a mail address it is shown here, once."""
    person = _changeable(person_id)
    link = actions.invite_person(person=person, by=current_user.id)
    if not person.email:
        return page("accounts/invitation_link.html", person=person, link=link)
    flash(_("An invitation is on its way to %(address)s.", address=person.email), "success")
    return see_other(f"/people/{person_id}")


@blueprint.post("/people/<int:person_id>/deactivation")
@requires(policies.may_manage_people)
def create_deactivation(person_id: int) -> Response:
    """Close an account; whoever uses it is out at the next click."""
    person = _changeable(person_id)
    form = DeactivationForm()
    reason = form.reason.data if form.validate() else ""
    try:
        actions.deactivate_person(person_id=person_id, reason=reason or "", by=current_user.id)
    except actions.OwnDeactivation:
        abort(403)
    flash(_("The account of %(name)s is closed. Records stay.", name=person.name), "success")
    return see_other(f"/people/{person_id}")


@blueprint.post("/people/<int:person_id>/deactivation/delete")
@requires(policies.may_manage_people)
def delete_deactivation(person_id: int) -> Response:
    """Open a closed account again."""
    person = _changeable(person_id)
    actions.reactivate_person(person_id=person_id, by=current_user.id)
    flash(_("The account of %(name)s is open again.", name=person.name), "success")
    return see_other(f"/people/{person_id}")


def _filter() -> PeopleFilter:
    given = request.args
    state = given.get("state", "")
    return PeopleFilter(
        q=given.get("q", "")[:100],
        department_id=given.get("department", None, id_in),
        role=given.get("role", None, Role),
        tier=given.get("tier", None, Tier),
        state=state if state in STATES else "",
    )


def _seen(person_id: int) -> Person:
    person = queries.person_page(person_id)
    if person is None or not policies.may_see_person(current_user, person):
        abort(404)
    return person


def _changeable(person_id: int) -> Person:
    """Nothing about an erased person can be changed, and nobody is invited to be one."""
    person = queries.person_page(person_id)
    if person is None or person.erased_at is not None:
        abort(404)
    return person


def _version(form: PersonForm) -> int:
    given = form.version.data or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _explain(form: PersonForm, problem: Exception) -> None:
    load_person_again()
    if isinstance(problem, actions.EmployeeNumberTaken):
        add_error(form.employee_no, _("Somebody has this employee number already."))
    elif isinstance(problem, actions.EmailTaken):
        add_error(form.email, _("Somebody has this mail address already."))
    else:
        add_error(form.manager, _("This manager reports to the person, directly or through others."))


def _offered(form: PersonForm, person: Person | None) -> PersonForm:
    own = {row.project_group_id: row.project_group for row in person.memberships} if person else {}
    groups = {**own, **{group.id: group for group in queries.project_groups()}}
    form.offer(queries.departments_tree(), sorted(groups.values(), key=lambda group: group.code))
    return form


def _form_page(form: PersonForm, person: Person | None, status: int = 200) -> Response:
    if status == 200:
        _offered(form, person)
    asked = request.args.get("manager", "")
    return page(
        "accounts/person_form.html",
        fragments={"manager-options"},
        status=status,
        form=form,
        person=person,
        candidates=queries.people_picker(asked) if asked else (),
    )


def _stale_page(form: PersonForm, person_id: int) -> Response:
    load_person_again()
    person = _changeable(person_id)
    now = _offered(PersonForm(formdata=None, data=values_of(person)), person)
    rows = [
        (mine.label.text, shown(now[mine.name]), shown(mine))
        for mine in form
        if mine.name not in ("version", "csrf_token")
    ]
    return page("accounts/person_stale.html", status=409, person=person, form=form, rows=rows)
