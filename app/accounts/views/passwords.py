"""Passwords: change, reset, and the first one by invitation."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from app.accounts.actions import (
    HashingBusy,
    LinkUnusable,
    TooManyFailures,
    WeakPassword,
    WrongPassword,
    ask_for_reset,
    change_password,
    set_password_by_link,
)
from app.accounts.forms.passwords import NewPasswordForm, PasswordChangeForm, ResetRequestForm
from app.accounts.models import LinkPurpose
from app.accounts.queries import usable_link
from app.accounts.views import blueprint
from app.accounts.views.sign_in import enter
from app.foundation.forms import add_error
from app.foundation.pages import page, see_other
from app.foundation.security import load_person_again, public, requires, signed_in


@blueprint.get("/password-resets")
@public("who forgot the password cannot sign in")
def show_reset_request() -> Response:
    """Ask whose password is to be set anew."""
    return page("accounts/reset_request.html", form=ResetRequestForm(formdata=None), sent=False)


@blueprint.post("/password-resets")
@public("who forgot the password cannot sign in")
def create_reset() -> Response:
    """Send a link, if there is somebody to send it to; the answer is the same for every login."""
    form = ResetRequestForm()
    if not form.validate():
        return page("accounts/reset_request.html", form=form, sent=False, status=422)
    try:
        ask_for_reset(login=form.login.data, address=request.remote_addr or "")
    except TooManyFailures as problem:
        raise TooManyRequests(retry_after=problem.seconds) from problem
    return see_other("/password-resets/sent")


@blueprint.get("/password-resets/sent")
@public("who forgot the password cannot sign in")
def show_reset_sent() -> Response:
    """Say that a mail is on its way, if the account exists."""
    return page("accounts/reset_request.html", form=None, sent=True)


@blueprint.get("/password-resets/<token>")
@public("the link in the mail is the key")
def show_password_reset(token: str) -> Response:
    """Choose a new password with a link from a mail."""
    return _choice_page(token, LinkPurpose.password_reset)


@blueprint.post("/password-resets/<token>")
@public("the link in the mail is the key")
def update_password_by_reset(token: str) -> Response:
    """Set the new password; the link is used up."""
    return _set_password(token, LinkPurpose.password_reset)


@blueprint.get("/invitations/<token>")
@public("the link in the mail is the key")
def show_invitation(token: str) -> Response:
    """Choose the first password with a link from a mail."""
    return _choice_page(token, LinkPurpose.invitation)


@blueprint.post("/invitations/<token>")
@public("the link in the mail is the key")
def update_password_by_invitation(token: str) -> Response:
    """Set the first password; the link is used up."""
    return _set_password(token, LinkPurpose.invitation)


@blueprint.get("/account/password")
@requires(signed_in)
def show_password() -> Response:
    """Ask for the present password and a new one."""
    return page("accounts/password.html", form=PasswordChangeForm(formdata=None))


@blueprint.post("/account/password")
@requires(signed_in)
def update_password() -> Response:
    """Change one's own password; every other browser is signed out."""
    form = PasswordChangeForm()
    if not form.validate() or not _changed(form):
        return page("accounts/password.html", form=form, status=422)
    flash(_("Your password is changed. Every other browser has been signed out."), "success")
    return see_other("/account")


def _changed(form: PasswordChangeForm) -> bool:
    try:
        change_password(person=current_user, old=form.old.data, new=form.new.data, address=request.remote_addr or "")
    except WrongPassword:
        add_error(form.old, _("This is not your present password."))
    except WeakPassword:
        _refuse_weak(form)
    except TooManyFailures as problem:
        raise TooManyRequests(retry_after=problem.seconds) from problem
    except HashingBusy as problem:
        raise ServiceUnavailable(retry_after=5) from problem
    finally:
        load_person_again()
    return not form.errors


def _refuse_weak(form: NewPasswordForm) -> None:
    add_error(
        form.new, _("Too easy to guess: a common word, your own name or number, or the company's. Choose another.")
    )


def _choice_page(token: str, purpose: LinkPurpose) -> Response:
    link = usable_link(token, purpose)
    if link is None:
        return _unusable_page(purpose)
    form = NewPasswordForm(formdata=None)
    return page("accounts/password_choice.html", form=form, person=link.person, first=purpose is LinkPurpose.invitation)


def _set_password(token: str, purpose: LinkPurpose) -> Response:
    link = usable_link(token, purpose)
    form = NewPasswordForm()
    if link is None:
        return _unusable_page(purpose)
    first, person = purpose is LinkPurpose.invitation, link.person
    if form.validate():
        try:
            return _entered(
                *set_password_by_link(
                    token=token, purpose=purpose, new=form.new.data, browser=request.user_agent.string
                )
            )
        except LinkUnusable:
            return _unusable_page(purpose)
        except WeakPassword:
            _refuse_weak(form)
        except HashingBusy as problem:
            raise ServiceUnavailable(retry_after=5) from problem
    return page("accounts/password_choice.html", form=form, person=person, first=first, status=422)


def _entered(*session: object) -> Response:
    enter(*session)  # type: ignore[arg-type]
    flash(_("Your password is set, and you are signed in."), "success")
    return see_other("/")


def _unusable_page(purpose: LinkPurpose) -> Response:
    return page("accounts/link_unusable.html", invitation=purpose is LinkPurpose.invitation, status=404)
