"""The register of benefits."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires
from app.metrics.actions import benefits as actions
from app.metrics.forms.benefits import BenefitForm, ConfirmationForm, RegisterForm, WithdrawalForm
from app.metrics.formulas.benefits import MOST_UNCONFIRMED
from app.metrics.formulas.numbers import rounded
from app.metrics.labels import EVIDENCE
from app.metrics.policies import may_confirm, may_confirm_benefits, may_record_benefits, may_see_figures
from app.metrics.queries import benefits
from app.metrics.queries.benefits import idea_named
from app.metrics.views.blueprint import blueprint


@blueprint.get("/benefits")
@requires(may_see_figures)
def show_benefits() -> Response:
    """The lines that stand, and what they come to."""
    form, q = RegisterForm(request.args), request.args.get("q", "")[:100]
    evidence = form.evidence.data if form.evidence.data in EVIDENCE else ""
    idea_id = request.args.get("idea", type=id_in)
    idea = idea_named(idea_id, current_user) or abort(404) if idea_id is not None else None
    return page(
        "metrics/benefits.html",
        fragments={"benefit-list"},
        form=form,
        found=benefits.register(q=q, evidence=evidence, idea_id=idea_id, number=request.args.get("page", 1, int)),
        idea=idea,
        idea_id=idea_id,
        levels=benefits.levels(),
        money=benefits.money(),
        names=EVIDENCE,
        evidence=evidence,
        q=q,
        may_record=may_record_benefits(current_user),
        rounded=rounded,
    )


@blueprint.get("/benefits/new")
@requires(may_record_benefits)
def show_new_benefit() -> Response:
    """Record a benefit or a loss."""
    return page("metrics/benefit_form.html", form=BenefitForm(formdata=None, data=BenefitForm.suggested()), line=None)


@blueprint.post("/benefits/new")
@requires(may_record_benefits)
def create_benefit() -> Response:
    """Record it."""
    form = BenefitForm()
    if not form.is_whole():
        return page("metrics/benefit_form.html", status=422, form=form, line=None)
    line = actions.record_benefit(data=form.as_data(), token=str(form.token.data), by=current_user.id)
    flash(_("The line is recorded. Somebody else can confirm it."), "success")
    return see_other(url_for("metrics.show_benefit", line_id=line.id))


@blueprint.get("/benefits/<int:line_id>")
@requires(may_see_figures)
def show_benefit(line_id: int) -> Response:
    """A line with its history."""
    return _line_page(line_id)


@blueprint.post("/benefits/<int:line_id>/confirmation")
@requires(may_confirm_benefits)
def create_benefit_confirmation(line_id: int) -> Response:
    """Confirm the line of somebody else, or not."""
    line, form = _line(line_id), ConfirmationForm()
    if not may_confirm(current_user, line.benefit.recorded_by_id):
        abort(403)
    if not form.validate():
        return _line_page(line_id, confirmation=form, status=422)
    try:
        actions.confirm_benefit(
            line_id=line_id, confirmed=form.confirmed.data == "yes", note=form.note.data or "", by=current_user.id
        )
    except actions.LineSettled:
        abort(409)
    flash(_("Your answer is recorded."), "success")
    return see_other(url_for("metrics.show_benefit", line_id=line_id))


@blueprint.get("/benefits/<int:line_id>/correction")
@requires(may_record_benefits)
def show_benefit_correction(line_id: int) -> Response:
    """Record a line in the place of another."""
    line = _standing(line_id)
    form = BenefitForm(formdata=None, data=BenefitForm.suggested(line.benefit), correcting=True)
    return page("metrics/benefit_form.html", form=form, line=line)


@blueprint.post("/benefits/<int:line_id>/correction")
@requires(may_record_benefits)
def create_benefit_correction(line_id: int) -> Response:
    """Record it."""
    form = BenefitForm(correcting=True)
    line = _line(line_id)
    if not form.is_whole():
        return page("metrics/benefit_form.html", status=422, form=form, line=line)
    try:
        new = actions.correct_benefit(
            line_id=line_id,
            data=form.as_data(),
            reason=form.reason.data,
            token=str(form.token.data),
            by=current_user.id,
        )
    except actions.LineSettled:
        abort(409)
    flash(_("The corrected line is recorded. The old one stays to be read."), "success")
    return see_other(url_for("metrics.show_benefit", line_id=new.id))


@blueprint.post("/benefits/<int:line_id>/withdrawal")
@requires(may_record_benefits)
def create_benefit_withdrawal(line_id: int) -> Response:
    """Take a line back."""
    form = WithdrawalForm()
    _line(line_id)
    if not form.validate():
        return _line_page(line_id, withdrawal=form, status=422)
    try:
        new = actions.withdraw_benefit(line_id=line_id, reason=form.withdrawal.data, by=current_user.id)
    except actions.LineSettled:
        abort(409)
    flash(_("The line is taken back. It stays to be read."), "success")
    return see_other(url_for("metrics.show_benefit", line_id=new.id))


def _line(line_id: int) -> benefits.Line:
    return benefits.line_by_id(line_id) or abort(404)


def _standing(line_id: int) -> benefits.Line:
    line = _line(line_id)
    if line.state in ("corrected", "withdrawn"):
        abort(409)
    return line


def _line_page(
    line_id: int,
    *,
    confirmation: ConfirmationForm | None = None,
    withdrawal: WithdrawalForm | None = None,
    status: int = 200,
) -> Response:
    line = _line(line_id)
    row, stands = line.benefit, line.state not in ("corrected", "withdrawn")
    answers = stands and line.confirmation is None and may_confirm(current_user, row.recorded_by_id)
    return page(
        "metrics/benefit.html",
        status=status,
        line=line,
        history=benefits.history_of(line_id),
        idea=idea_named(row.idea_id, current_user) if row.idea_id else None,
        release=benefits.release_by_id(row.release_id) if row.release_id else None,
        confirmation=(confirmation or ConfirmationForm(formdata=None)) if answers else None,
        withdrawal=(withdrawal or WithdrawalForm(formdata=None))
        if stands and may_record_benefits(current_user)
        else None,
        names=EVIDENCE,
        limit=MOST_UNCONFIRMED,
        rounded=rounded,
    )
