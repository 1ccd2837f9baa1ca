"""How one wants to hear."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.notifications import actions, queries
from app.notifications.forms import preference_form
from app.notifications.kinds import Category, kinds_in
from app.notifications.views.blueprint import blueprint


@blueprint.route("/notices/preferences", methods=["GET", "POST"])
@requires(signed_in)
def show_preferences() -> Response:
    """How one wants to hear, in general, of a group, and of one kind."""
    choices = queries.choices_of(current_user.id)
    form = preference_form(choices, queries.preference_of(current_user.id))
    if form.validate_on_submit():
        actions.keep_wishes(person_id=current_user.id, wishes=form.wishes)
        flash(_("Saved."), "success")
        return see_other(url_for(".show_preferences"))
    return page(
        "notifications/preferences.html",
        status=422 if form.errors else 200,
        form=form,
        chosen=list(choices),
        groups=[(category, kinds_in(category)) for category in Category],
        company=queries.company_quiet(),
    )
