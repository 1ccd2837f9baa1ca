"""One's vote for an idea, and the list of one's votes."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request, url_for
from flask_login import current_user

from app.feedback import actions, queries
from app.feedback.actions.errors import IdeaNotFound, VoteRefused
from app.feedback.models import Idea
from app.feedback.queries.votes import own_open_votes
from app.feedback.views import blueprint
from app.foundation.pages import asks_for_fragment, page, see_other
from app.foundation.preferences import local_address
from app.foundation.security import requires, signed_in


@blueprint.post("/feedback/ideas/<int:number>/vote")
@requires(signed_in)
def create_vote(number: int) -> Response:
    """Vote for an idea; voting twice changes nothing."""
    try:
        seen = request.form.get("revision", type=int)
        actions.cast_vote(idea_id=number, person_id=current_user.id, seen_revision=seen if seen and seen > 0 else None)
    except VoteRefused as why:
        return _refusal(number, why)
    return see_other(_after_vote(number))


@blueprint.post("/feedback/ideas/<int:number>/vote/delete")
@requires(signed_in)
def delete_vote(number: int) -> Response:
    """Take one's vote back; where there is none, nothing happens."""
    try:
        actions.withdraw_vote(idea_id=number, person_id=current_user.id)
    except VoteRefused as why:
        return _refusal(number, why)
    return see_other(_after_vote(number))


def _after_vote(number: int) -> str:
    """HTMX goes on to the vote alone, a browser back to where the button was."""
    asked = request.form.get("next", "")
    idea = url_for(".show_idea", number=number)
    return url_for(".show_vote", number=number) if asks_for_fragment() else (local_address(asked) if asked else idea)


def _refusal(number: int, why: VoteRefused) -> Response:
    """Why the vote is not counted, and what can be done: for HTMX as a small message, else as a page."""
    idea = _idea(number)
    spent = own_open_votes(current_user)
    words: dict[str, Any] = {
        "why": type(why).__name__,
        "refused": why,
        "idea": idea,
        "spent": spent,
        "budget": queries.budget_of(current_user.id),
    }
    if asks_for_fragment():
        return make_response(render_template("feedback/_vote_refused.html", back=_shown_address(), **words), 409)
    return page("feedback/vote_refused.html", status=409, back=local_address(request.form.get("next", "")), **words)


def _shown_address() -> str:
    """The page that HTMX shows, as an address of ours."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return local_address(f"{shown.path}?{shown.query}" if shown.query else shown.path)


@blueprint.get("/feedback/ideas/<int:number>/vote")
@requires(signed_in)
def show_vote(number: int) -> Response:
    """The button of one idea and the votes left, as HTMX puts them in place; a browser is sent to the idea."""
    back = url_for(".show_idea", number=number)
    if not asks_for_fragment():
        return see_other(back)
    idea, support = _idea(number), queries.support_of([number], person_id=current_user.id)[number]
    budget = queries.budget_of(current_user.id)
    return make_response(
        render_template("feedback/_vote_given.html", idea=idea, support=support, budget=budget, back=back)
    )


def _idea(number: int) -> Idea:
    idea = queries.idea_numbered(number, current_user)
    if idea is None:
        raise IdeaNotFound
    return idea


@blueprint.get("/feedback/votes")
@requires(signed_in)
def show_votes() -> Response:
    """The ideas that hold one's votes."""
    back = url_for(".show_votes")
    return page(
        "feedback/votes.html",
        ideas=own_open_votes(current_user),
        budget=queries.budget_of(current_user.id),
        back=back,
    )
