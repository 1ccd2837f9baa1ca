"""The pulse for everyone: one minute, without a name.

Who answers keeps a code. On an own device a signed cookie holds it, so that nobody needs to write it down; on a shared
one it is only told.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from app.foundation import clock
from app.foundation.forms import add_error
from app.foundation.i18n import language
from app.foundation.pages import page, see_other
from app.foundation.security import requires, signed_in
from app.foundation.tablets import on_tablet
from app.metrics.actions import pulse as actions
from app.metrics.forms.pulse import AnswerForm
from app.metrics.formulas.pulse import BARRIERS
from app.metrics.models import PulseRound
from app.metrics.queries import pulse
from app.metrics.views.blueprint import blueprint

COOKIE = "pulse"
WHERE = "/metrics/pulse"


@dataclass(frozen=True, slots=True)
class Standing:
    """A reader before an open round: asked, answered already, and the code that this device holds."""

    row: PulseRound
    asked: bool
    answered: bool
    code: str


@blueprint.get("/pulse/answer")
@requires(signed_in)
def show_pulse_answer() -> Response:
    """The questions of the open round."""
    stands = _standing()
    if stands is None:
        return page("metrics/pulse_answer.html", stands=None, form=None)
    form = AnswerForm(formdata=None, question=stands.row.question(language()))
    code = stands.code or actions.new_code()
    given = pulse.answer_with(code) if stands.answered and stands.code else None
    if given is not None:
        form.show(given, pulse.words_with(code))
    form.ticket.data = _ticket(stands.row.id, code)
    return page("metrics/pulse_answer.html", stands=stands, form=form, given=given is not None, code=_spaced(code))


@blueprint.post("/pulse/answer")
@requires(signed_in)
def create_pulse_answer() -> Response:
    """Answer, or change the answer given with the same code."""
    stands = _standing()
    if stands is None or not stands.asked:
        return see_other(url_for("metrics.show_pulse_answer"))
    form = AnswerForm(question=stands.row.question(language()))
    code = (_typed(form) if stands.answered else "") or _code_in(form.ticket.data or "", stands.row.id)
    if not code:
        form.ticket.data, code = _ticket(stands.row.id, actions.new_code()), ""
    if form.validate() and code:
        try:
            actions.answer_pulse(round_id=stands.row.id, person_id=current_user.id, code=code, said=_said(form))
        except (actions.RoundOver, actions.NotAsked):
            return see_other(url_for("metrics.show_pulse_answer"))
        except actions.OtherCode:
            add_error(form.code, _("You have answered, and not with this code. Type the code you were told then."))
        else:
            return _thanks(stands.row, code)
    return page("metrics/pulse_answer.html", status=422, stands=stands, form=form, given=False, code="")


def _standing() -> Standing | None:
    row = pulse.open_round()
    if row is None:
        return None
    asked = pulse.is_asked(row.id, current_user.id)
    answered = asked and pulse.has_answered(row.id, current_user.id)
    held = "" if on_tablet() else _code_in(request.cookies.get(COOKIE, ""), row.id)
    return Standing(row, asked, answered, held)


def _said(form: AnswerForm) -> actions.Said:
    return actions.Said(form.grade("answer"), {name: form.grade(name) for name in BARRIERS}, form.text.data or "")


def _thanks(row: PulseRound, code: str) -> Response:
    answer = see_other(url_for("metrics.show_pulse_answer"))
    if on_tablet():
        told = _(
            "Thank you. This device keeps nothing. With the code %(code)s you can change your answer.",
            code=_spaced(code),
        )
        flash(told, "success")
        return answer
    flash(_("Thank you. Your answer is kept, without your name."), "success")
    left = clock.end_of(row.closes_on) - clock.now()
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(
        COOKIE,
        _ticket(row.id, code),
        max_age=max(left, timedelta()),
        path=WHERE,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
    return answer


def _typed(form: AnswerForm) -> str:
    return "".join(sign for sign in (form.code.data or "").upper() if sign.isalnum())


def _spaced(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _ticket(round_id: int, code: str) -> str:
    """A code, signed for this person and round: nobody else's device or hand can use it."""
    return str(_signer().dumps([round_id, current_user.id, code]))


def _code_in(ticket: str, round_id: int) -> str:
    try:
        told = _signer().loads(ticket)
    except BadSignature:
        return ""
    return str(told[2]) if told[:2] == [round_id, current_user.id] else ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="pulse code")
