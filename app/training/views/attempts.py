"""Submitting a test or quiz, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, request
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in
from app.training.actions import learning
from app.training.forms import posted_answers
from app.training.models import ItemKind, Stage
from app.training.queries import answers, places, shelf
from app.training.queries.places import Place
from app.training.queries.records import attempt_at
from app.training.queries.waiting import is_observed
from app.training.views.addresses import item_address, step_address
from app.training.views.blueprint import blueprint
from app.training.views.sheets import DRILL, QUIZ, attempt_address, closed_page, item_page, place_at, sheet_page
from app.training.views.worlds import is_world, world_page


@blueprint.get(f"{DRILL}/attempts")
@blueprint.get(f"{DRILL}/steps")
@requires(signed_in)
def show_drill_again(code: str, module_id: str, item_id: str) -> Response:
    """Where a reader lands who changes the language on a page that answered a submission: at the drill."""
    place = place_at(code, module_id, item_id, ItemKind.drill)
    return see_other(item_address(place.standing, place.item))


@blueprint.get(f"{QUIZ}/attempts")
@requires(signed_in)
def show_quiz_again(code: str, module_id: str) -> Response:
    """The same for a quiz."""
    place = place_at(code, module_id, "quiz", ItemKind.quiz)
    return see_other(item_address(place.standing, place.item))


@blueprint.post(f"{DRILL}/attempts")
@requires(signed_in)
def create_drill_attempt(code: str, module_id: str, item_id: str) -> Response:
    """Submit a drill's test."""
    return submit(place_at(code, module_id, item_id, ItemKind.drill))


@blueprint.post(f"{QUIZ}/attempts")
@requires(signed_in)
def create_quiz_attempt(code: str, module_id: str) -> Response:
    """Submit a quiz."""
    return submit(place_at(code, module_id, "quiz", ItemKind.quiz))


@blueprint.get(f"{DRILL}/attempts/<int:number>")
@requires(signed_in)
def show_drill_attempt(code: str, module_id: str, item_id: str, number: int) -> Response:
    """The result of a drill's test."""
    return result_page(place_at(code, module_id, item_id, ItemKind.drill), number)


@blueprint.get(f"{QUIZ}/attempts/<int:number>")
@requires(signed_in)
def show_quiz_attempt(code: str, module_id: str, number: int) -> Response:
    """The result of a quiz."""
    return result_page(place_at(code, module_id, "quiz", ItemKind.quiz), number)


def submit(place: Place) -> Response:
    """Grade what was posted and show the way to its result; the form again where something is empty."""
    token, typed = request.form.get("token", ""), posted_answers(request.form)
    empty = _empty_now(place, token, typed)
    if empty and is_world(place):
        return world_page(place, Stage.test, status=422, empty=True)
    if empty:
        return sheet_page(place, places.working(place, Stage.test), typed, empty, status=422)
    try:
        attempt = learning.submit(place=place, token=token, answers=typed)
    except learning.NotOpen as closed:
        return closed_page(place, closed.reason)
    except learning.ImpossibleStep:
        abort(422)
    except learning.Stale:
        return closed_page(place, "stale")
    return see_other(attempt_address(place, attempt))


def _empty_now(place: Place, token: str, typed: Mapping[str, Any]) -> list[str]:
    """What was left empty and not confirmed yet; nothing where the sheet is not one to be answered."""
    if "confirmed" in request.form or not place.may_be_tested:
        return []
    sheet = places.working(place, Stage.test)
    given = sheet.answers if is_world(place) else typed
    return answers.empty_names(place.item.content, given, sheet.seed) if sheet.token == token else []


def result_page(place: Place, number: int) -> Response:
    """The result of an attempt, and what comes next."""
    if is_observed(place.item):
        return see_other(item_address(place.standing, place.item))
    assignment = place.standing.assignment or abort(404)
    attempt = attempt_at(assignment.id, place.module.id, place.item.id, number) or abort(404)
    step = shelf.next_step(place.standing)
    finished = place.standing.finished
    return item_page(
        "training/result.html",
        place,
        Stage.test,
        attempt=attempt,
        graded=answers.graded_attempt(attempt, place, language()),
        module_done=place.standing.is_done(place.module),
        step=step,
        step_href=step_address(place.standing, step) if step else "",
        next_in_module=place.standing.next_item(place.module),
        certificate=next(iter(shelf.certificates_of(current_user.id, place.published.path_id)), None)
        if finished
        else None,
    )
