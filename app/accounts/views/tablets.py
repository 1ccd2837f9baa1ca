"""A device that many people share: turned on and off here."""

from collections.abc import Callable

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts import policies
from app.accounts.views import blueprint
from app.accounts.views.sign_in import signed_out
from app.foundation import audit
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.foundation.tablets import mark_own, mark_shared


@blueprint.get("/tablet")
@requires(policies.may_share_devices)
def show_tablet() -> Response:
    """What a shared tablet does, and the switch for this device."""
    return page("accounts/tablet.html")


@blueprint.post("/tablet")
@requires(policies.may_share_devices)
def create_tablet() -> Response:
    """Share this device; whoever does so is signed out, and the next person begins."""
    return _turned(
        "device:shared", mark_shared, _("This device is a shared tablet now. The next person signs in here.")
    )


@blueprint.post("/tablet/delete")
@requires(policies.may_share_devices)
def delete_tablet() -> Response:
    """This device belongs to one person again."""
    return _turned("device:own", mark_own, _("This device is no shared tablet any more."))


@blueprint.get("/tablet/delete")
@requires(policies.may_share_devices)
def show_tablet_again() -> Response:
    """Where a reader lands who changes the language after turning it off."""
    return see_other("/tablet")


@blueprint.get("/tablet/presence")
@requires(signed_in)
def show_presence() -> Response:
    """Nothing; but the session is in use."""
    return Response("", mimetype="text/plain")


def _turned(act: str, mark: Callable[[Response], None], told: str) -> Response:
    person_id = current_user.id
    audit.record(act=act, subject=("person", person_id), actor_id=person_id)
    answer = signed_out("/login")
    mark(answer)
    flash(told, "success")
    return answer
