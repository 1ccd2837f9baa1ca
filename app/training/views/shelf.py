"""The shelf: what waits for a learner, what is done, what else there is."""

from flask import Response
from flask_login import current_user

from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.training import policies
from app.training.queries import reviews
from app.training.queries.certificates import certificate_states
from app.training.queries.deadlines import on_leave
from app.training.queries.shelf import shelf_of
from app.training.views.addresses import step_address
from app.training.views.blueprint import blueprint
from app.training.views.desk import desk_of


@blueprint.get("/training/")
@requires(signed_in)
def show_shelf() -> Response:
    """Own paths, certificates, and other paths to take."""
    shelf = shelf_of(current_user.id, current_user.tiers, paused=on_leave(current_user))
    return page(
        "training/shelf.html",
        shelf=shelf,
        step_address=step_address,
        states=certificate_states(shelf.certificates),
        desk=desk_of(current_user),
        may_review=policies.may_see_reviews(current_user),
        reviews_waiting=reviews.work_waiting(current_user) if policies.reviews_at_all(current_user) else 0,
    )
