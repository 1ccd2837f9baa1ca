"""Ideas that wait for a first answer."""

from flask import Response, request

from app.feedback.policies import may_moderate
from app.feedback.queries.petitions import ideas_with_petitions
from app.feedback.queries.queue import TARGET_HOURS, response_queue
from app.feedback.queries.suggestions import open_suggestions
from app.feedback.views import blueprint
from app.foundation.pages import page
from app.foundation.security import requires


@blueprint.get("/feedback/queue")
@requires(may_moderate)
def show_queue() -> Response:
    """Ideas nobody has answered, the longest waiting first."""
    q = request.args.get("q", "")[:100]
    found = response_queue(number=request.args.get("page", 1, type=int) or 1, q=q)
    unknown = sorted({year for row in found.rows for year in row.clock.unknown_years})
    return page(
        "feedback/queue.html",
        fragments={"waiting-ideas"},
        found=found,
        q=q,
        target=TARGET_HOURS,
        unknown_years=unknown,
        suggestions=open_suggestions(),
        petitions=ideas_with_petitions(),
    )
