"""The lesson page of a module."""

from flask import Response, abort, url_for
from flask_login import current_user

from app.foundation.i18n import language
from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.training import policies
from app.training.content.objects import Module
from app.training.queries import places
from app.training.queries.standing import Standing
from app.training.views.addresses import item_address, module_address
from app.training.views.blueprint import blueprint
from app.training.views.legend import legend_of


@blueprint.get("/training/paths/<code>/modules/<module_id>")
@requires(signed_in)
def show_module(code: str, module_id: str) -> Response:
    """A lesson to read, then the drills and the quiz as steps."""
    standing = places.standing_on(current_user.id, code) or abort(404)
    module = standing.published.path.module(module_id) or abort(404)
    missing = standing.missing_before(module)
    if missing:
        return locked_page(standing, module, missing)
    return page(
        "training/module.html",
        standing=standing,
        module=module,
        items=standing.published.items_of(module),
        **legend_of([module.text(language()).lesson]),
        following=following(standing, module),
        item_address=item_address,
        module_address=module_address,
        overview=url_for("training.show_path", code=standing.published.code),
        may_print=policies.may_print(current_user),
        may_make_posters=policies.may_make_posters(current_user),
        may_test_out=places.may_test_out(standing, module),
    )


def locked_page(standing: Standing, module: Module, missing: Module) -> Response:
    """403 with what is missing and the way to it."""
    return page(
        "training/locked.html",
        status=403,
        standing=standing,
        module=module,
        missing=missing,
        href=module_address(standing, missing.id),
    )


def following(standing: Standing, module: Module) -> Module | None:
    """The module after this one, if there is one."""
    modules = standing.published.path.modules
    place = next(index for index, one in enumerate(modules) if one.id == module.id)
    return modules[place + 1] if place + 1 < len(modules) else None
