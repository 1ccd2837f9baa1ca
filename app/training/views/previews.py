"""A draft as its learners would see it, for those who publish. Answers travel in the form; nothing is recorded."""

from __future__ import annotations

from flask import Response, abort, request

from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.forms import posted_answers
from app.training.models import ItemKind, Stage
from app.training.queries import previews
from app.training.views import preview_pages
from app.training.views.blueprint import blueprint
from app.training.views.content import PATH, content_folder
from app.training.views.preview_pages import At, preview_at
from app.training.views.sheets import posted_stage, stage_of

PREVIEW = f"{PATH}/preview"
MODULE = f"{PREVIEW}/modules/<module_id>"
DRILL = f"{MODULE}/drills/<item_id>"
QUIZ = f"{MODULE}/quiz"


@blueprint.get(PREVIEW)
@requires(policies.may_publish)
def show_preview(code: str) -> Response:
    """What can be read of a draft, and the shelf of the tier as which one looks."""
    preview = previews.preview_of(content_folder(), code) or abort(404)
    at = At(preview, request.args.get("as", ""))
    return page(
        "training/preview.html",
        preview=preview,
        at=at,
        shelf=previews.shelf_for(content_folder(), at.tier),
        tab_items=[(word, at.overview(tier), tier == at.tier) for tier, word in preview_pages.tier_words().items()],
    )


@blueprint.get(MODULE)
@requires(policies.may_publish)
def show_preview_module(code: str, module_id: str) -> Response:
    """The lesson of a module."""
    at = preview_at(code)
    standing = previews.standing_in(at.preview) or abort(404)
    module = standing.published.path.module(module_id) or abort(404)
    return preview_pages.module_page(at, standing, module)


@blueprint.get(DRILL)
@requires(policies.may_publish)
def show_preview_drill(code: str, module_id: str, item_id: str) -> Response:
    """A drill in one of its stages."""
    at = preview_at(code)
    place = at.place(module_id, item_id, ItemKind.drill)
    stage = stage_of(request.args.get("stage")) or Stage.see
    return preview_pages.drill_page(at, place, stage, previews.sheet_of(request.args.get("draw", "")))


@blueprint.get(QUIZ)
@requires(policies.may_publish)
def show_preview_quiz(code: str, module_id: str) -> Response:
    """The quiz of a module."""
    at = preview_at(code)
    sheet = previews.sheet_of(request.args.get("draw", ""))
    return preview_pages.sheet_page(at, at.place(module_id, "quiz", ItemKind.quiz), Stage.test, sheet, {})


@blueprint.get(f"{DRILL}/<any(answers, steps, results):_what>")
@blueprint.get(f"{QUIZ}/<any(answers, results):_what>")
@requires(policies.may_publish)
def show_preview_again(code: str, module_id: str, _what: str, item_id: str = "quiz") -> Response:
    """Where a reader lands who changes the language on an answered sheet: at its beginning."""
    kind = ItemKind.quiz if item_id == "quiz" else ItemKind.drill
    at = preview_at(code)
    return see_other(at.item_address_of(at.place(module_id, item_id, kind)))


@blueprint.post(f"{DRILL}/answers")
@blueprint.post(f"{QUIZ}/answers")
@requires(policies.may_publish)
def check_preview(code: str, module_id: str, item_id: str = "quiz") -> Response:
    """Check a practice, or carry out an arrow; without a sheet a story begins again."""
    at = preview_at(code)
    place = at.place(module_id, item_id, ItemKind.quiz if item_id == "quiz" else ItemKind.drill)
    if "token" not in request.form:
        return see_other(at.item_address_of(place, Stage.practice))
    sheet = previews.sheet_of(request.form["token"])
    return preview_pages.sheet_page(at, place, posted_stage(), sheet, posted_answers(request.form))


@blueprint.post(f"{DRILL}/steps")
@requires(policies.may_publish)
def step_in_preview(code: str, module_id: str, item_id: str) -> Response:
    """Choose how a story goes on; the way so far came with the form."""
    at = preview_at(code)
    place = at.place(module_id, item_id, ItemKind.drill)
    sheet = previews.sheet_of(request.form.get("token", ""))
    return preview_pages.story_page(at, place, posted_stage(), sheet, request.form.get("choice", ""))


@blueprint.post(f"{DRILL}/results")
@blueprint.post(f"{QUIZ}/results")
@requires(policies.may_publish)
def grade_preview(code: str, module_id: str, item_id: str = "quiz") -> Response:
    """Grade a test or quiz and show its result."""
    at = preview_at(code)
    place = at.place(module_id, item_id, ItemKind.quiz if item_id == "quiz" else ItemKind.drill)
    sheet = previews.sheet_of(request.form.get("token", ""))
    return preview_pages.submitted_page(at, place, sheet, posted_answers(request.form))
