"""Modules on paper: handouts without key, and the copy of whoever leads the class."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import requires
from app.training import policies
from app.training.queries import previews
from app.training.queries.prints import on_paper
from app.training.queries.published import Published, current
from app.training.views.blueprint import blueprint
from app.training.views.content import PATH, content_folder


@blueprint.get(f"{PATH}/print/<module_id>")
@requires(policies.may_print)
def show_print(code: str, module_id: str) -> Response:
    """A module to be printed: `copy=facilitator` with the key, `of=draft` as it stands in the folder."""
    keyed, of_draft = request.args.get("copy") == "facilitator", request.args.get("of") == "draft"
    published = (_draft(code) if of_draft else current(code)) or abort(404)
    module = published.path.module(module_id) or abort(404)
    other: dict[str, Any] = {"copy": None if keyed else "facilitator", "of": "draft" if of_draft else None}
    return page(
        "training/print.html",
        published=published,
        module=module,
        paper=on_paper(module, language(), keyed=keyed),
        keyed=keyed,
        of_draft=of_draft,
        other_copy=url_for("training.show_print", code=code, module_id=module_id, **other),
    )


def _draft(code: str) -> Published | None:
    found = previews.preview_of(content_folder(), code)
    return found.published if found else None
