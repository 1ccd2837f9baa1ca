"""What the pages of drills and quizzes share: finding the place, showing a sheet, saying why nothing was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, request, url_for
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import asks_for_fragment, page
from app.training.content.lens import marked
from app.training.content.load import TEST_OUT
from app.training.content.variants import model
from app.training.models import Attempt, ItemKind, Stage
from app.training.queries import places
from app.training.queries.places import Place
from app.training.queries.waiting import is_observed
from app.training.views.addresses import addresses, item_address, module_address
from app.training.views.legend import legend_of
from app.training.views.modules import locked_page

DRILL = "/training/paths/<code>/modules/<module_id>/drills/<item_id>"
QUIZ = "/training/paths/<code>/modules/<module_id>/quiz"


def place_at(code: str, module_id: str, item_id: str, kind: ItemKind) -> Place:
    """The drill or quiz at an address, as the reader stands to it; 404 where there is none."""
    place = places.place_at(current_user.id, code, module_id, item_id)
    if place is None or place.item.kind is not kind:
        abort(404)
    return place


def task_at(code: str, module_id: str, item_id: str) -> Place:
    """The hands-on task at an address; 404 where there is none."""
    place = place_at(code, module_id, item_id, ItemKind.drill)
    if not is_observed(place.item):
        abort(404)
    return place


def stage_of(text: str | None) -> Stage | None:
    """The stage of that name, or None."""
    return next((stage for stage in Stage if stage.value == text), None)


def posted_stage() -> Stage:
    """The stage that a form names; 422 for any other but Try and Test."""
    stage = stage_of(request.form.get("stage"))
    if stage not in (Stage.practice, Stage.test):
        abort(422)
    return stage


def bare_view(place: Place) -> Any:
    """The drill or quiz with nothing answered."""
    return place.item.content.presentation(language(), 0)


def sheet_page(
    place: Place, sheet: places.Working, typed: Mapping[str, Any], empty: list[str], status: int = 200
) -> Response:
    """A test or quiz to be answered, filled with what was typed; `empty` names what is asked about once."""
    view = place.item.content.presentation(language(), sheet.seed, typed)
    template = "training/quiz.html" if place.item.kind is ItemKind.quiz else "training/drill.html"
    return item_page(template, place, Stage.test, status=status, sheet=sheet, view=view, graded=None, empty=empty)


def item_page(template: str, place: Place, stage: Stage, status: int = 200, **context: Any) -> Response:
    """A page of a drill or quiz with what all of them show; `urls` and `item_address` lead elsewhere in a preview."""
    fragments = {"world-desk"} if "desk" in context else {"draft-state"} if "sheet" in context else set()
    return page(
        template,
        fragments=fragments,
        status=status,
        place=place,
        standing=place.standing,
        module=place.module,
        item=place.item,
        stage=stage.value,
        Stage=Stage,
        **legend_of(_texts(place)),
        **{"urls": addresses(place), "item_address": item_address} | context,
    )


def _texts(place: Place) -> list[str]:
    """What a drill tells that may mark words of the tool; a quiz tells nothing."""
    content = model(place.item.content)
    said = [getattr(content, name, None) for name in ("scenario", "report")]
    labels = [marked(field.term, field.label.of(language())) for field in getattr(content, "fields", ()) if field.term]
    return [text.of(language()) for text in said if text is not None] + labels


def attempt_address(place: Place, attempt: Attempt) -> str:
    """Where the result of an attempt is."""
    where: dict[str, Any] = {"code": place.published.code, "module_id": place.module.id, "number": attempt.number}
    if place.item.id == TEST_OUT:
        return url_for("training.show_test_out_attempt", **where)
    if place.item.kind is ItemKind.quiz:
        return url_for("training.show_quiz_attempt", **where)
    return url_for("training.show_drill_attempt", **where, item_id=place.item.id)


def closed_page(place: Place, reason: str) -> Response:
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
