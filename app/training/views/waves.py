"""Waves of the roll-out: who goes live when, and how ready they are."""

from __future__ import annotations

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.queries import departments_tree, project_groups
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires
from app.training import policies
from app.training.actions import rolling_out
from app.training.forms import WaveForm
from app.training.models import RolloutWave, WaveKind
from app.training.queries import dual_runs, waves
from app.training.queries.criteria import company_map
from app.training.queries.dual_runs import Outcome
from app.training.queries.waves import Ready
from app.training.texts import WAVE_KINDS
from app.training.views.blueprint import blueprint


@blueprint.get("/training/waves")
@requires(policies.may_manage_rules)
def show_waves() -> Response:
    """All waves with the readiness of their people."""
    words = request.args.get("q", "").strip()[:100]
    return page(
        "training/waves.html",
        fragments={"wave-list"},
        found=waves.readiness(words=words, number=request.args.get("page", 1, int)),
        words=words,
        kinds=WAVE_KINDS,
        states=Ready,
    )


@blueprint.get("/training/waves/new")
@requires(policies.may_manage_rules)
def show_new_wave() -> Response:
    """Ask about a new wave."""
    return _form_page(_offered(WaveForm(formdata=None)), None)


@blueprint.post("/training/waves")
@requires(policies.may_manage_rules)
def create_wave() -> Response:
    """Make a wave."""
    form = _offered(WaveForm())
    if form.validate_on_submit():
        try:
            wave = rolling_out.add_wave(data=_data(form), by_id=current_user.id)
        except rolling_out.NameTaken:
            add_error(form.name, _("Another wave has this name."))
        else:
            flash(_("The wave is there. A rule can mean its people now."), "success")
            return see_other(url_for("training.show_wave", wave_id=wave.id))
    return _form_page(form, None, status=422)


@blueprint.get("/training/waves/<int:wave_id>")
@requires(policies.may_manage_rules)
def show_wave(wave_id: int) -> Response:
    """The people of a wave, by how far they are."""
    wave, company = _wave(wave_id), company_map()
    asked = request.args.get("state", "")
    state = Ready(asked) if asked in set(Ready) else None
    words = request.args.get("q", "").strip()[:100]
    return page(
        "training/wave.html",
        fragments={"wave-people"},
        wave=wave,
        kinds=WAVE_KINDS,
        ready=waves.readiness_of(wave, company),
        dual_run=dual_runs.dual_run_of(wave, clock.today()),
        compared=dual_runs.outcome_counts(wave.id),
        outcomes=Outcome,
        state=state,
        states=Ready,
        words=words,
        people=waves.wave_people(wave, company, state, words=words, number=request.args.get("page", 1, int)),
    )


@blueprint.get("/training/waves/<int:wave_id>/edit")
@requires(policies.may_manage_rules)
def show_wave_form(wave_id: int) -> Response:
    """Ask what is to be changed about a wave."""
    wave = _wave(wave_id)
    held = {
        "name": wave.name,
        "name_en": wave.name_en,
        "kind": wave.kind,
        "go_live_on": wave.go_live_on,
        "dual_run_from": wave.dual_run_from,
        "dual_run_to": wave.dual_run_to,
        "dual_run_reason": wave.dual_run_reason,
        "department_ids": [one.department_id for one in wave.units if one.department_id],
        "group_ids": [one.project_group_id for one in wave.units if one.project_group_id],
    }
    return _form_page(_offered(WaveForm(formdata=None, data=held), wave), wave)


@blueprint.post("/training/waves/<int:wave_id>")
@requires(policies.may_manage_rules)
def update_wave(wave_id: int) -> Response:
    """Change a wave; due dates that count from its day move with it."""
    wave = _wave(wave_id)
    form = _offered(WaveForm(), wave)
    if form.validate_on_submit():
        try:
            made = rolling_out.change_wave(wave_id=wave_id, data=_data(form), by_id=current_user.id)
        except rolling_out.NameTaken:
            add_error(form.name, _("Another wave has this name."))
        else:
            _tell_changed(made)
            return see_other(url_for("training.show_wave", wave_id=wave_id))
    return _form_page(form, _wave(wave_id), status=422)


@blueprint.post("/training/waves/<int:wave_id>/delete")
@requires(policies.may_manage_rules)
def delete_wave(wave_id: int) -> Response:
    """Remove a wave that no rule means."""
    wave = _wave(wave_id)
    try:
        rolling_out.remove_wave(wave_id=wave.id, by_id=current_user.id)
    except rolling_out.WaveInUse:
        flash(_("Rules mean the people of this wave. Change or end them first."), "warning")
        return see_other(url_for("training.show_wave", wave_id=wave_id))
    flash(_("The wave is removed."), "success")
    return see_other(url_for("training.show_waves"))


def _tell_changed(made: int) -> None:
    flash(_("Saved. What rules count from the day of go-live has moved with it."), "success")
    if made:
        flash(ngettext("%(num)s person was assigned a path.", "%(num)s people were assigned a path.", made), "success")


def _wave(wave_id: int) -> RolloutWave:
    return waves.wave_by_id(wave_id) or abort(404)


def _data(form: WaveForm) -> rolling_out.WaveData:
    first, last = form.dual_run_from.data, form.dual_run_to.data
    return rolling_out.WaveData(
        name=form.name.data,
        name_en=form.name_en.data or "",
        kind=form.kind.data,
        go_live_on=form.go_live_on.data,
        dual_run=(first, last) if first and last else None,
        dual_run_reason=form.dual_run_reason.data or "",
        department_ids=form.department_ids.data or (),
        group_ids=form.group_ids.data or (),
    )


def _offered(form: WaveForm, wave: RolloutWave | None = None) -> WaveForm:
    own = [one.project_group for one in wave.units if one.project_group] if wave else []
    groups = {group.id: group for group in [*own, *project_groups()]}
    form.offer(departments_tree(), sorted(groups.values(), key=lambda group: group.code), language())
    return form


def _form_page(form: WaveForm, wave: RolloutWave | None, status: int = 200) -> Response:
    return page("training/wave_form.html", status=status, form=form, wave=wave, all_kind=WaveKind.all.value)
