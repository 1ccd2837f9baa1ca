"""Mails about accounts, in the language of whoever reads them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from flask_babel import gettext as _

from app.accounts.models import Person
from app.foundation import clock, mail
from app.foundation.i18n import local_time, speaking
from app.foundation.settings import Settings


def mail_reset_link(*, person: Person, address: str) -> None:
    """Send the link that sets a new password."""
    with _in_language_of(person):
        text = _(
            "Hello %(name)s,\n\n"
            "somebody, hopefully you, asked for a new password for Uptake at %(company)s.\n"
            "This link works once and for one hour:\n\n%(address)s\n\n"
            "If it was not you, do nothing: your password stays as it is.",
            name=person.name,
            company=_company(),
            address=address,
        )
        _post(person, _("A new password for Uptake"), text, f"password-reset:{address[-24:]}")


def mail_invitation(*, person: Person, address: str) -> None:
    """Send the link with which a person signs in for the first time."""
    with _in_language_of(person):
        text = _(
            "Hello %(name)s,\n\n"
            "Uptake is where %(company)s learns its project tools and collects ideas for making them better.\n"
            "Choose a password and look around; the link works once and for seven days:\n\n%(address)s\n\n"
            "Afterwards you sign in with this e-mail address or with your employee number, %(number)s.",
            name=person.name,
            company=_company(),
            address=address,
            number=person.employee_no,
        )
        _post(person, _("Your account for Uptake"), text, f"invitation:{address[-24:]}")


def mail_password_changed(*, person: Person) -> None:
    """Tell a person that the password was changed, so that a stranger's change is noticed."""
    with _in_language_of(person):
        moment = clock.now()
        text = _(
            "Hello %(name)s,\n\n"
            "your password for Uptake was changed at %(time)s. Every other browser has been signed out.\n\n"
            "If it was not you, ask for a new password on the sign-in page and tell your IT operator.",
            name=person.name,
            time=local_time(moment),
        )
        _post(person, _("Your password was changed"), text, f"password-changed:{person.id}:{moment.isoformat()}")


def _post(person: Person, subject: str, text: str, dedupe_key: str) -> None:
    mail.post(to=person.email or "", subject=subject, body=text, dedupe_key=dedupe_key)


@contextmanager
def _in_language_of(person: Person) -> Iterator[None]:
    with speaking(person.language or "zh"):
        yield


def _company() -> str:
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.company_name
