"""The code of a sharing session on the wall, and checking in with it."""

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.ambassadors.actions import sharing as actions
from app.ambassadors.forms.practice import SessionCodeForm
from app.ambassadors.models import SharingSession
from app.ambassadors.policies import practice as rules
from app.ambassadors.queries import sharing as queries
from app.ambassadors.views.blueprint import blueprint
from app.foundation.forms import add_error
from app.foundation.minute_codes import seconds_left
from app.foundation.pages import asks_for_fragment, page, see_other
from app.foundation.qr import full_address, qr_code
from app.foundation.security import load_person_again, requires, signed_in

ONE = "/ambassadors/sessions/<int:session_id>"


@blueprint.get(f"{ONE}/code")
@requires(signed_in)
def show_session_code(session_id: int) -> Response:
    """The code of this minute, large enough for a wall; it asks for the next one by itself."""
    session = _session(session_id)
    if not rules.may_run_session(current_user, session):
        abort(404)
    g.unattended = asks_for_fragment()
    code = queries.code_of(session)
    here = url_for(".show_session_check_in", session_id=session.id)
    return page(
        "ambassadors/session_code.html",
        fragments={"wall-code"},
        session=session,
        state=queries.state_of(session),
        code=code,
        seconds=seconds_left(),
        present=queries.present_count(session.id),
        qr=qr_code(full_address(url_for(".show_session_check_in", session_id=session.id, code=code))),
        shown=full_address(here).partition("://")[2],
    )


@blueprint.get(f"{ONE}/check-in")
@requires(signed_in)
def show_session_check_in(session_id: int) -> Response:
    """Say that one is there; the code comes with the square that was scanned."""
    form = SessionCodeForm(formdata=None, data={"code": request.args.get("code", "")[:6]})
    return _check_in_page(_session(session_id), form)


@blueprint.post(f"{ONE}/check-in")
@requires(signed_in)
def create_session_check_in(session_id: int) -> Response:
    """Note that one is there, once."""
    session, form = _session(session_id), SessionCodeForm()
    if not form.validate_on_submit():
        return _check_in_page(session, form, status=422)
    try:
        actions.check_in(session=session, person_id=current_user.id, code=form.code.data)
    except actions.NotOn:
        return _check_in_page(session, form, status=409)
    except actions.WrongCode:
        return _wrong_code(session_id, form)
    except actions.TooManyGuesses as problem:
        return _ask_to_wait(session, form, problem.seconds)
    flash(_("You are checked in. Enjoy the session."), "success")
    return see_other(url_for(".show_session", session_id=session_id))


def _session(session_id: int) -> SharingSession:
    return queries.session_by_id(session_id) or abort(404)


def _check_in_page(session: SharingSession, form: SessionCodeForm, status: int = 200) -> Response:
    return page(
        "ambassadors/session_check_in.html",
        status=status,
        session=session,
        state=queries.state_of(session),
        there=bool(queries.present_among(session.id, [current_user.id])),
        form=form,
    )


def _wrong_code(session_id: int, form: SessionCodeForm) -> Response:
    load_person_again()
    told = _("This code is not on the wall (any more). It changes every minute: type the one you see now.")
    add_error(form.code, told)
    return _check_in_page(_session(session_id), form, status=422)


def _ask_to_wait(session: SharingSession, form: SessionCodeForm, seconds: int) -> Response:
    told = ngettext(
        "Too many wrong codes. Please wait %(num)s minute.",
        "Too many wrong codes. Please wait %(num)s minutes.",
        -(-seconds // 60),
    )
    add_error(form.code, told)
    answer = _check_in_page(session, form, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
