"""The desk of the board, its rule and its deputies, and two changes side by side."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.models import Person
from app.accounts.queries.people import people_picker
from app.changes import policies
from app.changes.actions.board import end_deputising, name_deputy, set_rule
from app.changes.actions.refusals import DeputyRefused
from app.changes.forms.ballots import NOBODY, DeputyForm, RuleForm
from app.changes.models.requests import ChangeRequest
from app.changes.queries.board import readable_by
from app.changes.queries.impact import changes_to_compare, impacts_of
from app.changes.queries.rounds import board_members, rule_in_force
from app.changes.queries.waiting import (
    Desk,
    ballot_box_of,
    deputises,
    deputisings_of,
    desk_counts,
    desk_page,
    next_waiting,
    rule_history,
)
from app.changes.views.blueprint import blueprint
from app.changes.views.change import readable_change
from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import id_in, requires, signed_in


@blueprint.get("/changes/board")
@requires(signed_in)
def show_board() -> Response:
    """What waits for one's ballot, the first to close first; and what was answered, is open, is over."""
    if not policies.sees_board(current_user) and not deputises(current_user.id):
        abort(403)
    desk, q = _asked_desk(), request.args.get("q", "")[:100]
    found = desk_page(current_user, desk, q=q, number=request.args.get("page", 1, type=int) or 1)
    boxes = ballot_box_of([row.line.round.change_id for row in found.rows], current_user)
    return page(
        "changes/board.html",
        fragments={"ballot-desk"},
        found=found,
        boxes=boxes,
        desk=desk,
        counts=desk_counts(current_user.id),
        q=q,
        is_member=policies.is_member(current_user),
        may_rule=policies.may_manage(current_user),
    )


def _asked_desk() -> Desk:
    asked = request.args.get("show", "")
    usual = Desk.waiting if policies.is_member(current_user) or not policies.sees_board(current_user) else Desk.open
    return Desk(asked) if asked in Desk.__members__ else usual


@blueprint.get("/changes/board/next")
@requires(signed_in)
def show_next_ballot() -> Response:
    """Straight to the round that waits for one's ballot and closes first; to the desk where nothing waits."""
    found = next_waiting(current_user.id, after=request.args.get("after", type=id_in))
    if found is None:
        return see_other(url_for(".show_board"))
    return see_other(url_for(".show_round", number=found.id))


@blueprint.get("/changes/board/rule")
@requires(policies.sees_board)
def show_board_rule() -> Response:
    """The rule of the board with its history, and for the PMO the form of the next version."""
    return _rule_answer(None)


@blueprint.post("/changes/board/rule")
@requires(policies.may_manage)
def create_board_rule() -> Response:
    """Set the rule for rounds that open from now on."""
    form = RuleForm()
    form.offer(board_members(clock.today()))
    if not form.validate_on_submit():
        return _rule_answer(form, status=422)
    set_rule(
        rule=form.rule,
        chair_id=form.chair.data or None,
        working_days=form.working_days.data,
        reason=form.reason.data,
        by_id=current_user.id,
    )
    flash(_("The rule holds for rounds that open from now on."), "success")
    return see_other(url_for(".show_board_rule"))


def _rule_answer(form: RuleForm | None, status: int = 200) -> Response:
    members, rule = board_members(clock.today()), rule_in_force()
    if form is None:
        form = RuleForm(formdata=None, data=_present_rule())
        form.offer(members)
    return page(
        "changes/board_rule.html",
        status=status,
        form=form if policies.may_manage(current_user) else None,
        rule=rule,
        members=members,
        history=rule_history(request.args.get("page", 1, type=int) or 1),
    )


def _present_rule() -> dict[str, object]:
    rule = rule_in_force()
    if rule is None:
        return {"quorum_num": 1, "quorum_den": 2, "threshold_num": 1, "threshold_den": 2, "working_days": 3}
    names = ("quorum_num", "quorum_den", "threshold_num", "threshold_den", "casting_vote", "working_days")
    return {**{name: getattr(rule, name) for name in names}, "chair": rule.chair_id or NOBODY}


@blueprint.get("/changes/board/deputies")
@requires(policies.is_member)
def show_deputies() -> Response:
    """Deputies that one has named, and for whom one deputises."""
    return _deputies_answer(DeputyForm(formdata=None, first_on=clock.today()))


@blueprint.post("/changes/deputies")
@requires(policies.is_member)
def create_deputy() -> Response:
    """Let somebody act in one's place on some days."""
    form = DeputyForm()
    form.offer(_candidates())
    if not form.validate_on_submit() or not _named(form):
        return _deputies_answer(form, status=422)
    flash(_("Named. It holds for rounds that open from now on."), "success")
    return see_other(url_for(".show_deputies"))


def _named(form: DeputyForm) -> bool:
    try:
        name_deputy(
            member_id=current_user.id,
            deputy_id=form.deputy.data,
            first_on=form.first_on.data,
            last_on=form.last_on.data,
        )
    except DeputyRefused as refused:
        add_error(form.last_on if refused.why in ("past", "overlap") else form.deputy, _why(refused))
        return False
    return True


@blueprint.post("/changes/deputies/<int:number>/end")
@requires(policies.is_member)
def delete_deputy(number: int) -> Response:
    """Take one's deputy back."""
    if not end_deputising(deputising_id=number, member_id=current_user.id):
        abort(404)
    flash(_("From now on you act yourself. Ballots that were cast for you stay."), "info")
    return see_other(url_for(".show_deputies"))


def _deputies_answer(form: DeputyForm, status: int = 200) -> Response:
    people = _candidates()
    form.offer(people)
    return page(
        "changes/deputies.html",
        fragments={"deputy-candidates"},
        status=status,
        form=form,
        people=people,
        q=request.values.get("q", "")[:100],
        deputisings=deputisings_of(current_user.id),
        today=clock.today(),
    )


def _candidates() -> list[Person]:
    """Whom one may name: found by the words asked for, else the other members."""
    q = request.values.get("q", "")[:100]
    found = people_picker(q) if q.strip() else board_members(clock.today())
    return [person for person in found if person.id != current_user.id]


def _why(refused: DeputyRefused) -> str:
    words: dict[str, str] = {
        "oneself": _("Nobody deputises for oneself."),
        "cannot_act": _("This person is away on these days, or has left."),
        "past": _("These days have passed."),
        "overlap": _("On some of these days you have named a deputy already. Take that back first."),
        "chain": _("This person has a deputy on these days, or you deputise for somebody yourself."),
    }
    return words[refused.why]


@blueprint.get("/changes/compare")
@requires(signed_in)
def show_comparison() -> Response:
    """The impact of two changes side by side; with one of them, what it may be compared with."""
    chosen = [readable_change(number) for number in _asked_numbers()]
    impacts = impacts_of(chosen, current_user)
    return page(
        "changes/compare.html",
        impacts=[impacts[change.id] for change in chosen],
        others=_others(chosen),
    )


def _asked_numbers() -> list[int]:
    """One or two numbers, each once; 404 without any."""
    asked = (request.args.get("a", type=id_in), request.args.get("b", type=id_in))
    numbers = list(dict.fromkeys(number for number in asked if number and 0 < number < 2**31))
    return numbers or abort(404)


def _others(chosen: list[ChangeRequest]) -> list[ChangeRequest]:
    return changes_to_compare(chosen[0].id, readable_by(current_user)) if len(chosen) == 1 else []
