"""One round of ballots: reading it, casting a ballot, standing aside, opening and closing."""

from flask import Response, abort, flash, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_login import current_user

from app.changes import policies, texts
from app.changes.actions import ballots as acts
from app.changes.actions import rounds
from app.changes.actions.refusals import (
    BallotRefused,
    MemberSpoke,
    NotOnRoll,
    OwnMatter,
    ResultOpen,
    RoundClosed,
    RoundNotFound,
    RoundRefused,
    SeatRecused,
    TextChanged,
)
from app.changes.forms.ballots import OWN_REASONS, BallotForm, ClosingForm, RecusalForm, RoundForm, StopForm
from app.changes.formulas.deciding import Choice
from app.changes.models.ballots import RecusalReason
from app.changes.queries.impact import impacts_of
from app.changes.queries.rounds import RoundPage, round_page, rule_in_force
from app.changes.queries.waiting import ballot_box_of, has_seat, next_waiting
from app.changes.views.blueprint import blueprint
from app.changes.views.change import readable_change
from app.foundation import audit
from app.foundation.errors import error_answer
from app.foundation.forms import Form
from app.foundation.pages import page, see_other
from app.foundation.preferences import local_address
from app.foundation.security import requires, signed_in


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    """Words of ballots for every page that draws one; a meeting does too."""
    state.app.jinja_env.filters.update(
        ballot_choice_look=texts.choice_look,
        ballot_result_look=texts.result_look,
        void_words=texts.void_words,
        recusal_choice=texts.recusal_choice,
        recusal_words=texts.recusal_words,
        rule_in_words=texts.rule_in_words,
    )
    state.app.jinja_env.globals.update(
        ballot_choices=lambda: tuple(Choice),
        recusal_reasons=lambda: OWN_REASONS,
        result_in_words=texts.result_in_words,
    )


@blueprint.errorhandler(RoundNotFound)
def _no_such_round(_error: RoundNotFound) -> Response:
    return error_answer(404)


@blueprint.get("/changes/rounds/<int:number>")
@requires(signed_in)
def show_round(number: int) -> Response:
    """What is decided on, the ballots one may cast, and, once it is over, who said what and what came of it."""
    return _round_answer(_readable(number))


@blueprint.post("/changes/rounds/<int:number>/ballots")
@requires(signed_in)
def create_ballot(number: int) -> Response:
    """Cast a ballot, or say something else while the round is open."""
    found, form = _seated(number), BallotForm()
    _note_foreign_voter(number)
    if not form.validate_on_submit():
        return _round_answer(found, form, status=422)
    try:
        acts.cast_ballot(
            round_id=number,
            member_id=form.seat.data or current_user.id,
            caster_id=current_user.id,
            choice=Choice(form.choice.data),
            comment=form.comment.data,
            seen_hash=form.seen.data,
        )
    except NotOnRoll:
        abort(404)
    except (BallotRefused, RoundClosed) as refused:
        return _round_answer(_readable(number), form, status=409, refusal=_why(refused))
    flash(_("Your ballot is cast."), "success")
    return see_other(_after(number))


def _note_foreign_voter(number: int) -> None:
    """Whoever votes is whoever signed in; a form that names somebody else is told on, and not followed."""
    named = request.form.get("voter_id", "")
    if named and named != str(current_user.id):
        claimed = {"voter": named[:40]}
        audit.record(act="ballot:foreign_voter", subject=("round", number), actor_id=current_user.id, after=claimed)


@blueprint.post("/changes/rounds/<int:number>/recusals")
@requires(signed_in)
def create_recusal(number: int) -> Response:
    """Take no part in a round, with the reason."""
    found, form = _seated(number), RecusalForm()
    if not form.validate_on_submit():
        return _round_answer(found, form, status=422)
    try:
        reason = RecusalReason(form.reason.data)
        acts.recuse(round_id=number, member_id=current_user.id, reason=reason, text=form.text.data)
    except NotOnRoll:
        abort(404)
    except RoundClosed as refused:
        return _round_answer(_readable(number), form, status=409, refusal=_why(refused))
    flash(_("You take no part in this round. It is decided by the others."), "success")
    return see_other(_after(number))


@blueprint.post("/changes/<int:number>/rounds")
@requires(signed_in)
def create_round(number: int) -> Response:
    """Put a change to the vote."""
    change, form = readable_change(number), RoundForm()
    if not policies.may_open_round(current_user, rule_in_force()):
        abort(403)
    if not form.validate_on_submit():
        flash(_("Enter working days from 1 to 60."), "danger")
        return see_other(url_for(".show_change", number=number))
    opening = rounds.open_retro_round if policies.looks_back(change) else rounds.open_round
    try:
        days = {"working_days": form.working_days.data} if form.working_days.data else {}
        opened = opening(change_id=number, actor=current_user, **days)
    except RoundRefused as refused:
        flash(_why_not_opened(refused), "warning")
        rule_first = refused.why == "no_rule" and policies.may_manage(current_user)
        return see_other(url_for(".show_board_rule") if rule_first else url_for(".show_change", number=number))
    flash(_("The round is open, and the members have been told."), "success")
    return see_other(url_for(".show_round", number=opened.id))


@blueprint.post("/changes/rounds/<int:number>/closing")
@requires(signed_in)
def create_round_closing(number: int) -> Response:
    """Close a round before its time, where nothing can change the result any more."""
    found, form = _readable(number), ClosingForm()
    if not policies.may_close_round(current_user, found.round.rule):
        abort(403)
    if not form.validate_on_submit():
        return _round_answer(found, form, status=422)
    try:
        rounds.close_round(round_id=number, actor=current_user, text=form.text.data)
    except (ResultOpen, RoundClosed) as refused:
        return _round_answer(_readable(number), form, status=409, refusal=_why(refused))
    return see_other(url_for(".show_round", number=number))


@blueprint.post("/changes/rounds/<int:number>/stop")
@requires(signed_in)
def create_round_stop(number: int) -> Response:
    """Call a round off; the change is on the agenda again."""
    found, form = _readable(number), StopForm()
    if not policies.may_open_round(current_user, found.round.rule):
        abort(403)
    if not form.validate_on_submit():
        return _round_answer(found, form, status=422)
    try:
        rounds.stop_round(round_id=number, actor=current_user, reason=form.reason.data)
    except RoundClosed as refused:
        return _round_answer(_readable(number), form, status=409, refusal=_why(refused))
    flash(_("The round is stopped. Nothing was decided."), "info")
    return see_other(url_for(".show_round", number=number))


def _readable(number: int) -> RoundPage:
    """A round on a change that the signed-in person may read; 404 otherwise."""
    found = round_page(number)
    if found is None or not policies.may_see(current_user, found.round.change):
        abort(404)
    return found


def _seated(number: int) -> RoundPage:
    """A round in which the signed-in person may act for a seat today; 404 otherwise."""
    found = _readable(number)
    if not has_seat(number, current_user.id):
        abort(404)
    return found


def _round_answer(found: RoundPage, form: Form | None = None, *, status: int = 200, refusal: str = "") -> Response:
    change, rule = found.round.change, found.round.rule
    box = ballot_box_of([change.id], current_user).get(change.id) if found.open else None
    return page(
        "changes/round.html",
        status=status,
        found=found,
        box=box,
        impact=impacts_of([change], current_user)[change.id],
        form=form,
        refusal=refusal,
        closing=_of(ClosingForm, form) if found.open and policies.may_close_round(current_user, rule) else None,
        stopping=_of(StopForm, form) if found.open and policies.may_open_round(current_user, rule) else None,
        following=next_waiting(current_user.id, after=found.round.id) if box and box.seats else None,
    )


def _of(kind: type[Form], form: Form | None) -> Form:
    return form if isinstance(form, kind) else kind(formdata=None)


def _after(number: int) -> str:
    """Back to where the form stood, if that is a page of ours; else to the round."""
    asked = request.form.get("next", "")
    return local_address(asked) if asked else url_for(".show_round", number=number)


def _why(refused: Exception) -> str:
    words: dict[type[Exception], str] = {
        RoundClosed: _("The round is closed; nothing can be said in it any more."),
        ResultOpen: _("Ballots that are still out could change the result, so the round stays open."),
        SeatRecused: _("The member of this seat takes no part in this round."),
        OwnMatter: _("You wrote or own this change, or wrote an idea behind it. Others decide on it."),
        TextChanged: _("The text has changed since you opened this page. Read it again, then cast your ballot."),
        MemberSpoke: _("The member has cast this ballot in person; it stays."),
    }
    return words[type(refused)]


def _why_not_opened(refused: RoundRefused) -> str:
    words: dict[str, str] = {
        "no_rule": _("Set the rule of the board first: quorum, threshold and chair."),
        "not_on_agenda": _("Only a change on the agenda is put to the vote."),
        "open_already": _("A round is open already."),
        "not_emergency": _("Only an emergency that has begun is looked back on."),
        "nobody_eligible": _(
            "No member of the board may decide on this change: all wrote it, own it, or wrote an idea behind it."
        ),
    }
    return words[refused.why]
