"""The own scorecard: from the score to each part, to each event; shown to that person alone."""

from flask import Response, abort, request
from flask_login import current_user

from app.foundation import clock
from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.metrics.labels import SCORE_PARTS
from app.metrics.queries.contests import contests_of, own_standing_assignment
from app.metrics.queries.own import OwnFigures, own_figures
from app.metrics.queries.scorecard_events import events_of
from app.metrics.queries.scorecards import DrawnCard, drawn_cards, looks_at
from app.metrics.views.blueprint import blueprint


@blueprint.get("/people/me")
@requires(signed_in)
def show_own() -> Response:
    """What is counted about the reader, with the rows it is counted from: today, or for a month that was drawn up."""
    cards, drawn = _asked_cards()
    return page(
        "metrics/own.html",
        own=_figures(drawn),
        labels=SCORE_PARTS,
        cards=cards,
        drawn=drawn,
        contests=contests_of(current_user.id),
        today=clock.today(),
    )


@blueprint.get("/people/me/parts/<part>")
@requires(signed_in)
def show_own_part(part: str) -> Response:
    """The rows that one part of the own score is counted from."""
    if part not in SCORE_PARTS:
        abort(404)
    _cards, drawn = _asked_cards()
    return page(
        "metrics/scorecard_part.html",
        own=_figures(drawn, with_bonus=False),
        part=part,
        labels=SCORE_PARTS,
        drawn=drawn,
        subject=None,
        contested=contested_rows(current_user.id),
    )


@blueprint.get("/people/me/events/<int:assignment_id>")
@requires(signed_in)
def show_own_events(assignment_id: int) -> Response:
    """Everything recorded about one own assignment."""
    assignment = own_standing_assignment(current_user.id, assignment_id) or abort(404)
    return page(
        "metrics/scorecard_events.html",
        assignment=assignment,
        events=events_of(assignment.id),
        subject=None,
        drawn=None,
    )


@blueprint.get("/people/me/looks")
@requires(signed_in)
def show_looks() -> Response:
    """Who looked at the own scorecards."""
    found = looks_at(current_user.id, number=request.args.get("page", 1, type=int))
    return page("metrics/scorecard_looks.html", fragments={"look-list"}, looks=found)


def contested_rows(person_id: int) -> dict[tuple[str, int | None], int]:
    """Part and assignment of each standing contest, with its number."""
    return {
        (row.Contest.part, row.Contest.assignment_id): row.Contest.id
        for row in contests_of(person_id)
        if row.Contest.is_open
    }


def _asked_cards() -> tuple[list[DrawnCard], DrawnCard | None]:
    cards, month = drawn_cards(current_user.id), request.args.get("month", "")
    drawn = next((card for card in cards if card.month.month == month), None)
    if month and drawn is None and month != f"{clock.today():%Y-%m}":
        abort(404)
    return cards, drawn


def _figures(drawn: DrawnCard | None, *, with_bonus: bool = True) -> OwnFigures:
    if drawn is None:
        return own_figures(current_user, clock.today(), with_bonus=with_bonus)
    return own_figures(current_user, drawn.month.last_day, dict(drawn.month.weights), with_bonus=with_bonus)
