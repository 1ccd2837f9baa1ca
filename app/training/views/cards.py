"""Go-live day cards."""

from flask import Response, abort

from app.foundation.pages import page
from app.foundation.security import requires, signed_in
from app.training.queries import supplements
from app.training.views.blueprint import blueprint


@blueprint.get("/training/cards")
@requires(signed_in)
def show_cards() -> Response:
    """All cards, in the order of the days they are for."""
    return page("training/cards.html", cards=supplements.cards())


@blueprint.get("/training/cards/<card_id>")
@requires(signed_in)
def show_card(card_id: str) -> Response:
    """One card, on one page, to read or to print."""
    return page("training/card.html", card=supplements.card(card_id) or abort(404))
