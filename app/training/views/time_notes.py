"""Notes that no working time was given for a path, and what managers answer."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.training import policies
from app.training.actions import noting
from app.training.forms import AnswerForm, NoteForm
from app.training.models import Assignment, TimeNote
from app.training.queries import notes, records
from app.training.views.blueprint import blueprint
from app.training.views.team import home_of


@blueprint.get("/training/assignments/<int:assignment_id>/time-note")
@requires(signed_in)
def show_new_time_note(assignment_id: int) -> Response:
    """Say that no working time was given for a path."""
    return _note_page(_own_assignment(assignment_id), NoteForm())


@blueprint.post("/training/assignments/<int:assignment_id>/time-note")
@requires(signed_in)
def create_time_note(assignment_id: int) -> Response:
    """Send that to the manager."""
    assignment, form = _own_assignment(assignment_id), NoteForm()
    if not form.validate_on_submit():
        return _note_page(assignment, form, status=422)
    noting.note_no_time(assignment_id=assignment.id, text=form.text.data or "")
    flash(_("Sent to your manager. It never counts against you."), "success")
    return see_other(url_for("training.show_path", code=assignment.path.code))


@blueprint.get("/training/time-notes/<int:note_id>")
@requires(signed_in)
def show_time_note(note_id: int) -> Response:
    """A note with its answer, or the form to answer it."""
    return _answer_page(_note(note_id), AnswerForm())


@blueprint.post("/training/time-notes/<int:note_id>")
@requires(policies.may_assign)
def create_time_answer(note_id: int) -> Response:
    """Answer a note."""
    note, form = _note(note_id), AnswerForm()
    if not policies.may_answer_time(current_user, note.person):
        abort(404)
    if not form.validate_on_submit():
        return _answer_page(note, form, status=422)
    try:
        noting.answer_note(note_id=note.id, answer=form.answer.data, by_id=current_user.id)
    except noting.AlreadyAnswered:
        abort(409)
    flash(_("Answered. %(name)s is told.", name=note.person.name), "success")
    return see_other(home_of())


def _own_assignment(assignment_id: int) -> Assignment:
    assignment = records.assignment_with_person(assignment_id) or abort(404)
    if assignment.person_id == current_user.id and assignment.closed_at is not None:
        abort(409)
    if not policies.may_note_time(current_user, assignment):
        abort(404)
    return assignment


def _note(note_id: int) -> TimeNote:
    note = notes.note_with_person(note_id) or abort(404)
    if note.person_id != current_user.id and not policies.may_answer_time(current_user, note.person):
        abort(404)
    return note


def _note_page(assignment: Assignment, form: NoteForm, status: int = 200) -> Response:
    standing = notes.open_note(assignment.id)
    return page("training/time_note_form.html", status=status, assignment=assignment, form=form, standing=standing)


def _answer_page(note: TimeNote, form: AnswerForm, status: int = 200) -> Response:
    may_answer = note.settled_at is None and policies.may_answer_time(current_user, note.person)
    back = (
        url_for("training.show_path", code=note.assignment.path.code)
        if note.person_id == current_user.id
        else home_of()
    )
    return page("training/time_note.html", status=status, note=note, form=form, may_answer=may_answer, back=back)
