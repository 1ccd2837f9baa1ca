"""One's own account: data, language, and the browsers where one is signed in."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.actions import end_other_sessions, end_session_named
from app.accounts.policies import may_share_devices
from app.accounts.queries import person_page, private_addresses_of, reports_of, session_handle, sessions_of, token_hash
from app.accounts.views import blueprint
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in


@blueprint.get("/account")
@requires(signed_in)
def show_account() -> Response:
    """What Uptake knows about the person who reads, and where that person is signed in."""
    addresses = private_addresses_of(current_user.id)
    return page(
        "accounts/account.html",
        fragments={"private-addresses"} if addresses else (),
        person=person_page(current_user.id),
        reports=reports_of(current_user.id),
        sessions=sessions_of(current_user.id),
        own_hash=token_hash(current_user.session_token),
        handle=session_handle,
        addresses=addresses,
        may_share=may_share_devices(current_user),
    )


@blueprint.post("/account/sessions/<handle>/delete")
@requires(signed_in)
def delete_named_session(handle: str) -> Response:
    """Sign out one other browser."""
    end_session_named(person_id=current_user.id, handle=handle)
    flash(_("That browser is signed out."), "success")
    return see_other("/account")


@blueprint.post("/account/sessions/delete")
@requires(signed_in)
def delete_other_sessions() -> Response:
    """Sign out every other browser."""
    end_other_sessions(person_id=current_user.id, token=current_user.session_token)
    flash(_("Every other browser is signed out."), "success")
    return see_other("/account")
