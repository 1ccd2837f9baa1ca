"""Posters for the wall: scan, sign in, learn."""

from flask import Response, abort, url_for

from app.foundation.pages import page
from app.foundation.qr import full_address, qr_code
from app.foundation.security import requires
from app.training import policies
from app.training.content.objects import Module
from app.training.queries.published import Published, current
from app.training.views.blueprint import blueprint


@blueprint.get("/training/paths/<code>/poster")
@requires(policies.may_make_posters)
def show_path_poster(code: str) -> Response:
    """A path on a sheet of paper."""
    return _poster_page(current(code) or abort(404), None)


@blueprint.get("/training/paths/<code>/modules/<module_id>/poster")
@requires(policies.may_make_posters)
def show_module_poster(code: str, module_id: str) -> Response:
    """A module on a sheet of paper."""
    published = current(code) or abort(404)
    return _poster_page(published, published.path.module(module_id) or abort(404))


def _poster_page(published: Published, module: Module | None) -> Response:
    if module is None:
        way = url_for("training.show_path", code=published.code)
    else:
        way = url_for("training.show_module", code=published.code, module_id=module.id)
    address = full_address(way)
    return page(
        "training/poster.html",
        published=published,
        module=module,
        minutes=module.minutes if module else sum(one.minutes for one in published.path.modules),
        way=way,
        shown=address.partition("://")[2],
        qr=qr_code(address),
    )
