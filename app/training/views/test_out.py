"""Showing that a module is known already: its quiz, once, with half as many questions again."""

from __future__ import annotations

from flask import Response

from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in
from app.training.content.load import TEST_OUT
from app.training.models import ItemKind, Stage
from app.training.queries import places
from app.training.queries.places import Place
from app.training.views.addresses import item_address, module_address
from app.training.views.attempts import result_page, submit
from app.training.views.blueprint import blueprint
from app.training.views.items import save_draft
from app.training.views.modules import locked_page
from app.training.views.sheets import place_at, sheet_page

HERE = "/training/paths/<code>/modules/<module_id>/test-out"


@blueprint.get(HERE)
@requires(signed_in)
def show_test_out(code: str, module_id: str) -> Response:
    """The questions, where nothing of the module was begun; else the module, which goes on as usual."""
    place = _place(code, module_id)
    missing = place.standing.missing_before(place.module)
    if missing:
        return locked_page(place.standing, place.module, missing)
    if not place.may_be_tested:
        return see_other(module_address(place.standing, place.module.id))
    sheet = places.working(place, Stage.test)
    return sheet_page(place, sheet, sheet.answers, [])


@blueprint.get(f"{HERE}/attempts")
@blueprint.get(f"{HERE}/draft")
@requires(signed_in)
def show_test_out_again(code: str, module_id: str) -> Response:
    """Where a reader lands who changes the language on a page that answered a form."""
    place = _place(code, module_id)
    return see_other(item_address(place.standing, place.item))


@blueprint.post(f"{HERE}/attempts")
@requires(signed_in)
def create_test_out_attempt(code: str, module_id: str) -> Response:
    """Submit it, once."""
    return submit(_place(code, module_id))


@blueprint.post(f"{HERE}/draft")
@requires(signed_in)
def save_test_out_draft(code: str, module_id: str) -> Response:
    """Keep what was ticked."""
    return save_draft(_place(code, module_id))


@blueprint.get(f"{HERE}/attempts/<int:number>")
@requires(signed_in)
def show_test_out_attempt(code: str, module_id: str, number: int) -> Response:
    """The result."""
    return result_page(_place(code, module_id), number)


def _place(code: str, module_id: str) -> Place:
    return place_at(code, module_id, TEST_OUT, ItemKind.quiz)
