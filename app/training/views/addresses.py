"""Addresses within a path; the quiz of a module has one of its own, drills have theirs by id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.training.content.load import TEST_OUT
from app.training.models import ItemKind, Stage
from app.training.queries.places import Place
from app.training.queries.published import Item
from app.training.queries.shelf import NextStep
from app.training.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things about one drill or quiz are read and sent."""

    path: str
    module: str
    item: str
    draft: str
    restart: str
    steps: str
    attempts: str


def addresses(place: Place) -> Addresses:
    """The addresses of a place."""
    base = item_address(place.standing, place.item)
    return Addresses(
        path=url_for("training.show_path", code=place.published.code),
        module=module_address(place.standing, place.module.id),
        item=base,
        draft=f"{base}/draft",
        restart=f"{base}/draft/delete",
        steps=f"{base}/steps",
        attempts=f"{base}/attempts",
    )


def module_address(standing: Standing, module_id: str) -> str:
    """The lesson page of a module."""
    return url_for("training.show_module", code=standing.published.code, module_id=module_id)


def item_address(standing: Standing, item: Item, stage: Stage | None = None) -> str:
    """The page of a drill or quiz, in a stage."""
    where: dict[str, Any] = {"code": standing.published.code, "module_id": item.module_id}
    if item.id == TEST_OUT:
        return url_for("training.show_test_out", **where)
    if item.kind is ItemKind.quiz:
        return url_for("training.show_quiz", **where)
    return url_for("training.show_drill", **where, item_id=item.id, stage=stage.value if stage else None)


def step_address(standing: Standing, step: NextStep) -> str:
    """Where the next step is taken."""
    if step.item is None:
        return module_address(standing, step.module.id)
    return item_address(standing, step.item, step.stage)
