"""Who hears what and why, for the PMO, and when the company wants no mails."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.notifications import actions, queries
from app.notifications.forms import CompanyQuietForm
from app.notifications.kinds import ACCOUNT_MAILS, Category, channel_for, kinds_in
from app.notifications.labels import CHANNELS
from app.notifications.policies import may_see_receipts
from app.notifications.views.blueprint import blueprint


@blueprint.get("/notifications/kinds")
@requires(may_see_receipts)
def show_kinds() -> Response:
    """The table of who hears what and why."""
    groups = [
        (category, [(kind, CHANNELS[channel_for(kind, {})]) for kind in kinds_in(category)]) for category in Category
    ]
    return page("notifications/kinds.html", groups=groups, account_mails=ACCOUNT_MAILS, company=queries.company_quiet())


@blueprint.route("/notifications/quiet-hours", methods=["GET", "POST"])
@requires(may_see_receipts)
def show_quiet_hours() -> Response:
    """When no mail leaves the company's portal."""
    company = queries.company_quiet()
    form = CompanyQuietForm(quiet_from=company.begins, quiet_until=company.ends, quiet_days_off=company.days_off)
    if form.validate_on_submit():
        actions.set_company_quiet(
            begins=form.quiet_from.data,
            ends=form.quiet_until.data,
            days_off=form.quiet_days_off.data,
            by_id=current_user.id,
        )
        flash(_("Saved. What is told from now on leaves in the new hours."), "success")
        return see_other(url_for(".show_kinds"))
    return page("notifications/quiet_hours.html", status=422 if form.errors else 200, form=form)
