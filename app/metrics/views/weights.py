"""Weights, by version, for everybody to read; and the policy that publication rests on."""

from datetime import date

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.metrics.actions.weights import record_policy, save_weights
from app.metrics.forms.scorecards import PolicyForm, WeightsForm
from app.metrics.labels import SCORE_PARTS
from app.metrics.policies import may_keep_scores
from app.metrics.queries.policy import policy_history, policy_in_force
from app.metrics.queries.weights import weight_versions, weights_on
from app.metrics.views.blueprint import blueprint


@blueprint.get("/weights")
@requires(signed_in)
def show_weights() -> Response:
    """The weights of today, every version, and for HR the form of the next one."""
    return _weights_page(WeightsForm(data=dict(weights_on(clock.today()))))


@blueprint.post("/weights")
@requires(may_keep_scores)
def create_weights() -> Response:
    """Save a version for months to come."""
    form = WeightsForm()
    form.offer(clock.today())
    if not form.validate_on_submit():
        return _weights_page(form, status=422)
    save_weights(
        weights={name: form[name].data for name in SCORE_PARTS},
        valid_from=date.fromisoformat(form.valid_from.data),
        reason=form.reason.data,
        by_id=current_user.id,
    )
    flash(_("Saved. They hold from the month you chose; months before it keep theirs."), "success")
    return see_other(url_for("metrics.show_weights"))


@blueprint.get("/scorecards/policy")
@requires(signed_in)
def show_policy() -> Response:
    """The rules by which scores are processed; everybody may read them."""
    return _policy_page(PolicyForm())


@blueprint.post("/scorecards/policy")
@requires(may_keep_scores)
def create_policy() -> Response:
    """Record the policy."""
    form = PolicyForm()
    if not form.validate_on_submit():
        return _policy_page(form, status=422)
    record_policy(
        title=form.title.data,
        document=form.document.data,
        channel=form.channel.data,
        adopted_on=form.adopted_on.data,
        by_id=current_user.id,
    )
    flash(_("Recorded. Scorecards can be drawn up now."), "success")
    return see_other(url_for("metrics.show_policy"))


@blueprint.post("/scorecards/policy/withdrawal")
@requires(may_keep_scores)
def create_policy_withdrawal() -> Response:
    """Withdraw the policy: nobody sees the score of another any more."""
    standing = policy_in_force()
    if standing is not None:
        record_policy(
            title=standing.title,
            document=standing.document,
            channel=standing.channel,
            adopted_on=clock.today(),
            allows=False,
            by_id=current_user.id,
        )
        flash(_("Withdrawn. From now on everybody sees only the own score."), "success")
    return see_other(url_for("metrics.show_policy"))


def _weights_page(form: WeightsForm, status: int = 200) -> Response:
    form.offer(clock.today())
    return page(
        "metrics/weights.html",
        status=status,
        form=form,
        labels=SCORE_PARTS,
        now=weights_on(clock.today()),
        versions=weight_versions(number=request.args.get("page", 1, type=int)),
        keeps=may_keep_scores(current_user),
        today=clock.today(),
    )


def _policy_page(form: PolicyForm, status: int = 200) -> Response:
    return page(
        "metrics/score_policy.html",
        status=status,
        form=form,
        policy=policy_in_force(),
        history=policy_history(),
        keeps=may_keep_scores(current_user),
    )
