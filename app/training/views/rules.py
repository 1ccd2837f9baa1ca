"""Rules: which tier is assigned which path."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.models import Tier
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.actions import assigning
from app.training.forms import TIER_NAMES, RuleForm
from app.training.queries import records
from app.training.views.blueprint import blueprint


@blueprint.get("/training/rules")
@requires(policies.may_manage_rules)
def show_rules() -> Response:
    """All rules, and a form to set one."""
    return _rules_page(_form())


@blueprint.post("/training/rules")
@requires(policies.may_manage_rules)
def create_rule() -> Response:
    """Set a rule: a new one, or other days for one that is there."""
    form = _form()
    if not form.validate_on_submit():
        return _rules_page(form, status=422)
    count = assigning.set_rule(
        path_id=form.path_id.data,
        tier=Tier(form.tier.data),
        due_days=form.due_days.data,
        mandatory=form.mandatory.data,
        by_id=current_user.id,
    )
    flash(
        ngettext(
            "The rule holds. %(num)s person was assigned the path.",
            "The rule holds. %(num)s people were assigned the path.",
            count,
        ),
        "success",
    )
    return see_other(url_for("training.show_rules"))


@blueprint.post("/training/rules/<int:rule_id>/delete")
@requires(policies.may_manage_rules)
def delete_rule(rule_id: int) -> Response:
    """End a rule; what it assigned stays."""
    if not assigning.remove_rule(rule_id=rule_id, by_id=current_user.id):
        abort(404)
    flash(_("The rule has ended. Paths that people have already stay with them."), "success")
    return see_other(url_for("training.show_rules"))


def _form() -> RuleForm:
    form = RuleForm()
    form.offer(records.offered_paths(), language())
    return form


def _rules_page(form: RuleForm, status: int = 200) -> Response:
    return page("training/rules.html", status=status, rules=records.rules(), form=form, tier_names=TIER_NAMES)
