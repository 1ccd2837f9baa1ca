"""The pages of a preview: the learner's own templates, with addresses that lead to the preview again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from app.foundation.i18n import language
from app.foundation.pages import page
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.world import WorldPage
from app.training.content.objects import Module
from app.training.content.quiz import Quiz
from app.training.content.variants import Variants, drawn, model
from app.training.content.world.pages import Desk, spot_at
from app.training.models import ItemKind, Stage
from app.training.queries import answers, previews
from app.training.queries.places import Place
from app.training.queries.previews import Preview, Sheet
from app.training.queries.published import Item
from app.training.queries.standing import Standing
from app.training.queries.waiting import is_observed
from app.training.views.addresses import Addresses
from app.training.views.content import content_folder
from app.training.views.legend import legend_of
from app.training.views.modules import following
from app.training.views.sheets import item_page
from app.training.views.worlds import is_world

BANNER = "training/_preview_banner.html"


def tier_words() -> dict[str, str]:
    """What the tiers are called."""
    return {"management": _("Management"), "administrator": _("Project administrators"), "end_user": _("End users")}


@dataclass(frozen=True, slots=True)
class At:
    """A preview and the tier as which one looks; every address of the preview carries the tier along."""

    preview: Preview
    asked: str = ""

    @property
    def tier(self) -> str:
        """The tier asked for, else the path's own."""
        own = self.preview.published.path.tier if self.preview.published else "end_user"
        return self.asked if self.asked in tier_words() else own

    @property
    def tier_word(self) -> str:
        """What it is called."""
        return tier_words()[self.tier]

    def place(self, module_id: str, item_id: str, kind: ItemKind) -> Place:
        """The drill or quiz of that id; 404 where there is none, or only a broken one."""
        place = previews.preview_place(self.preview, module_id, item_id)
        if place is None or place.item.kind is not kind:
            abort(404)
        return place

    def overview(self, tier: str = "") -> str:
        """The preview of the path."""
        return self._url("show_preview", **({"as": tier} if tier else {}))

    def module_address(self, _standing: Standing, module_id: str) -> str:
        """The lesson of a module."""
        return self._url("show_preview_module", module_id=module_id)

    def item_address(self, _standing: Standing, item: Item, stage: Stage | None = None, draw: int | None = None) -> str:
        """A drill or quiz, in a stage, of a draw."""
        if item.kind is ItemKind.quiz:
            return self._url("show_preview_quiz", module_id=item.module_id, draw=draw)
        named = stage.value if stage else None
        return self._url("show_preview_drill", module_id=item.module_id, item_id=item.id, stage=named, draw=draw)

    def item_address_of(self, place: Place, stage: Stage | None = None) -> str:
        """The same of a place."""
        return self.item_address(place.standing, place.item, stage)

    def urls(self, place: Place) -> Addresses:
        """Where the learner's templates lead to and send."""
        named: dict[str, Any] = {"module_id": place.module.id}
        if place.item.kind is ItemKind.drill:
            named["item_id"] = place.item.id
        return Addresses(
            path=self.overview(),
            module=self.module_address(place.standing, place.module.id),
            item=self.item_address_of(place),
            draft=self._url("check_preview", **named),
            restart=self._url("check_preview", **named),
            steps=self._url("step_in_preview", **named) if "item_id" in named else "",
            attempts=self._url("grade_preview", **named),
        )

    def _url(self, endpoint: str, **values: Any) -> str:
        return url_for(f"training.{endpoint}", **{"code": self.preview.code, "as": self.tier} | values)


def preview_at(code: str) -> At:
    """The preview at an address; 404 where the folder has no such path."""
    preview = previews.preview_of(content_folder(), code) or abort(404)
    return At(preview, request.args.get("as", ""))


def module_page(at: At, standing: Standing, module: Module) -> Response:
    """The lesson, then the drills and the quiz."""
    return page(
        "training/module.html",
        standing=standing,
        module=module,
        items=standing.published.items_of(module),
        **legend_of([module.text(language()).lesson]),
        following=following(standing, module),
        item_address=at.item_address,
        module_address=at.module_address,
        overview=at.overview(),
        may_test_out=False,
        may_print=False,
        may_make_posters=False,
        **_about(at),
    )


def drill_page(at: At, place: Place, stage: Stage, sheet: Sheet) -> Response:
    """A drill with nothing answered."""
    if is_observed(place.item):
        return _task_page(at, place)
    content = place.item.content
    if stage is Stage.see:
        view = content.presentation(language(), sheet.seed)
        solution = content.solution(language(), sheet.seed)
        return _page("training/drill_see.html", at, place, stage, sheet, solution=solution, view=view)
    if is_world(place):
        return _world_page(at, place, stage, sheet)
    return sheet_page(at, place, stage, sheet, {})


def sheet_page(
    at: At, place: Place, stage: Stage, sheet: Sheet, typed: Mapping[str, Any], *, status: int = 200, **more: Any
) -> Response:
    """A sheet to be answered, filled with what was typed; `check` in the form asks what is right so far."""
    content = place.item.content
    is_story = isinstance(model(content), BranchDrill)
    given = {"walk": list(sheet.walk)} if is_story and sheet.walk else {} if is_story else dict(typed)
    graded = answers.graded(content, given, sheet.seed, language()) if _is_checked(stage, given, is_story) else None
    if is_story and graded and not graded.result.complete:
        graded = None
    view = content.presentation(language(), sheet.seed, given)
    template = "training/quiz.html" if isinstance(content, Quiz) else "training/drill.html"
    shown: dict[str, Any] = {"graded": graded, "empty": [], "view": view} | more
    return _page(template, at, place, stage, sheet, status=status, answered=given, **shown)


def story_page(at: At, place: Place, stage: Stage, sheet: Sheet, choice: str) -> Response:
    """A story after one more choice; its result where a test came to an end."""
    story = drawn(place.item.content, sheet.seed)
    if is_world(place):
        return _world_page(at, place, stage, sheet)
    if not isinstance(story, BranchDrill):
        abort(422)
    walked = story.extend({"walk": list(sheet.walk)}, choice, sheet.seed)
    if walked is None:
        return sheet_page(at, place, stage, sheet, {}, status=422, no_such_step=True)
    further = Sheet(sheet.draw, tuple(walked["walk"]))
    if stage is Stage.test and story.is_over(walked, sheet.seed):
        return _result_page(at, place, further, walked)
    return sheet_page(at, place, stage, further, {})


def submitted_page(at: At, place: Place, sheet: Sheet, typed: Mapping[str, Any]) -> Response:
    """The result of a test or quiz; the sheet again where something is empty and that was not confirmed."""
    if isinstance(model(place.item.content), BranchDrill) or is_world(place) or is_observed(place.item):
        abort(422)
    empty = answers.empty_names(place.item.content, typed, sheet.seed)
    if empty and "confirmed" not in request.form:
        return sheet_page(at, place, Stage.test, sheet, typed, status=422, empty=empty)
    return _result_page(at, place, sheet, typed)


def _is_checked(stage: Stage, given: Mapping[str, Any], is_story: bool) -> bool:  # noqa: FBT001 (a fact, not a switch)
    return stage is Stage.practice and (bool(given) if is_story else "check" in request.form)


def _result_page(at: At, place: Place, sheet: Sheet, given: Mapping[str, Any]) -> Response:
    graded = answers.graded(place.item.content, given, sheet.seed, language())
    items = place.published.items_of(place.module)
    after = items[items.index(place.item) + 1 :]
    return _page(
        "training/result.html",
        at,
        place,
        Stage.test,
        sheet,
        graded=graded,
        attempt=previews.shown_attempt(graded.result),
        module_done=False,
        step=None,
        step_href="",
        next_in_module=after[0] if after else None,
        certificate=None,
    )


def _task_page(at: At, place: Place) -> Response:
    """A task at work with its rubric; there is nobody to hand it in to."""
    view = place.item.content.presentation(language(), 0)
    marked = [view.scenario, *(one.label for one in view.criteria), *(one.hint for one in view.criteria)]  # type: ignore[union-attr]
    return page(
        "training/practice.html",
        fragments={"draft-state"},
        place=place,
        standing=place.standing,
        module=place.module,
        item=place.item,
        item_address=at.item_address,
        module_address=at.module_address,
        urls=at.urls(place),
        view=view,
        sheet=previews.working_on(Stage.practice, Sheet(), {}),
        state="open",
        reason="preview",
        shown=[],
        next_in_module=None,
        after=following(place.standing, place.module),
        **legend_of(marked),
        **_about(at),
    )


def _world_page(at: At, place: Place, stage: Stage, sheet: Sheet) -> Response:
    """The simulated tool as it is in the beginning; its rooms can be walked through."""
    view: WorldPage = place.item.content.presentation(language(), sheet.seed)  # type: ignore[assignment]
    spot = spot_at(request.args.get("at", "")[:40], view.world, view.state)
    here = f"{at.item_address(place.standing, place.item, stage, sheet.draw)}&at="
    desk = Desk(view.world, view.state, view.you, language(), spot)
    idle: dict[str, Any] = {"graded": None, "empty": False, "refused": None, "stale": False, "typed": {}}
    return _page("training/world.html", at, place, stage, sheet, view=view, desk=desk, here=here, swapped=False, **idle)


def _page(
    template: str,
    at: At,
    place: Place,
    stage: Stage,
    sheet: Sheet,
    *,
    status: int = 200,
    answered: Mapping[str, Any] | None = None,
    **context: Any,
) -> Response:
    content, other = place.item.content, None
    is_answered = stage is not Stage.see and "attempt" not in context
    if isinstance(content, (Variants, Quiz)):
        other = at.item_address(place.standing, place.item, stage, sheet.draw + 1)
    return item_page(
        template,
        place,
        stage,
        status=status,
        urls=at.urls(place),
        item_address=at.item_address,
        **({"sheet": previews.working_on(stage, sheet, answered or {})} if is_answered else {}),
        **_about(at, other),
        **context,
    )


def _about(at: At, other_draw: str | None = None) -> dict[str, Any]:
    """What the banner tells."""
    return {"banner": BANNER, "preview": at.preview, "at": at, "other_draw": other_draw}
