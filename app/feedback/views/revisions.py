"""The earlier words of an idea."""

from flask import Response
from flask_login import current_user

from app.feedback import queries
from app.feedback.actions.errors import IdeaNotFound
from app.feedback.queries.revisions import changes_of
from app.feedback.views import blueprint
from app.foundation.pages import page
from app.foundation.security import requires, signed_in


@blueprint.get("/feedback/ideas/<int:number>/revisions")
@requires(signed_in)
def show_idea_revisions(number: int) -> Response:
    """What an idea said before, for whoever may see it."""
    idea = queries.idea_numbered(number, current_user)
    if idea is None:
        raise IdeaNotFound
    return page("feedback/idea_revisions.html", idea=idea, changes=changes_of(idea))
