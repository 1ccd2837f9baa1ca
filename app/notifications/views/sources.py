"""Those who told somebody of a need: which of them have heard what became of it, and a word to all the others at once."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.ambassadors.texts import LEVELS
from app.feedback.policies import may_write_for_others
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.notifications.actions.telling import note_tellings, take_back_telling
from app.notifications.queries.sources import own_telling, relayed_heard, relayed_unheard
from app.notifications.views.blueprint import blueprint


@blueprint.get("/notices/sources")
@requires(signed_in)
def show_sources() -> Response:
    """Who is still to be told, each ticked already, and who has heard."""
    return _sources_page()


@blueprint.post("/notices/sources")
@requires(signed_in)
def create_tellings() -> Response:
    """Those ticked were told in person."""
    ticked = set(request.form.getlist("told"))
    if not ticked:
        return _sources_page(error=_("Tick at least one of them."), status=422)
    meant = [one for one in relayed_unheard(current_user).rows if one.key in ticked]
    if not meant:
        return _sources_page(error=_("Something has changed meanwhile. Please look once more."), status=409)
    told = note_tellings(relayed=meant, by_id=current_user.id)
    flash(ngettext("Noted: %(num)s outcome is told.", "Noted: %(num)s outcomes are told.", told), "success")
    return see_other(url_for(".show_sources"))


@blueprint.post("/notices/sources/<int:telling_id>/delete")
@requires(signed_in)
def delete_telling(telling_id: int) -> Response:
    """Take one back."""
    take_back_telling(telling=own_telling(current_user, telling_id) or abort(404))
    flash(_("Taken back: this one is still to be told."), "success")
    return see_other(url_for(".show_sources"))


def _sources_page(*, error: str = "", status: int = 200) -> Response:
    return page(
        "notifications/sources.html",
        status=status,
        fragments={"sources-heard"},
        waiting=relayed_unheard(current_user),
        heard=relayed_heard(current_user, number=request.args.get("page", 1, type=int) or 1),
        levels=LEVELS,
        error=error,
        none_ticked=status == 422,
        for_others=may_write_for_others(current_user),
    )
