"""What everyone can read about progress: the roadmap, what became of one's own ideas, and a list of them."""

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from app.feedback.labels import AREAS
from app.feedback.queries.outcomes import heard_ideas, own_ideas, still_open
from app.feedback.queries.roadmap import Lane, roadmap
from app.feedback.queries.tags import tags_with
from app.feedback.queries.ties import Tie
from app.feedback.views import blueprint
from app.foundation.pages import page
from app.foundation.security import id_in, requires, signed_in


@blueprint.get("/feedback/roadmap")
@requires(signed_in)
def show_roadmap() -> Response:
    """What is considered, planned, under way, delivered and put off."""
    area, tag = request.args.get("area", "")[:60], request.args.get("tag", type=id_in)
    return page(
        "feedback/roadmap.html",
        fragments={"roadmap"},
        columns=roadmap(current_user, area=area, tag=tag),
        words=_lanes(),
        area=area,
        tag=tag,
        areas=AREAS,
        tags=tags_with().living,
    )


@blueprint.get("/feedback/heard")
@requires(signed_in)
def show_heard() -> Response:
    """You said, we did: what became of the ideas somebody has to do with."""
    found = heard_ideas(current_user, number=request.args.get("page", 1, type=int) or 1)
    waiting = still_open(current_user)
    return page("feedback/heard.html", fragments={"heard"}, found=found, waiting=waiting)


@blueprint.get("/feedback/mine")
@requires(signed_in)
def show_mine() -> Response:
    """Ideas one wrote, voted for, follows, commented on or muted."""
    asked, q = request.args.get("tab", ""), request.args.get("q", "")[:100]
    tab = Tie(asked) if asked in Tie.__members__ else Tie.wrote
    found = own_ideas(current_user, tab, q=q, number=request.args.get("page", 1, type=int) or 1)
    return page("feedback/mine.html", fragments={"own-ideas"}, found=found, tab=tab, q=q, ways=_ties())


def _lanes() -> dict[Lane, tuple[str, str, str, str]]:
    """Words, icon, what an empty column says, and the view of the board with all of it, by column."""
    return {
        Lane.considered: (_("Under consideration"), "zoom-check", _("Nothing is under review."), "in_review"),
        Lane.planned: (_("Planned"), "calendar", _("Nothing is planned yet."), "planned"),
        Lane.in_progress: (pgettext("status", "In progress"), "progress", _("No work is under way."), "in_progress"),
        Lane.delivered: (_("Delivered"), "circle-check", _("Nothing was delivered in the last 90 days."), "delivered"),
        Lane.not_now: (_("Not now"), "player-pause", _("Nothing was put off in the last 90 days."), "declined"),
    }


def _ties() -> dict[Tie, str]:
    return {
        Tie.wrote: _("Written"),
        Tie.voted: _("Voted for"),
        Tie.follows: _("Followed"),
        Tie.commented: _("Commented"),
        Tie.muted: _("Muted"),
    }
