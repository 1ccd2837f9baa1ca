"""The tray of notices, and a manager's word to the team."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.notifications import actions, queries
from app.notifications.kinds import Category, kind_of, kinds_in, words_of
from app.notifications.texts import said_names
from app.notifications.views.blueprint import blueprint
from app.training.policies import may_see_team
from app.training.queries.team import overdue_reports


@blueprint.get("/notices")
@requires(signed_in)
def show_tray() -> Response:
    """Everything that was told, the unread first, then the newest."""
    query, about = request.args.get("q", "")[:100], _category()
    kinds = [kind.name for kind in kinds_in(about)] if about else []
    number = request.args.get("page", 1, type=int)
    shown = queries.tray(current_user, number=number, query=query, kinds=kinds)
    return page(
        "notifications/tray.html",
        fragments={"notice-list"},
        notices=shown,
        said=[(one, words_of(one.announcement), kind_of(one.announcement)) for one in shown.rows],
        query=query,
        about=about,
        categories=list(Category),
        unseen=queries.unseen_count(current_user),
    )


def _category() -> Category | None:
    wanted = request.args.get("about", "")
    return Category(wanted) if wanted in set(Category) else None


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
