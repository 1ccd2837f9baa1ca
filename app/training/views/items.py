"""Drills and quizzes: reading the page, drafts, steps of a story, attempts and their results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import asks_for_fragment, page, see_other
from app.foundation.security import requires, signed_in
from app.training.actions import learning
from app.training.content.kinds.branch import BranchDrill
from app.training.forms import posted_answers
from app.training.models import Attempt, ItemKind, Stage
from app.training.queries import answers, places, shelf
from app.training.queries.places import Place
from app.training.queries.records import attempt_at
from app.training.views.addresses import addresses, item_address, module_address, step_address
from app.training.views.blueprint import blueprint
from app.training.views.modules import locked_page

DRILL = "/training/paths/<code>/modules/<module_id>/drills/<item_id>"
QUIZ = "/training/paths/<code>/modules/<module_id>/quiz"


@blueprint.get(DRILL)
@requires(signed_in)
def show_drill(code: str, module_id: str, item_id: str) -> Response:
    """A drill in one of its stages; without one, the stage where one stopped."""
    place = _place(code, module_id, item_id, ItemKind.drill)
    missing = place.standing.missing_before(place.module)
    if missing:
        return locked_page(place.standing, place.module, missing)
    stage = _stage(request.args.get("stage")) or _natural_stage(place)
    if stage is Stage.see:
        solution = place.item.content.solution(language(), 0)
        return _item_page("training/drill_see.html", place, stage, solution=solution, view=_bare_view(place))
    if stage is Stage.practice:
        return _practice_page(place)
    return _test_page(place)


@blueprint.get(QUIZ)
@requires(signed_in)
def show_quiz(code: str, module_id: str) -> Response:
    """The quiz of a module."""
    place = _place(code, module_id, "quiz", ItemKind.quiz)
    missing = place.standing.missing_before(place.module)
    if missing:
        return locked_page(place.standing, place.module, missing)
    return _test_page(place)


@blueprint.post(f"{DRILL}/draft")
@requires(signed_in)
def save_drill_draft(code: str, module_id: str, item_id: str) -> Response:
    """Keep what was typed in a drill; with `check` the hints are shown next."""
    return _save_draft(_place(code, module_id, item_id, ItemKind.drill))


@blueprint.post(f"{QUIZ}/draft")
@requires(signed_in)
def save_quiz_draft(code: str, module_id: str) -> Response:
    """Keep what was ticked in a quiz."""
    return _save_draft(_place(code, module_id, "quiz", ItemKind.quiz))


@blueprint.post(f"{DRILL}/draft/delete")
@requires(signed_in)
def delete_draft(code: str, module_id: str, item_id: str) -> Response:
    """Begin a practice again."""
    place = _place(code, module_id, item_id, ItemKind.drill)
    try:
        learning.discard_draft(place=place, stage=Stage.practice)
    except learning.NotOpen as closed:
        return _closed_page(place, closed.reason)
    return see_other(item_address(place.standing, place.item, Stage.practice))


@blueprint.post(f"{DRILL}/steps")
@requires(signed_in)
def create_step(code: str, module_id: str, item_id: str) -> Response:
    """Choose how the story goes on."""
    place = _place(code, module_id, item_id, ItemKind.drill)
    stage = _posted_stage()
    step = request.form.get("step", "", str)
    try:
        attempt = learning.take_step(
            place=place,
            stage=stage,
            token=request.form.get("token", ""),
            choice=request.form.get("choice", ""),
            step=int(step) if step.isascii() and step.isdigit() and len(step) < 4 else -1,
        )
    except learning.NotOpen as closed:
        return _closed_page(place, closed.reason)
    except learning.Stale:
        return _closed_page(place, "stale")
    except learning.ImpossibleStep:
        return _no_such_step(place, stage)
    return see_other(_attempt_address(place, attempt) if attempt else item_address(place.standing, place.item, stage))


@blueprint.get(f"{DRILL}/attempts")
@blueprint.get(f"{DRILL}/steps")
@requires(signed_in)
def show_drill_again(code: str, module_id: str, item_id: str) -> Response:
    """Where a reader lands who changes the language on a page that answered a submission: at the drill."""
    place = _place(code, module_id, item_id, ItemKind.drill)
    return see_other(item_address(place.standing, place.item))


@blueprint.get(f"{QUIZ}/attempts")
@requires(signed_in)
def show_quiz_again(code: str, module_id: str) -> Response:
    """The same for a quiz."""
    place = _place(code, module_id, "quiz", ItemKind.quiz)
    return see_other(item_address(place.standing, place.item))


@blueprint.post(f"{DRILL}/attempts")
@requires(signed_in)
def create_drill_attempt(code: str, module_id: str, item_id: str) -> Response:
    """Submit a drill's test."""
    return _submit(_place(code, module_id, item_id, ItemKind.drill))


@blueprint.post(f"{QUIZ}/attempts")
@requires(signed_in)
def create_quiz_attempt(code: str, module_id: str) -> Response:
    """Submit a quiz."""
    return _submit(_place(code, module_id, "quiz", ItemKind.quiz))


@blueprint.get(f"{DRILL}/attempts/<int:number>")
@requires(signed_in)
def show_drill_attempt(code: str, module_id: str, item_id: str, number: int) -> Response:
    """The result of a drill's test."""
    return _result_page(_place(code, module_id, item_id, ItemKind.drill), number)


@blueprint.get(f"{QUIZ}/attempts/<int:number>")
@requires(signed_in)
def show_quiz_attempt(code: str, module_id: str, number: int) -> Response:
    """The result of a quiz."""
    return _result_page(_place(code, module_id, "quiz", ItemKind.quiz), number)


def _place(code: str, module_id: str, item_id: str, kind: ItemKind) -> Place:
    place = places.place_at(current_user.id, code, module_id, item_id)
    if place is None or place.item.kind is not kind:
        abort(404)
    return place


def _stage(text: str | None) -> Stage | None:
    return next((stage for stage in Stage if stage.value == text), None)


def _posted_stage() -> Stage:
    stage = _stage(request.form.get("stage"))
    if stage not in (Stage.practice, Stage.test):
        abort(422)
    return stage


def _natural_stage(place: Place) -> Stage:
    """Where one stopped: the stage typed in last, the result once passed, else the beginning."""
    if place.standing.of(place.item).count:
        return Stage.test
    assignment = place.standing.assignment
    draft = places.latest_draft(assignment.id) if assignment else None
    typed_here = draft is not None and (draft.module_id, draft.item_id) == place.item.key
    return draft.stage if draft is not None and typed_here else Stage.see


def _bare_view(place: Place) -> Any:
    return place.item.content.presentation(language(), 0)


def _practice_page(place: Place) -> Response:
    sheet = places.working(place, Stage.practice)
    content = place.item.content
    view = content.presentation(language(), sheet.seed, sheet.answers)
    is_branch = isinstance(content, BranchDrill)
    checked = (request.args.get("checked") == "1" or is_branch) and bool(sheet.answers)
    graded = answers.graded(content, sheet.answers, sheet.seed, language()) if checked else None
    if is_branch and graded and not graded.result.complete:
        graded = None
    return _item_page("training/drill.html", place, Stage.practice, sheet=sheet, view=view, graded=graded, empty=[])


def _test_page(place: Place) -> Response:
    if not place.may_be_tested:
        return _rest_page(place)
    sheet = places.working(place, Stage.test)
    return _sheet_page(place, sheet, sheet.answers, [])


def _sheet_page(
    place: Place, sheet: places.Working, typed: Mapping[str, Any], empty: list[str], status: int = 200
) -> Response:
    view = place.item.content.presentation(language(), sheet.seed, typed)
    template = "training/quiz.html" if place.item.kind is ItemKind.quiz else "training/drill.html"
    return _item_page(template, place, Stage.test, status=status, sheet=sheet, view=view, graded=None, empty=empty)


def _rest_page(place: Place) -> Response:
    """Nothing to be answered here now: it was passed, or attempts or an assignment are missing."""
    attempts = places.attempts_at(place)
    return _item_page(
        "training/item_rest.html",
        place,
        Stage.test,
        reason=place.why_not_tested,
        attempts=attempts,
        view=_bare_view(place),
        attempt_address=_attempt_address,
    )


def _item_page(template: str, place: Place, stage: Stage, status: int = 200, **context: Any) -> Response:
    fragments = {"draft-state"} if "sheet" in context else set()
    return page(
        template,
        fragments=fragments,
        status=status,
        place=place,
        standing=place.standing,
        module=place.module,
        item=place.item,
        stage=stage.value,
        urls=addresses(place),
        item_address=item_address,
        Stage=Stage,
        **context,
    )


def _save_draft(place: Place) -> Response:
    stage = _posted_stage()
    try:
        learning.save_draft(
            place=place, stage=stage, token=request.form.get("token", ""), answers=posted_answers(request.form)
        )
    except learning.NotOpen as closed:
        return _closed_page(place, closed.reason)
    except learning.Stale:
        return _closed_page(place, "stale")
    address = item_address(place.standing, place.item, stage)
    if "check" in request.form:
        return see_other(f"{address}&checked=1")
    if not asks_for_fragment():
        flash(_("Saved. Go on whenever you like, on any device."), "success")
    return see_other(address)


def _submit(place: Place) -> Response:
    token, typed = request.form.get("token", ""), posted_answers(request.form)
    empty = _empty_now(place, token, typed)
    if empty:
        return _sheet_page(place, places.working(place, Stage.test), typed, empty, status=422)
    try:
        attempt = learning.submit(place=place, token=token, answers=typed)
    except learning.NotOpen as closed:
        return _closed_page(place, closed.reason)
    except learning.Stale:
        return _closed_page(place, "stale")
    return see_other(_attempt_address(place, attempt))


def _empty_now(place: Place, token: str, typed: Mapping[str, Any]) -> list[str]:
    """What was left empty and not confirmed yet; nothing where the sheet is not one to be answered."""
    if "confirmed" in request.form or not place.may_be_tested:
        return []
    sheet = places.working(place, Stage.test)
    return answers.empty_names(place.item.content, typed, sheet.seed) if sheet.token == token else []


def _attempt_address(place: Place, attempt: Attempt) -> str:
    where: dict[str, Any] = {"code": place.published.code, "module_id": place.module.id, "number": attempt.number}
    if place.item.kind is ItemKind.quiz:
        return url_for("training.show_quiz_attempt", **where)
    return url_for("training.show_drill_attempt", **where, item_id=place.item.id)


def _result_page(place: Place, number: int) -> Response:
    assignment = place.standing.assignment or abort(404)
    attempt = attempt_at(assignment.id, place.module.id, place.item.id, number) or abort(404)
    step = shelf.next_step(place.standing)
    finished = place.standing.finished
    return _item_page(
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


def _closed_page(place: Place, reason: str) -> Response:
    """Nothing was recorded: 403 where something must come first, 409 where someone (oneself, perhaps) was faster."""
    missing = place.standing.missing_before(place.module)
    if reason == "locked" and missing:
        return locked_page(place.standing, place.module, missing)
    status = 403 if reason == "assign" else 409
    if asks_for_fragment():
        abort(status)
    return page(
        "training/not_open.html",
        status=status,
        place=place,
        reason=reason,
        urls=addresses(place),
        module_href=module_address(place.standing, place.module.id),
    )


def _no_such_step(place: Place, stage: Stage) -> Response:
    sheet = places.working(place, stage)
    view = place.item.content.presentation(language(), sheet.seed, sheet.answers)
    return _item_page(
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
