"""The mini-world: its pages while one works in it, and what is done there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, request
from flask_babel import gettext

from app.foundation.content.texts import Both
from app.foundation.i18n import language, local_date, number
from app.foundation.pages import asks_for_fragment, see_other
from app.training.actions import learning
from app.training.content.kinds.world import WorldDrill, WorldPage
from app.training.content.variants import drawn
from app.training.content.world.pages import Desk, Spot, spot_at
from app.training.content.world.refusals import Refused
from app.training.forms import posted_operation
from app.training.models import Stage
from app.training.queries import answers, places
from app.training.queries.places import Place, Working
from app.training.views.addresses import item_address
from app.training.views.sheets import closed_page, item_page

THEN = {"grant": "roles", "change": "roles", "report": "reports"}
"""Where one is taken after doing something; else one stays."""


def is_world(place: Place) -> bool:
    """Whether a place is a drill in a mini-world."""
    return isinstance(drawn(place.item.content, 0), WorldDrill)


def world_page(place: Place, stage: Stage, *, status: int = 200, empty: bool = False, **more: Any) -> Response:
    """The world at the spot that the address names; `checked` in it asks what is still missing."""
    sheet = places.working(place, stage)
    view: WorldPage = place.item.content.presentation(language(), sheet.seed, sheet.answers)  # type: ignore[assignment]
    desk = Desk(view.world, view.state, view.you, language(), _spot(view))
    checked = stage is Stage.practice and request.args.get("checked") == "1"
    told: dict[str, Any] = {"refused": None, "stale": False, "typed": {}} | more
    return item_page(
        "training/world.html",
        place,
        stage,
        status=status,
        sheet=sheet,
        view=view,
        desk=desk,
        here=f"{item_address(place.standing, place.item, stage)}&at=",
        graded=_graded(place, sheet) if checked else None,
        empty=empty,
        swapped=asks_for_fragment(),
        **told,
    )


def take_operation(place: Place, stage: Stage) -> Response:
    """Do what was posted, or say why not with everything typed kept."""
    posted = posted_operation(request.form)
    step = request.form.get("step", "")
    try:
        learning.take_step(
            place=place,
            stage=stage,
            token=request.form.get("token", ""),
            made=posted,
            step=int(step) if step.isascii() and step.isdigit() and len(step) < 4 else -1,
        )
    except Refused as refused:
        return world_page(place, stage, status=422, refused=_said(refused, posted), typed=posted)
    except learning.ImpossibleStep:
        return world_page(place, stage, status=409, stale=True, typed=posted)
    except learning.NotOpen as closed:
        return closed_page(place, closed.reason)
    except learning.Stale:
        return closed_page(place, "stale")
    return see_other(f"{item_address(place.standing, place.item, stage)}&at={_then(place, stage, posted)}#world-desk")


def _spot(view: WorldPage) -> Spot:
    return spot_at(request.values.get("at", "")[:40], view.world, view.state)


def _then(place: Place, stage: Stage, posted: Mapping[str, str]) -> str:
    """The spot to show next: a new project itself, else where one was."""
    sheet = places.working(place, stage)
    view: WorldPage = place.item.content.presentation(language(), sheet.seed, sheet.answers)  # type: ignore[assignment]
    if posted["do"] == "project":
        return f"project/{list(view.state.projects)[-1]}"
    return THEN.get(posted["do"]) or str(_spot(view))


def _graded(place: Place, sheet: Working) -> answers.Graded:
    return answers.graded(place.item.content, sheet.answers, sheet.seed, language())


def _said(refused: Refused, posted: Mapping[str, str]) -> dict[str, str]:
    """A refusal as the page says it: what was to be done, the input, the sentence in the reader's language."""
    values = {name: _written(value) for name, value in refused.values.items()}
    sentence = gettext(refused.sentence)
    return {"do": posted.get("do", ""), "field": refused.field, "sentence": sentence % values if values else sentence}


def _written(value: object) -> str:
    if isinstance(value, Both):
        return str(value.of(language()))
    if isinstance(value, date):
        return local_date(value)
    return number(value) if isinstance(value, (Decimal, int)) else str(value)
