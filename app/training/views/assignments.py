"""Assigning a path by hand, and taking assignments back."""

from collections.abc import Callable

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.training import policies
from app.training.actions import assigning, crediting
from app.training.forms import AssignmentForm, EquivalenceForm, ReasonForm, WaiverForm
from app.training.models import Assignment, AssignmentSource
from app.training.queries import records
from app.training.views.blueprint import blueprint

Policy = Callable[[Person, Assignment, Person], bool]


@blueprint.get("/training/people/<int:person_id>/assignments/new")
@requires(policies.may_assign)
def show_new_assignment(person_id: int) -> Response:
    """Choose a path and a due date for a person."""
    return _assignment_page(_learner(person_id), _assignment_form())


@blueprint.get("/training/people/<int:person_id>/assignments")
@requires(policies.may_assign)
def show_assignment_again(person_id: int) -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_new_assignment", person_id=_learner(person_id).id))


@blueprint.post("/training/people/<int:person_id>/assignments")
@requires(policies.may_assign)
def create_assignment(person_id: int) -> Response:
    """Assign a path to a person."""
    person, form = _learner(person_id), _assignment_form()
    if not form.validate_on_submit():
        return _assignment_page(person, form, status=422)
    made = assigning.assign(
        person_id=person.id,
        path_id=form.path_id.data,
        source=AssignmentSource.manual,
        due_on=form.due_on.data,
        mandatory=form.mandatory.data,
        by_id=current_user.id,
    )
    if made:
        flash(_("Assigned. %(name)s will be told.", name=person.name), "success")
    else:
        flash(_("%(name)s has this path already.", name=person.name), "info")
    return see_other(_back_to(person))


@blueprint.get("/training/assignments/<int:assignment_id>/withdrawal")
@requires(signed_in)
def show_withdrawal(assignment_id: int) -> Response:
    """Ask why an assignment is taken back."""
    return _closing_page(_closable(assignment_id, policies.may_withdraw), ReasonForm(), "withdrawal")


@blueprint.post("/training/assignments/<int:assignment_id>/withdrawal")
@requires(signed_in)
def create_withdrawal(assignment_id: int) -> Response:
    """Take an assignment back."""
    assignment, form = _closable(assignment_id, policies.may_withdraw), ReasonForm()
    back = _back_to(assignment.person)
    if not form.validate_on_submit():
        return _closing_page(assignment, form, "withdrawal", status=422)
    _close(lambda: assigning.withdraw(assignment_id=assignment_id, reason=form.reason.data, by_id=current_user.id))
    flash(_("Taken back. Everything done on it stays on record."), "success")
    return see_other(back)


@blueprint.get("/training/assignments/<int:assignment_id>/waiver")
@requires(policies.may_manage_rules)
def show_waiver(assignment_id: int) -> Response:
    """Ask why an assignment need not be done."""
    return _closing_page(_closable(assignment_id, policies.may_waive), WaiverForm(), "waiver")


@blueprint.post("/training/assignments/<int:assignment_id>/waiver")
@requires(policies.may_manage_rules)
def create_waiver(assignment_id: int) -> Response:
    """Waive an assignment."""
    assignment, form = _closable(assignment_id, policies.may_waive), WaiverForm()
    back = _back_to(assignment.person)
    if not form.validate_on_submit():
        return _closing_page(assignment, form, "waiver", status=422)
    _close(
        lambda: assigning.waive(
            assignment_id=assignment_id,
            reason=form.reason.data,
            document=form.document.data,
            by_id=current_user.id,
        )
    )
    flash(_("Waived. It no longer counts as open or overdue."), "success")
    return see_other(back)


@blueprint.get("/training/assignments/<int:assignment_id>/equivalence")
@requires(policies.may_manage_rules)
def show_equivalence(assignment_id: int) -> Response:
    """Ask what was learned elsewhere, and what proves it."""
    return _closing_page(_closable(assignment_id, policies.may_credit), EquivalenceForm(), "equivalence")


@blueprint.post("/training/assignments/<int:assignment_id>/equivalence")
@requires(policies.may_manage_rules)
def create_equivalence(assignment_id: int) -> Response:
    """Count what was learned elsewhere."""
    assignment, form = _closable(assignment_id, policies.may_credit), EquivalenceForm()
    back = _back_to(assignment.person)
    if not form.validate_on_submit():
        return _closing_page(assignment, form, "equivalence", status=422)
    try:
        _close(
            lambda: crediting.credit(
                assignment_id=assignment_id,
                done_on=form.done_on.data,
                score=form.score.data,
                reason=form.reason.data,
                document=form.document.data,
                by_id=current_user.id,
            )
        )
    except crediting.BelowPassMark:
        add_error(
            form.score,
            _("That would not have passed here: the pass mark is %(mark)s %%.", mark=assignment.path.pass_mark),
        )
        return _closing_page(assignment, form, "equivalence", status=422)
    flash(_("Counted as completed. It shows as learned elsewhere, with its document."), "success")
    return see_other(back)


def _learner(person_id: int) -> Person:
    person = records.learner(person_id)
    if person is None or person.deactivated_at is not None or not policies.may_assign_to(current_user, person):
        abort(404)
    return person


def _assignment_form() -> AssignmentForm:
    form = AssignmentForm()
    form.offer(records.offered_paths(), language())
    return form


def _assignment_page(person: Person, form: AssignmentForm, status: int = 200) -> Response:
    return page("training/assignment_form.html", status=status, person=person, form=form, back=_back_to(person))


def _closable(assignment_id: int, policy: Policy) -> Assignment:
    assignment = records.assignment_with_person(assignment_id) or abort(404)
    person = assignment.person
    known = policies.may_see_transcript(current_user, person) or policies.may_assign_to(current_user, person)
    if known and assignment.closed_at is not None:
        abort(409)
    if not known or not policy(current_user, assignment, person):
        abort(404)
    return assignment


def _closing_page(assignment: Assignment, form: ReasonForm, kind: str, status: int = 200) -> Response:
    return page(
        "training/closing_form.html",
        status=status,
        assignment=assignment,
        form=form,
        kind=kind,
        own=assignment.person_id == current_user.id,
        back=_back_to(assignment.person),
    )


def _close(act: Callable[[], object]) -> None:
    try:
        act()
    except assigning.AlreadyClosed:
        abort(409)


def _back_to(person: Person) -> str:
    if policies.may_see_transcript(current_user, person):
        return url_for("training.show_transcript", person_id=person.id)
    return url_for("training.show_people", q=person.employee_no)
