"""The page of a path, and taking it by choice."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import person_here, requires, signed_in
from app.training import policies
from app.training.actions import assigning
from app.training.queries import deadlines, notes, places, shelf
from app.training.queries.published import current
from app.training.views.addresses import module_address, step_address
from app.training.views.blueprint import blueprint


@blueprint.get("/training/paths/<code>")
@requires(signed_in)
def show_path(code: str) -> Response:
    """The modules of a path and how far one is."""
    person = person_here()
    standing = places.standing_on(person.id, code) or abort(404)
    assignment = standing.assignment
    draft = places.latest_draft(assignment.id) if assignment else None
    step = shelf.next_step(standing, draft)
    return page(
        "training/path.html",
        standing=standing,
        published=standing.published,
        assignment=assignment,
        due=deadlines.due_state(assignment.due_on if assignment else None, paused=deadlines.on_leave(person)),
        note=notes.latest_note(assignment.id) if assignment and not standing.finished else None,
        may_note=assignment is not None and policies.may_note_time(person, assignment),
        step=step,
        step_href=step_address(standing, step) if step else "",
        module_address=module_address,
        may_make_posters=policies.may_make_posters(person),
        completion=shelf.completion_of(assignment.id) if assignment and standing.finished else None,
        certificates=shelf.certificates_of(person.id, standing.published.path_id) if standing.finished else [],
    )


@blueprint.get("/training/paths/<code>/assignments")
@requires(signed_in)
def show_path_again(code: str) -> Response:
    """The path, for those who come back to the address of a form."""
    return see_other(url_for("training.show_path", code=code))


@blueprint.post("/training/paths/<code>/assignments")
@requires(signed_in)
def create_enrolment(code: str) -> Response:
    """Take a path by choice."""
    published = current(code) or abort(404)
    if assigning.enrol(person_id=current_user.id, path_id=published.path_id):
        flash(_("The path is on your shelf. Begin whenever you like."), "success")
    module = published.path.module(request.form.get("module", ""))  # whoever scanned its code goes on there
    if module is not None:
        return see_other(url_for("training.show_module", code=published.code, module_id=module.id))
    return see_other(url_for("training.show_path", code=published.code))
