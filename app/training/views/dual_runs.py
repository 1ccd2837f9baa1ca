"""The dual run of a wave: how long it lasts, and what old tool and new were compared by."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.actions import dual_running
from app.training.forms import DualRunCheckForm, SettlementForm
from app.training.forms.dual_runs import AGREES
from app.training.models import DualRunCheck, RolloutWave
from app.training.queries import dual_runs, waves
from app.training.queries.dual_runs import Outcome
from app.training.views.blueprint import blueprint


@blueprint.get("/training/waves/<int:wave_id>/dual-run")
@requires(policies.may_manage_rules)
def show_dual_run(wave_id: int) -> Response:
    """The days of the dual run, what was compared in it, and a form for the next comparison."""
    return _run_page(_wave(wave_id), DualRunCheckForm(formdata=None))


@blueprint.post("/training/waves/<int:wave_id>/dual-run/checks")
@requires(policies.may_manage_rules)
def create_dual_run_check(wave_id: int) -> Response:
    """Write down a comparison."""
    wave, form = _wave(wave_id), DualRunCheckForm()
    if form.validate_on_submit():
        try:
            dual_running.record_check(wave_id=wave_id, compared=_compared(form), by_id=current_user.id)
        except dual_running.AlreadyChecked:
            add_error(form.subject, _("This was compared on that day already; it stands in the list."))
        else:
            flash(_("Written down."), "success")
            return see_other(url_for("training.show_dual_run", wave_id=wave_id))
    return _run_page(wave, form, status=422)


@blueprint.get("/training/waves/<int:wave_id>/dual-run/checks/<int:check_id>")
@requires(policies.may_manage_rules)
def show_dual_run_check(wave_id: int, check_id: int) -> Response:
    """One comparison, and the form to settle it where the tools differ."""
    return _check_page(_wave(wave_id), _check(wave_id, check_id), SettlementForm(formdata=None))


@blueprint.post("/training/waves/<int:wave_id>/dual-run/checks/<int:check_id>")
@requires(policies.may_manage_rules)
def update_dual_run_check(wave_id: int, check_id: int) -> Response:
    """Settle a difference."""
    wave, check, form = _wave(wave_id), _check(wave_id, check_id), SettlementForm()
    if not form.validate_on_submit():
        return _check_page(wave, check, form, status=422)
    try:
        dual_running.settle_check(check_id=check.id, settlement=form.settlement.data, by_id=current_user.id)
    except dual_running.NothingToSettle:
        add_error(form.settlement, _("Nothing is open here: they agree, or somebody was faster."))
        return _check_page(wave, _check(wave_id, check_id), form, status=409)
    flash(_("The difference is settled."), "success")
    return see_other(url_for("training.show_dual_run", wave_id=wave_id))


@blueprint.post("/training/waves/<int:wave_id>/dual-run/checks/<int:check_id>/delete")
@requires(policies.may_manage_rules)
def delete_dual_run_check(wave_id: int, check_id: int) -> Response:
    """Take off a comparison that was written down by mistake."""
    dual_running.remove_check(check_id=_check(wave_id, check_id).id, by_id=current_user.id)
    flash(_("It is taken off the list; the audit trail keeps it."), "success")
    return see_other(url_for("training.show_dual_run", wave_id=wave_id))


def _wave(wave_id: int) -> RolloutWave:
    return waves.wave_by_id(wave_id) or abort(404)


def _check(wave_id: int, check_id: int) -> DualRunCheck:
    return dual_runs.check_by_id(wave_id, check_id) or abort(404)


def _compared(form: DualRunCheckForm) -> dual_running.Compared:
    return dual_running.Compared(
        checked_on=form.checked_on.data,
        subject=form.subject.data,
        old_result=form.old_result.data,
        new_result=form.new_result.data,
        agrees=form.outcome.data == AGREES,
    )


def _run_page(wave: RolloutWave, form: DualRunCheckForm, status: int = 200) -> Response:
    asked, words = request.args.get("outcome", ""), request.args.get("q", "").strip()[:100]
    outcome = Outcome(asked) if asked in set(Outcome) else None
    number = request.args.get("page", 1, int)
    return page(
        "training/dual_run.html",
        fragments={"check-list"},
        status=status,
        wave=wave,
        dual_run=dual_runs.dual_run_of(wave, clock.today()),
        form=form,
        outcome=outcome,
        outcomes=Outcome,
        compared=dual_runs.outcome_counts(wave.id),
        words=words,
        found=dual_runs.checks_of(wave.id, outcome, words=words, number=number),
    )


def _check_page(wave: RolloutWave, check: DualRunCheck, form: SettlementForm, status: int = 200) -> Response:
    return page("training/dual_run_check.html", status=status, wave=wave, check=check, form=form)
