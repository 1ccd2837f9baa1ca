"""Sign in, sign out."""

from dataclasses import dataclass

from flask import Response, current_app, request, session
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_user
from werkzeug.exceptions import ServiceUnavailable

from app.accounts.actions import (
    HashingBusy,
    SignInRefused,
    TooManyFailures,
    end_session,
    share_session,
    sign_in,
)
from app.accounts.forms.sign_in import SignInForm
from app.accounts.models import Person
from app.accounts.views import blueprint
from app.foundation import clock
from app.foundation.pages import page, see_other
from app.foundation.preferences import local_address
from app.foundation.security import public, requires, signed_in
from app.foundation.tablets import forget_what_was_seen, on_tablet


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo company, offered with one click."""

    email: str
    name: str
    what: str


@blueprint.get("/login")
@public("everyone begins here")
def show_sign_in() -> Response:
    """Ask for login and password; who is signed in goes where they wanted to go."""
    if current_user.is_authenticated:
        return see_other(local_address(request.args.get("next", "")))
    form = SignInForm(formdata=None, data={"next": request.args.get("next", "")})
    return _sign_in_page(form)


@blueprint.post("/login")
@public("everyone begins here")
def create_session() -> Response:
    """Begin a session, or say that the two do not belong together; never which of them was wrong."""
    form = SignInForm()
    if not form.validate():
        return _sign_in_page(form, status=422)
    try:
        person, token = sign_in(
            login=form.login.data,
            password=form.password.data,
            address=request.remote_addr or "",
            browser=request.user_agent.string,
        )
    except SignInRefused:
        return _sign_in_page(
            form, status=422, refusal=_("These do not belong together. Check the login and the password.")
        )
    except TooManyFailures as problem:
        return _ask_to_wait(form, problem.seconds)
    except HashingBusy as problem:
        raise ServiceUnavailable(retry_after=5) from problem
    enter(person, token)
    return see_other(local_address(form.next.data or ""))


@blueprint.post("/logout")
@requires(signed_in)
def delete_session() -> Response:
    """End this session; its cookie is worth nothing afterwards, wherever it was copied to."""
    return signed_out("/login?ended=idle" if request.form.get("idle") == "1" else "/login")


def signed_out(address: str) -> Response:
    """End this session, forget what it left behind, and go on to an address."""
    end_session(token=current_user.session_token)
    _forget_cookie()
    answer = see_other(address)
    forget_what_was_seen(answer)
    return answer


def enter(person: Person, token: str) -> None:
    """Give the browser a new cookie for a new session; nothing that was in the old one stays but the language."""
    _forget_cookie()
    person.session_token, person.session_seen_at = token, clock.now()
    if on_tablet():
        share_session(token=token)
        person.session_shared = True
    login_user(person)


def _forget_cookie() -> None:
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def _ask_to_wait(form: SignInForm, seconds: int) -> Response:
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many failed tries. Please wait %(num)s minute.",
        "Too many failed tries. Please wait %(num)s minutes.",
        minutes,
    )
    answer = _sign_in_page(form, status=429, refusal=text)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _sign_in_page(form: SignInForm, status: int = 200, refusal: str = "") -> Response:
    accounts = [DemoAccount(*row) for row in current_app.extensions.get("uptake.demo_accounts", ())]
    if on_tablet():
        idle = request.args.get("ended") == "idle"
        return page("accounts/sign_in_tablet.html", status=status, form=form, refusal=refusal, idle=idle)
    return page("accounts/sign_in.html", status=status, form=form, refusal=refusal, demo_accounts=accounts)
