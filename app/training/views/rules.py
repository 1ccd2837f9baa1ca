"""Rules: who is asked to take which path, and whom a rule would touch before it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.accounts.queries import departments_tree, project_groups, role_name
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import LARGEST_ID, id_in, requires
from app.training import policies
from app.training.actions import ruling
from app.training.forms import RuleForm
from app.training.models import PathRule
from app.training.queries import records, rules, waves
from app.training.queries.criteria import criteria_of, terms_of
from app.training.queries.rules import Touch
from app.training.texts import criteria_words, due_words, reason_words
from app.training.views.blueprint import blueprint

blueprint.add_app_template_filter(reason_words)


@blueprint.get("/training/rules")
@requires(policies.may_manage_rules)
def show_rules() -> Response:
    """All rules; searched by path, department, project group or wave."""
    words = request.args.get("q", "").strip()[:100]
    found = rules.rule_rows(words=words, number=request.args.get("page", 1, int))
    return page(
        "training/rules.html",
        fragments={"rule-list"},
        found=found,
        words=words,
        whom=_whom,
        due=_due,
    )


@blueprint.get("/training/rules/new")
@requires(policies.may_manage_rules)
def show_new_rule() -> Response:
    """Ask whom a new rule means."""
    held = request.args if request.args.get("path_id") else None
    return _form_page(_offered(RuleForm(held, meta={"csrf": False})), None)


@blueprint.get("/training/rules/<int:rule_id>/edit")
@requires(policies.may_manage_rules)
def show_rule_form(rule_id: int) -> Response:
    """Ask what is to be changed about a rule."""
    rule = _rule(rule_id)
    held = request.args if request.args.get("path_id") else None
    return _form_page(_offered(RuleForm(held, data=_values(rule), meta={"csrf": False}), rule), rule)


@blueprint.get("/training/rules/<int:rule_id>")
@requires(policies.may_manage_rules)
def show_rule_again(rule_id: int) -> Response:
    """Where a reader lands who changes the language on a form to correct."""
    return see_other(url_for("training.show_rule_form", rule_id=_rule(rule_id).id))


@blueprint.get("/training/rules/preview")
@requires(policies.may_manage_rules)
def show_rule_preview() -> Response:
    """Whom a rule would touch, and how; nothing is written."""
    number = request.args.get("rule", 0, id_in)
    rule = _rule(number) if 0 < number <= LARGEST_ID else None
    if not request.args.get("path_id"):
        return see_other(url_for("training.show_new_rule"))
    form = _offered(RuleForm(request.args, meta={"csrf": False}), rule)
    if not form.validate():
        return _form_page(form, rule, status=422)
    return _preview_page(form, rule)


@blueprint.post("/training/rules")
@requires(policies.may_manage_rules)
def create_rule() -> Response:
    """Set a rule: a new one, or other terms for one that is there."""
    form = _offered(RuleForm())
    if not form.validate_on_submit():
        return _form_page(form, None, status=422)
    _tell_made(ruling.set_rule(criteria=form.criteria(), terms=form.terms(), by_id=current_user.id))
    return see_other(url_for("training.show_rules"))


@blueprint.post("/training/rules/<int:rule_id>")
@requires(policies.may_manage_rules)
def update_rule(rule_id: int) -> Response:
    """Give a rule other criteria or terms."""
    rule = _rule(rule_id)
    form = _offered(RuleForm(), rule)
    if not form.validate_on_submit():
        return _form_page(form, rule, status=422)
    try:
        made = ruling.change_rule(rule_id=rule_id, criteria=form.criteria(), terms=form.terms(), by_id=current_user.id)
    except ruling.RuleExists:
        add_error(form.path_id, _("Another rule asks the same people to take this path. Change that one."))
        return _form_page(form, rule, status=422)
    _tell_made(made)
    return see_other(url_for("training.show_rules"))


@blueprint.post("/training/rules/<int:rule_id>/delete")
@requires(policies.may_manage_rules)
def delete_rule(rule_id: int) -> Response:
    """End a rule, and release whom no other rule asks."""
    if not ruling.remove_rule(rule_id=rule_id, by_id=current_user.id):
        abort(404)
    flash(_("The rule has ended."), "success")
    return see_other(url_for("training.show_rules"))


def _tell_made(count: int) -> None:
    flash(
        ngettext(
            "The rule holds. %(num)s person was assigned the path.",
            "The rule holds. %(num)s people were assigned the path.",
            count,
        ),
        "success",
    )


def _rule(rule_id: int) -> PathRule:
    return rules.rule_by_id(rule_id) or abort(404)


def _values(rule: PathRule) -> dict[str, Any]:
    told = {name: getattr(criteria_of(rule), name) for name in criteria_of(rule).__slots__}
    return {**told, **{name: getattr(terms_of(rule), name) for name in terms_of(rule).__slots__}}


def _offered(form: RuleForm, rule: PathRule | None = None) -> RuleForm:
    paths = [rule.path] if rule else records.offered_paths()
    form.offer(paths, departments_tree(), project_groups(), waves.all_waves(), language())
    return form


def _form_page(form: RuleForm, rule: PathRule | None, status: int = 200) -> Response:
    return page("training/rule_form.html", status=status, form=form, rule=rule)


def _preview_page(form: RuleForm, rule: PathRule | None) -> Response:
    criteria, number = form.criteria(), rule.id if rule else None
    touch = request.args.get("touch", "")
    chosen = Touch(touch) if touch in set(Touch) else Touch.new
    words = request.args.get("q", "").strip()[:100]
    found = rules.preview(criteria, number, touch=chosen, words=words, number=request.args.get("page", 1, int))
    asked = {name: value for name, value in request.args.items() if name not in ("page", "touch", "q") and value}
    return page(
        "training/rule_preview.html",
        fragments={"preview-people"},
        form=RuleForm(request.args),
        rule=rule,
        asked=asked,
        counts=found.counts,
        touch=chosen,
        words=words,
        people=found.people,
        title=_chosen(form.path_id),
        whom=_whom_of(form),
        due=due_words(form.terms().due_kind, form.terms().due_days, form.terms().due_on),
    )


def _chosen(field: Any) -> str:
    """The words of what was chosen in a list; nothing where it was left open."""
    if field.data is None:
        return ""
    return next((str(label).strip("\u3000") for value, label, on, *_rest in field.iter_choices() if on), "")


def _whom_of(form: RuleForm) -> Sequence[str]:
    return criteria_words(
        tier=form.tier.data,
        role=_chosen(form.role),
        department=_chosen(form.department_id),
        group=_chosen(form.project_group_id),
        hired=(form.hired_from.data, form.hired_to.data),
        wave=_chosen(form.wave_id),
    )


def _whom(rule: PathRule) -> Sequence[str]:
    said = language()
    return criteria_words(
        tier=rule.tier,
        role=role_name(rule.role) if rule.role else "",
        department=rule.department.title(said) if rule.department else "",
        group=rule.project_group.title(said) if rule.project_group else "",
        hired=(rule.hired_from, rule.hired_to),
        wave=rule.wave.title(said) if rule.wave else "",
    )


def _due(rule: PathRule) -> str:
    return due_words(rule.due_kind, rule.due_days, rule.due_on)
