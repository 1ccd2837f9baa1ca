"""Drills and quizzes: their pages in each stage, drafts, and the steps of a story."""

from __future__ import annotations

from flask import Response, abort, flash, request
from flask_babel import gettext as _

from app.foundation.i18n import language
from app.foundation.pages import asks_for_fragment, see_other
from app.foundation.security import requires, signed_in
from app.training.actions import learning
from app.training.content.kinds.branch import BranchDrill
from app.training.content.variants import model
from app.training.forms import AskForm, moved_button, posted_answers
from app.training.models import ItemKind, Stage
from app.training.queries import answers, grants, places
from app.training.queries.places import Place
from app.training.queries.waiting import is_observed
from app.training.views.addresses import item_address
from app.training.views.blueprint import blueprint
from app.training.views.modules import locked_page
from app.training.views.practice import practice_page
from app.training.views.sheets import (
    DRILL,
    QUIZ,
    attempt_address,
    bare_view,
    closed_page,
    item_page,
    place_at,
    posted_stage,
    sheet_page,
    stage_of,
)
from app.training.views.worlds import is_world, take_operation, world_page


@blueprint.get(DRILL)
@requires(signed_in)
def show_drill(code: str, module_id: str, item_id: str) -> Response:
    """A drill in one of its stages; without one, the stage where one stopped."""
    place = place_at(code, module_id, item_id, ItemKind.drill)
    missing = place.standing.missing_before(place.module)
    if missing:
        return locked_page(place.standing, place.module, missing)
    if is_observed(place.item):
        return practice_page(place)
    stage = stage_of(request.args.get("stage")) or _natural_stage(place)
    if stage is Stage.see:
        solution = place.item.content.solution(language(), 0)
        return item_page("training/drill_see.html", place, stage, solution=solution, view=bare_view(place))
    if stage is Stage.practice:
        return _practice_page(place)
    return _test_page(place)


@blueprint.get(QUIZ)
@requires(signed_in)
def show_quiz(code: str, module_id: str) -> Response:
    """The quiz of a module."""
    place = place_at(code, module_id, "quiz", ItemKind.quiz)
    missing = place.standing.missing_before(place.module)
    if missing:
        return locked_page(place.standing, place.module, missing)
    return _test_page(place)


@blueprint.post(f"{DRILL}/draft")
@requires(signed_in)
def save_drill_draft(code: str, module_id: str, item_id: str) -> Response:
    """Keep what was typed in a drill; with `check` the hints are shown next."""
    return save_draft(place_at(code, module_id, item_id, ItemKind.drill))


@blueprint.post(f"{QUIZ}/draft")
@requires(signed_in)
def save_quiz_draft(code: str, module_id: str) -> Response:
    """Keep what was ticked in a quiz."""
    return save_draft(place_at(code, module_id, "quiz", ItemKind.quiz))


@blueprint.post(f"{DRILL}/draft/delete")
@requires(signed_in)
def delete_draft(code: str, module_id: str, item_id: str) -> Response:
    """Begin a practice again."""
    place = place_at(code, module_id, item_id, ItemKind.drill)
    try:
        learning.discard_draft(place=place, stage=Stage.practice)
    except learning.NotOpen as closed:
        return closed_page(place, closed.reason)
    return see_other(item_address(place.standing, place.item, Stage.practice))


@blueprint.post(f"{DRILL}/steps")
@requires(signed_in)
def create_step(code: str, module_id: str, item_id: str) -> Response:
    """Choose how a story goes on, or do something in a mini-world."""
    place = place_at(code, module_id, item_id, ItemKind.drill)
    stage = posted_stage()
    if is_world(place):
        return take_operation(place, stage)
    step = request.form.get("step", "", str)
    try:
        attempt = learning.take_step(
            place=place,
            stage=stage,
            token=request.form.get("token", ""),
            made=request.form.get("choice", ""),
            step=int(step) if step.isascii() and step.isdigit() and len(step) < 4 else -1,
        )
    except learning.NotOpen as closed:
        return closed_page(place, closed.reason)
    except learning.Stale:
        return closed_page(place, "stale")
    except learning.ImpossibleStep:
        return _no_such_step(place, stage)
    return see_other(attempt_address(place, attempt) if attempt else item_address(place.standing, place.item, stage))


def _natural_stage(place: Place) -> Stage:
    """Where one stopped: the stage typed in last, the result once passed, else the beginning."""
    if place.standing.of(place.item).count:
        return Stage.test
    assignment = place.standing.assignment
    draft = places.latest_draft(assignment.id) if assignment else None
    typed_here = draft is not None and (draft.module_id, draft.item_id) == place.item.key
    return draft.stage if draft is not None and typed_here else Stage.see


def _practice_page(place: Place) -> Response:
    if is_world(place):
        return world_page(place, Stage.practice)
    sheet = places.working(place, Stage.practice)
    content = place.item.content
    view = content.presentation(language(), sheet.seed, sheet.answers)
    is_branch = isinstance(model(content), BranchDrill)
    asked = sheet.saved_at is not None and request.args.get("checked") == "1"  # also with nothing ticked
    checked = bool(sheet.answers) if is_branch else asked
    graded = answers.graded(content, sheet.answers, sheet.seed, language()) if checked else None
    if is_branch and graded and not graded.result.complete:
        graded = None
    return item_page("training/drill.html", place, Stage.practice, sheet=sheet, view=view, graded=graded, empty=[])


def _test_page(place: Place) -> Response:
    if not place.may_be_tested:
        return _rest_page(place)
    if is_world(place):
        return world_page(place, Stage.test)
    sheet = places.working(place, Stage.test)
    return sheet_page(place, sheet, sheet.answers, [])


def _rest_page(place: Place) -> Response:
    """Nothing to be answered here now: it was passed, or attempts or an assignment are missing."""
    attempts = places.attempts_at(place)
    return item_page(
        "training/item_rest.html",
        place,
        Stage.test,
        reason=place.why_not_tested,
        attempts=attempts,
        asked=grants.latest_request(place) if place.why_not_tested == "spent" else None,
        form=AskForm(formdata=None),
        view=bare_view(place),
        attempt_address=attempt_address,
    )


def save_draft(place: Place) -> Response:
    """Keep what was typed; with `check` the hints are shown next."""
    stage = posted_stage()
    try:
        learning.save_draft(
            place=place, stage=stage, token=request.form.get("token", ""), answers=posted_answers(request.form)
        )
    except learning.NotOpen as closed:
        return closed_page(place, closed.reason)
    except learning.ImpossibleStep:
        abort(422)
    except learning.Stale:
        return closed_page(place, "stale")
    address = item_address(place.standing, place.item, stage)
    if "check" in request.form:
        return see_other(f"{address}&checked=1")
    if button := moved_button(request.form):
        return see_other(f"{address}{'&' if '?' in address else '?'}moved={button}")
    if not asks_for_fragment():
        flash(_("Saved. Go on whenever you like, on any device."), "success")
    return see_other(address)


def _no_such_step(place: Place, stage: Stage) -> Response:
    sheet = places.working(place, stage)
    view = place.item.content.presentation(language(), sheet.seed, sheet.answers)
    return item_page(
        "training/drill.html",
        place,
        stage,
        status=422,
        sheet=sheet,
        view=view,
        graded=None,
        empty=[],
        no_such_step=True,
    )
