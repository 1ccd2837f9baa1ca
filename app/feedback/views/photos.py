"""The photo of an idea."""

from flask import Response, make_response
from flask_login import current_user

from app.feedback.actions.errors import IdeaNotFound
from app.feedback.queries.photos import photo_of
from app.feedback.views import blueprint
from app.foundation.security import requires, signed_in


@blueprint.get("/feedback/ideas/<int:number>/photo")
@requires(signed_in)
def show_photo(number: int) -> Response:
    """The photo, for whoever may see the idea."""
    photo = photo_of(number, current_user)
    if photo is None:
        raise IdeaNotFound
    answer = make_response(photo.content)
    answer.content_type = photo.media_type
    answer.headers["Content-Disposition"] = f"inline; filename=idea-{number}.jpg"
    return answer
