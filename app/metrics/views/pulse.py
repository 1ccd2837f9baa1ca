"""Rounds of the pulse for those who run and read them."""

from fractions import Fraction

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.metrics.actions import pulse as actions
from app.metrics.forms.pulse import RoundForm
from app.metrics.formulas.numbers import rounded
from app.metrics.labels import PULSE_ITEMS
from app.metrics.models import PulseRound
from app.metrics.policies import may_read_pulse_words, may_run_pulse, may_see_figures, sees_whole_company
from app.metrics.queries import pulse
from app.metrics.queries.pulse_results import pulse_results, pulse_words
from app.metrics.queries.scope import own_branch
from app.metrics.views.blueprint import blueprint


@blueprint.get("/pulse")
@requires(may_see_figures)
def show_pulses() -> Response:
    """All rounds."""
    q = request.args.get("q", "")[:100]
    return page(
        "metrics/pulses.html",
        fragments={"pulse-list"},
        found=pulse.rounds(q=q, number=request.args.get("page", 1, int)),
        q=q,
        is_over=pulse.is_over,
        may_run=may_run_pulse(current_user),
        running=pulse.open_round(),
    )


@blueprint.get("/pulse/new")
@requires(may_run_pulse)
def show_new_pulse() -> Response:
    """Ask everyone."""
    finished = pulse.finished_rounds()
    form = RoundForm(
        formdata=None, data={**RoundForm.suggested(), "baseline": str(finished[-1].id) if finished else ""}
    )
    return _round_page(form, finished)


@blueprint.post("/pulse/new")
@requires(may_run_pulse)
def create_pulse() -> Response:
    """Open a round."""
    form, finished = RoundForm(), pulse.finished_rounds()
    form.offer(finished)
    if form.validate():
        try:
            row = actions.open_pulse(
                question_zh=form.question_zh.data,
                question_en=form.question_en.data,
                closes_on=form.closes_on.data,
                baseline_id=int(form.baseline.data) if form.baseline.data else None,
                by=current_user.id,
            )
        except actions.RoundOpen:
            add_error(form.closes_on, _("Another round is still open; close it first."))
        except actions.MonthTaken:
            add_error(form.closes_on, _("This month has its figures already. Choose a day in another month."))
        else:
            flash(_("The round is open: %(count)s people are asked.", count=row.asked), "success")
            return see_other(url_for("metrics.show_pulse", round_id=row.id))
    return _round_page(form, finished, status=422)


@blueprint.get("/pulse/<int:round_id>")
@requires(may_see_figures)
def show_pulse(round_id: int) -> Response:
    """How a round went; while it is open only how many have answered."""
    row = pulse.round_by_id(round_id) or abort(404)
    over = pulse.is_over(row)
    if not over:
        return _open_page(row)
    q = request.args.get("q", "")[:100]
    reads = may_read_pulse_words(current_user)
    only = None if sees_whole_company(current_user) else own_branch(current_user)
    return page(
        "metrics/pulse.html",
        fragments={"pulse-words"} if reads else set(),
        row=row,
        results=pulse_results(row, only),
        base=pulse.round_by_id(row.baseline_id) if row.baseline_id else None,
        items=PULSE_ITEMS,
        tenths=rounded,
        points=_points,
        words=pulse_words(row, q=q, number=request.args.get("page", 1, int)) if reads else None,
        q=q,
    )


@blueprint.post("/pulse/<int:round_id>")
@requires(may_run_pulse)
def close_pulse(round_id: int) -> Response:
    """Close a round before its day."""
    try:
        actions.close_pulse(round_id=round_id, by=current_user.id)
    except LookupError:
        abort(404)
    except actions.RoundOver:
        return see_other(url_for("metrics.show_pulse", round_id=round_id))
    except actions.MonthTaken:
        flash(_("Another round counts for the present month; this one closes on its day."), "warning")
        return see_other(url_for("metrics.show_pulse", round_id=round_id))
    flash(_("The round is closed."), "success")
    return see_other(url_for("metrics.show_pulse", round_id=round_id))


def _points(change: Fraction) -> str:
    """A change with its sign."""
    said = rounded(change) or ""
    return said if said.startswith("-") else f"+{said}"


def _open_page(row: PulseRound) -> Response:
    answered, runs = pulse.answered_count(row.month), may_run_pulse(current_user)
    return page("metrics/pulse_open.html", row=row, answered=answered, may_run=runs)


def _round_page(form: RoundForm, finished: list[PulseRound], status: int = 200) -> Response:
    form.offer(finished)
    return page("metrics/pulse_new.html", status=status, form=form)
