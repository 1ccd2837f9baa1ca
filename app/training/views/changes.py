"""What is different since somebody finished a path."""

from flask import Response, abort
from flask_login import current_user

from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.training.queries import places
from app.training.queries.changes import changes_since_finished
from app.training.views.addresses import module_address
from app.training.views.blueprint import blueprint


@blueprint.get("/training/paths/<code>/changes")
@requires(signed_in)
def show_changes(code: str) -> Response:
    """The lessons' text, drills and quizzes that are new, changed or gone since one finished."""
    standing = places.last_finished(current_user.id, code) or abort(404)
    return page(
        "training/changes.html",
        standing=standing,
        published=standing.published,
        difference=changes_since_finished(standing),
        hrefs={module.id: module_address(standing, module.id) for module in standing.published.path.modules},
    )
