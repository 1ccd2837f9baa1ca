"""Private addresses of one's own: made, renewed and withdrawn on the page of the account."""

from flask import Response, abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.actions import private_address, renew_private_address, withdraw_private_address
from app.accounts.models import AddressPurpose
from app.accounts.queries import served_purposes
from app.accounts.views import blueprint
from app.foundation.pages import see_other
from app.foundation.security import requires, signed_in


@blueprint.post("/account/addresses/<purpose>")
@requires(signed_in)
def create_private_address(purpose: str) -> Response:
    """Make an address for a purpose; the one that stands stays."""
    private_address(person_id=current_user.id, purpose=_served(purpose))
    return see_other("/account#private-addresses")


@blueprint.post("/account/addresses/<purpose>/renewal")
@requires(signed_in)
def create_address_renewal(purpose: str) -> Response:
    """Replace an address that somebody else may know."""
    renew_private_address(person_id=current_user.id, purpose=_served(purpose))
    flash(_("The address is new. Programs that used the old one need it."), "success")
    return see_other("/account#private-addresses")


@blueprint.post("/account/addresses/<purpose>/delete")
@requires(signed_in)
def delete_private_address(purpose: str) -> Response:
    """Make an address worthless."""
    withdraw_private_address(person_id=current_user.id, purpose=_served(purpose))
    flash(_("The address is withdrawn. Whoever uses it gets nothing any more."), "info")
    return see_other("/account#private-addresses")


def _served(purpose: str) -> AddressPurpose:
    if purpose not in served_purposes():
        abort(404)
    return AddressPurpose(purpose)
