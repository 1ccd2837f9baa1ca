"""Following and muting an idea."""

from flask import Response, request, url_for
from flask_login import current_user

from app.feedback import actions, queries
from app.feedback.actions.errors import IdeaNotFound
from app.feedback.views import blueprint
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/feedback/ideas/<int:number>/follow")
@requires(signed_in)
def create_follow(number: int) -> Response:
    """Hear about an idea."""
    actions.follow_idea(idea_id=_known(number), person_id=current_user.id)
    return _back_to(number)


@blueprint.post("/feedback/ideas/<int:number>/follow/delete")
@requires(signed_in)
def delete_follow(number: int) -> Response:
    """Give up following."""
    actions.unfollow_idea(idea_id=_known(number), person_id=current_user.id)
    return _back_to(number)


@blueprint.post("/feedback/ideas/<int:number>/mute")
@requires(signed_in)
def create_mute(number: int) -> Response:
    """Hear nothing more about an idea."""
    actions.mute_idea(idea_id=_known(number), person_id=current_user.id)
    return _back_to(number)


@blueprint.post("/feedback/ideas/<int:number>/mute/delete")
@requires(signed_in)
def delete_mute(number: int) -> Response:
    """Hear about a muted idea again."""
    actions.follow_idea(idea_id=_known(number), person_id=current_user.id)
    return _back_to(number)


def _known(number: int) -> int:
    if queries.idea_numbered(number, current_user) is None:
        raise IdeaNotFound
    return number


def _back_to(number: int) -> Response:
    """The idea, or the list of one's own where the button stood there."""
    if request.form.get("next") == "mine":
        return see_other(url_for(".show_mine", tab="muted" if "mute" in request.path else "follows"))
    return see_other(url_for(".show_idea", number=number))
