"""Pages of feedback: the board, one idea, votes, comments, moves, and what waits for an answer."""

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from app.feedback.actions.errors import IdeaNotFound
from app.feedback.content import rendered_comment
from app.feedback.labels import (
    area_label,
    chain_hint,
    closed_because,
    decline_label,
    kind_label,
    status_label,
    status_look,
)
from app.feedback.models import Comment
from app.foundation.errors import error_answer
from app.foundation.words import rendered

blueprint = Blueprint("feedback", __name__)


@blueprint.record_once
def _add_filters(state: BlueprintSetupState) -> None:
    filters = {
        "status_label": status_label,
        "status_look": status_look,
        "kind_label": kind_label,
        "area_label": area_label,
        "chain_hint": chain_hint,
        "closed_because": closed_because,
        "decline_label": decline_label,
    }
    state.app.jinja_env.filters.update(filters, idea_text=rendered, comment_text=_comment_text)


def _comment_text(comment: Comment) -> Markup:
    return rendered_comment(comment.text, tuple((word, name) for word, name in comment.mentioned))


@blueprint.errorhandler(IdeaNotFound)
def _not_found(_error: IdeaNotFound) -> Response:
    return error_answer(404)


from app.feedback.views import (  # noqa: E402
    comments,  # noqa: F401 (they add routes)
    followers,  # noqa: F401
    hiding,  # noqa: F401
    ideas,  # noqa: F401
    merges,  # noqa: F401
    moves,  # noqa: F401
    petitions,  # noqa: F401
    photos,  # noqa: F401
    progress,  # noqa: F401
    queue,  # noqa: F401
    revisions,  # noqa: F401
    sections,  # noqa: F401
    suggestions,  # noqa: F401
    tags,  # noqa: F401
    votes,  # noqa: F401
)
