"""What became of announcements, for the PMO: numbers, and names only where everyone can see the tie."""

from datetime import date

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.foundation import clock
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires
from app.notifications import actions
from app.notifications.kinds import KINDS, NAMED, words_of
from app.notifications.labels import LOOKS
from app.notifications.models import ReceiptState
from app.notifications.policies import may_see_receipts
from app.notifications.queries import closing, receipts
from app.notifications.queries.receipts import Asked
from app.notifications.views.blueprint import blueprint


@blueprint.get("/notifications/receipts")
@requires(may_see_receipts)
def show_receipts() -> Response:
    """Announcements with the numbers of their receipts by state."""
    asked = _asked()
    found = receipts.announcements(asked, number=request.args.get("page", 1, type=int))
    return page(
        "notifications/receipts.html",
        fragments={"receipt-list"},
        found=found,
        said=[(one, words_of(one.announcement), KINDS[one.announcement.kind]) for one in found.rows],
        asked=asked,
        looks=LOOKS,
        kinds=[KINDS[name] for name in KINDS if name in NAMED],
        categories=receipts.counts_by_category(),
        idea_title=receipts.idea_title(asked.idea) if asked.idea else None,
    )


def _asked() -> Asked:
    given = request.args
    state = given.get("state", "")
    return Asked(
        state=ReceiptState(state) if state in set(ReceiptState) else None,
        kind=given.get("kind", ""),
        idea=given.get("idea", type=id_in),
        query=given.get("q", "")[:100],
    )


@blueprint.get("/notifications/receipts/<int:number>")
@requires(may_see_receipts)
def show_receipt(number: int) -> Response:
    """Who has heard of one announcement."""
    announcement = receipts.announcement_by_id(number) or abort(404)
    counts = receipts.counts_of([number])[number]
    return page(
        "notifications/receipt.html",
        announcement=announcement,
        words=words_of(announcement),
        kind=KINDS[announcement.kind],
        counts=counts,
        heard=receipts.heard_of(announcement, number=request.args.get("page", 1, type=int)),
        looks=LOOKS,
    )


@blueprint.post("/notifications/receipts/<int:number>/retries")
@requires(may_see_receipts)
def create_retry(number: int) -> Response:
    """Try the failed mails of one announcement again."""
    announcement = receipts.announcement_by_id(number) or abort(404)
    _say_retried(actions.retry_failed(announcement_id=announcement.id, by_id=current_user.id))
    return see_other(url_for(".show_receipt", number=number))


@blueprint.post("/notifications/retries")
@requires(may_see_receipts)
def create_retries() -> Response:
    """Try every failed mail again."""
    _say_retried(actions.retry_failed(announcement_id=None, by_id=current_user.id))
    return see_other(url_for(".show_receipts"))


def _say_retried(count: int) -> None:
    if count:
        flash(ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", count), "success")
    else:
        flash(_("No mail has failed."), "info")


@blueprint.get("/notifications/loop")
@requires(may_see_receipts)
def show_loop() -> Response:
    """How many of those concerned heard of an outcome in time, month by month."""
    days = _days()
    months = closing.closing_by_month(days)
    return page("notifications/loop.html", months=months, days=days, choices=closing.DAYS)


@blueprint.get("/notifications/loop/rows")
@requires(may_see_receipts)
def show_loop_rows() -> Response:
    """The rows behind the figure of a month: each outcome with its receipts."""
    days, first = _days(), _month() or abort(404)
    found = closing.outcomes_of(first, days, number=request.args.get("page", 1, type=int))
    said = [(one, words_of(one.announcement)) for one in found.rows]
    return page("notifications/loop_rows.html", found=found, said=said, days=days, first=first)


def _days() -> int:
    given = request.args.get("days", closing.USUAL_DAYS, type=id_in)
    return given if given in closing.DAYS else closing.USUAL_DAYS


def _month() -> date | None:
    given = request.args.get("month", f"{clock.today():%Y-%m}")
    try:
        return date.fromisoformat(f"{given}-01")
    except ValueError:
        return None
