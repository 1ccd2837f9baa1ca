"""Hands-on tasks as their learner sees them, and asking for one more attempt."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import asks_for_fragment, page, see_other
from app.foundation.security import requires, signed_in
from app.training.actions import granting, practising
from app.training.forms import AskForm, PracticeForm
from app.training.models import ItemKind
from app.training.queries import places, practice, returned
from app.training.queries.places import Place
from app.training.views.addresses import addresses, item_address, module_address
from app.training.views.blueprint import blueprint
from app.training.views.legend import legend_of
from app.training.views.modules import following
from app.training.views.sheets import DRILL, QUIZ, closed_page, place_at, task_at


def practice_page(place: Place, form: PracticeForm | None = None, status: int = 200) -> Response:
    """What to do, the rubric, what was handed in and what was said about it; and the form, where one may hand in."""
    versions = practice.versions_at(place)
    sheet = practice.sheet_at(place, versions[0].submission.number if versions else 0)
    task = practice.signoff_of(place)
    view = task.presentation(language(), 0, sheet.answers)
    after = following(place.standing, place.module)
    return page(
        "training/practice.html",
        fragments={"draft-state"},
        status=status,
        place=place,
        standing=place.standing,
        module=place.module,
        item=place.item,
        item_address=item_address,
        urls=addresses(place),
        view=view,
        sheet=sheet,
        state=practice.state_of(place, versions).value,
        reason=place.why_not_tested,
        shown=practice.shown(versions, language()),
        form=form or PracticeForm(formdata=None, note=view.note, link=view.link),
        next_in_module=place.standing.next_item(place.module),
        after=after if after and not place.standing.missing_before(after) else None,
        module_address=module_address,
        **legend_of([view.scenario, *(one.label for one in view.criteria), *(one.hint for one in view.criteria)]),
    )


@blueprint.get("/training/returned")
@requires(signed_in)
def show_returned() -> Response:
    """On to the task that came back longest ago; to the shelf where none did."""
    found = returned.first_returned(current_user.id)
    if found is None:
        return see_other(url_for("training.show_shelf"))
    code = found.assignment.path.code
    place = places.place_at(current_user.id, code, found.module_id, found.item_id)
    return see_other(item_address(place.standing, place.item) if place else url_for("training.show_path", code=code))


@blueprint.get(f"{DRILL}/submissions")
@blueprint.get(f"{DRILL}/submissions/draft")
@requires(signed_in)
def show_practice_again(code: str, module_id: str, item_id: str) -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    place = task_at(code, module_id, item_id)
    return see_other(item_address(place.standing, place.item))


@blueprint.post(f"{DRILL}/submissions")
@requires(signed_in)
def create_submission(code: str, module_id: str, item_id: str) -> Response:
    """Hand in a task."""
    place, form = task_at(code, module_id, item_id), PracticeForm()
    if not form.validate_on_submit():
        return practice_page(place, form, status=422)
    try:
        practising.hand_in(
            place=place, token=request.form.get("token", ""), note=form.note.data, link=form.link.data or ""
        )
    except practising.NotOpen as closed:
        return closed_page(place, closed.reason)
    except practising.Stale:
        return closed_page(place, "stale")
    flash(_("Handed in. A superuser looks at it, and you will be told."), "success")
    return see_other(item_address(place.standing, place.item))


@blueprint.post(f"{DRILL}/submissions/draft")
@requires(signed_in)
def save_practice_draft(code: str, module_id: str, item_id: str) -> Response:
    """Keep what was written so far."""
    place = task_at(code, module_id, item_id)
    note, link = (request.form.get(name, "")[:most] for name, most in (("note", 2000), ("link", 500)))
    try:
        practising.save_note(place=place, token=request.form.get("token", ""), note=note, link=link)
    except practising.NotOpen as closed:
        return closed_page(place, closed.reason)
    except practising.Stale:
        return closed_page(place, "stale")
    if not asks_for_fragment():
        flash(_("Saved. Go on whenever you like, on any device."), "success")
    return see_other(item_address(place.standing, place.item))


@blueprint.get(f"{DRILL}/requests")
@requires(signed_in)
def show_drill_request_again(code: str, module_id: str, item_id: str) -> Response:
    """Where a reader lands who changes the language after asking."""
    place = place_at(code, module_id, item_id, ItemKind.drill)
    return see_other(item_address(place.standing, place.item))


@blueprint.get(f"{QUIZ}/requests")
@requires(signed_in)
def show_quiz_request_again(code: str, module_id: str) -> Response:
    """The same for a quiz."""
    return see_other(url_for("training.show_quiz", code=code, module_id=module_id))


@blueprint.post(f"{DRILL}/requests")
@requires(signed_in)
def create_drill_request(code: str, module_id: str, item_id: str) -> Response:
    """Ask for one more attempt at a drill."""
    return _ask(place_at(code, module_id, item_id, ItemKind.drill))


@blueprint.post(f"{QUIZ}/requests")
@requires(signed_in)
def create_quiz_request(code: str, module_id: str) -> Response:
    """Ask for one more attempt at a quiz."""
    return _ask(place_at(code, module_id, "quiz", ItemKind.quiz))


def _ask(place: Place) -> Response:
    form = AskForm()
    note = (form.note.data or "")[:1000]
    try:
        granting.ask(place=place, note=note)
    except granting.NothingToAsk:
        flash(_("Nobody need be asked: go on here."), "info")
    else:
        flash(_("Asked. The superusers of your department see it, and you will be told."), "success")
    return see_other(item_address(place.standing, place.item))
