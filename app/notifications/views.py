"""The tray of notices, how one wants to hear, and the links that stop mails."""

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import csrf, public, requires, signed_in
from app.notifications import actions, queries
from app.notifications.forms import PreferenceForm
from app.notifications.links import read_mute
from app.notifications.models import Channel
from app.notifications.texts import said_names, words_of
from app.training.policies import may_see_team
from app.training.queries.team import overdue_reports

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/notices")
@requires(signed_in)
def show_tray() -> Response:
    """Everything that was told, newest first."""
    query = request.args.get("q", "")
    shown = queries.tray(current_user.id, number=request.args.get("page", 1, type=int), query=query)
    said = [(receipt, words_of(receipt.announcement)) for receipt in shown.rows]
    unseen = queries.unseen_count(current_user.id)
    return page(
        "notifications/tray.html", fragments={"notice-list"}, notices=shown, said=said, query=query, unseen=unseen
    )


@blueprint.post("/notices/seen")
@requires(signed_in)
def create_seen() -> Response:
    """Everything is read."""
    actions.mark_seen(person_id=current_user.id)
    return see_other(url_for(".show_tray"))


@blueprint.post("/notices/<int:number>/seen")
@requires(signed_in)
def create_seen_notice(number: int) -> Response:
    """Follow one notice: it is seen from now on."""
    receipt = queries.own_receipt(current_user.id, number) or abort(404)
    actions.mark_seen(person_id=current_user.id, receipt_ids=[receipt.id])
    return see_other(words_of(receipt.announcement).href)


@blueprint.route("/notices/preferences", methods=["GET", "POST"])
@requires(signed_in)
def show_preferences() -> Response:
    """How one wants to hear."""
    form = PreferenceForm(
        channel=queries.channel_of(current_user.id).value,
        optional_reminders=queries.wants_optional_reminders(current_user.id),
    )
    if form.validate_on_submit():
        actions.choose_channel(
            person_id=current_user.id,
            channel=Channel(form.channel.data),
            optional_reminders=form.optional_reminders.data,
        )
        flash(_("Saved."), "success")
        return see_other(url_for(".show_preferences"))
    return page("notifications/preferences.html", status=422 if form.errors else 200, form=form)


@blueprint.post("/notices/reminders")
@requires(may_see_team)
def create_reminders() -> Response:
    """Remind everyone of one's own team who has something overdue; one mail for a person and day."""
    told = actions.remind(person_ids=overdue_reports(current_user.id), by_id=current_user.id)
    if told.told:
        flash(_("Reminded: %(names)s.", names=said_names(told.told)), "success")
    if told.before:
        flash(_("Reminded before today, so not again: %(names)s.", names=said_names(told.before)), "info")
    if not told.told and not told.before:
        flash(_("Nobody in your team has anything overdue."), "info")
    return see_other(url_for("training.show_team"))


@blueprint.get("/notices/mute/<token>")
@public("a link in a mail works without signing in; its signature says whose it is")
def show_mute(token: str) -> Response:
    """Ask once before mails stop."""
    mute = read_mute(token) or abort(404)
    return page("notifications/mute.html", token=token, mute=mute, done=False)


@blueprint.post("/notices/mute/<token>")
@csrf.exempt
@public("a link in a mail works without signing in; its signature says whose it is")
def create_mute(token: str) -> Response:
    """Stop the mails that the link names."""
    mute = read_mute(token) or abort(404)
    actions.stop_mails(mute)
    return page("notifications/mute.html", token=token, mute=mute, done=True)
