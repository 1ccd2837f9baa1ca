"""A manager's team: where it stands, and more time; and paths for project groups and chosen people."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.actions import assigning, deadlines
from app.training.forms import ExtensionForm, GroupForm
from app.training.models import Assignment, AssignmentSource
from app.training.queries import records, team
from app.training.queries.deadlines import assignments_of_choice
from app.training.views.blueprint import blueprint

MOST_CHOSEN = 500
A_WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)


@blueprint.get("/training/team")
@requires(policies.may_see_team)
def show_team() -> Response:
    """One's own reports at a glance."""
    show, words = request.args.get("show", ""), request.args.get("q", "").strip()[:100]
    number = request.args.get("page", 1, int)
    return page(
        "training/team.html",
        fragments={"team-list"},
        members=team.team_of(current_user.id, show=show, words=words, number=number),
        summary=team.summary_of(current_user.id),
        notes=team.notes_to_answer(current_user.id),
        show=show if show in team.SHOWN else "",
        words=words,
    )


# ------------------------------------------------------------------------------------------ more time


@blueprint.get("/training/extensions/new")
@requires(policies.may_assign)
def show_extension() -> Response:
    """Choose a later day for what is chosen, and say why."""
    chosen = _chosen_assignments()
    suggested = max([clock.today(), *(one.due_on for one in chosen if one.due_on)]) + A_WEEK
    return _extension_page(chosen, ExtensionForm(to_on=suggested))


@blueprint.get("/training/extensions")
@requires(policies.may_assign)
def show_extension_again() -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(home_of())


@blueprint.post("/training/extensions")
@requires(policies.may_assign)
def create_extension() -> Response:
    """Give more time."""
    chosen, form = _chosen_assignments(), ExtensionForm()
    back = home_of(chosen)
    if not form.validate_on_submit():
        return _extension_page(chosen, form, status=422)
    try:
        made = deadlines.extend(
            assignment_ids=[one.id for one in chosen],
            to_on=form.to_on.data,
            reason=form.reason.data,
            document=form.document.data or "",
            by_id=current_user.id,
        )
    except deadlines.NothingLater:
        add_error(form.to_on, _("Choose a day after the due date."))
        return _extension_page(_chosen_assignments(), form, status=422)
    words = ngettext(
        "%(num)s due date was moved; the person is told.", "%(num)s due dates were moved; all are told.", len(made)
    )
    flash(words, "success")
    return see_other(back)


def _chosen_assignments() -> list[Assignment]:
    """What is chosen one by one, or everything due of the chosen people; all of it must be one's to extend."""
    ids = _numbers("assignment") or team.open_with_due(_numbers("person"))
    found = assignments_of_choice(ids)
    if not found or not all(policies.may_extend(current_user, one, one.person) for one in found):
        abort(404)
    return found


def _extension_page(chosen: Sequence[Assignment], form: ExtensionForm, status: int = 200) -> Response:
    return page("training/extension_form.html", status=status, chosen=chosen, form=form, back=home_of(chosen))


def home_of(chosen: Sequence[Assignment] = ()) -> str:
    """The team of a manager; for others the person whom it was about, or the list."""
    if policies.may_see_team(current_user):
        return url_for("training.show_team")
    people = {one.person_id: one.person for one in chosen}
    if len(people) == 1 and policies.may_see_transcript(current_user, next(iter(people.values()))):
        return url_for("training.show_transcript", person_id=next(iter(people)))
    return url_for("training.show_people")


def _numbers(name: str) -> list[int]:
    """Chosen ids in the address or the form."""
    return request.values.getlist(name, type=int)[:MOST_CHOSEN]


# ------------------------------------------------------------------------------------------ paths for many


@blueprint.get("/training/assignments/new")
@requires(policies.may_enrol_groups)
def show_new_assignments() -> Response:
    """Choose a path for a project group or for chosen people."""
    return _group_page(_chosen_people(), _group_form(due_on=clock.today() + TWO_WEEKS))


@blueprint.get("/training/assignments")
@requires(policies.may_enrol_groups)
def show_assignments_again() -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_new_assignments"))


@blueprint.post("/training/assignments")
@requires(policies.may_enrol_groups)
def create_assignments() -> Response:
    """Assign a path to everyone of a group or to chosen people; mandatory for those only whom one may oblige."""
    people, form = _chosen_people(), _group_form()
    if not form.validate_on_submit():
        return _group_page(people, form, status=422)
    group_id = form.group_id.data if "group_id" in form else None
    people = people or team.members_of(group_id or 0)
    made = sum(_assign(person, form) for person in people)
    flash(
        ngettext(
            "Assigned to %(num)s person, who will be told.", "Assigned to %(num)s people, who will be told.", made
        ),
        "success",
    )
    if len(people) > made:
        had = len(people) - made
        flash(ngettext("%(num)s person has this path already.", "%(num)s people have this path already.", had), "info")
    return see_other(home_of() if policies.may_assign(current_user) else url_for("training.show_shelf"))


def _assign(person: Person, form: GroupForm) -> bool:
    due_on: date | None = form.due_on.data
    obliges = "mandatory" in form and form.mandatory.data and policies.may_assign_to(current_user, person)
    made = assigning.assign(
        person_id=person.id,
        path_id=form.path_id.data,
        source=AssignmentSource.manual,
        due_on=due_on,
        mandatory=bool(obliges),
        by_id=current_user.id,
    )
    return made is not None


def _chosen_people() -> list[Person]:
    ids = _numbers("person")
    people = team.people_of_choice(ids) if ids else []
    if (ids and not people) or not all(policies.may_assign_to(current_user, person) for person in people):
        abort(404)
    return people


def _group_form(**values: object) -> GroupForm:
    form = GroupForm(**values)
    everybody = policies.may_manage_rules(current_user)
    form.offer(records.offered_paths(), team.groups_of(None if everybody else current_user.id), language())
    if _numbers("person"):
        del form.group_id
    if not policies.may_assign(current_user):
        del form.mandatory
    return form


def _group_page(people: Collection[Person], form: GroupForm, status: int = 200) -> Response:
    back = home_of() if policies.may_assign(current_user) else url_for("training.show_shelf")
    return page("training/group_form.html", status=status, people=people, form=form, back=back)
