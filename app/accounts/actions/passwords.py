"""Passwords: what a good one is, and its change, reset and first choice."""

import unicodedata

import sqlalchemy as sa
from flask import current_app

from app.accounts.actions.hashing import hash_password
from app.accounts.actions.links import issue_link, use_link, withdraw_links
from app.accounts.actions.mails import mail_password_changed, mail_reset_link
from app.accounts.actions.sessions import end_other_sessions, end_sessions, start_session
from app.accounts.actions.sign_in import TooManyFailures, checked_person, forgive, record_failure
from app.accounts.models import LinkPurpose, Person, SignInFailure
from app.accounts.policies import SHORTEST_PASSWORD
from app.accounts.queries.links import usable_link
from app.accounts.queries.sign_in import HOUR, person_by_login, seconds_until_free, throttle_subject
from app.foundation import audit, clock
from app.foundation.db import db, reading
from app.foundation.settings import Settings

RESETS_PER_LOGIN = 3  # an hour
RESETS_PER_ADDRESS = 30

# Company and product words, and what people type when they are made to think of something.
COMMON = frozenset(
    """00000000 11111111 12341234 12344321 12345678 123456789 1234567890 87654321 88888888 66668888 123123123 987654321
    11223344 147258369 1qaz2wsx 1q2w3e4r 1q2w3e4r5t a1234567 a12345678 aa123456 abc12345 abcd1234 abcdefgh admin123
    administrator asdfghjkl baseball changeme computer football iloveyou iloveyou1 internet letmein1 passw0rd password
    password1 password12 password123 p@ssw0rd p@ssword princess qazwsxedc qq123456 qwer1234 qwert123 qwerty12 qwerty123
    qwertyui qwertyuiop sunshine superman trustno1 welcome1 welcome123 woaini123 woaini1314 woaini520 woaini521 wang1234
    zaq12wsx zhang123 zxcvbnm1 zxcvbnm123 asd12345 a123456789 1234qwer 1qazxsw2 5201314520 52013140 13145200 20202020
    uptake123 uptakeuptake huaxin123 huaxin1234 training software projects superuser ambassador""".split()  # noqa: SIM905 (a list of so many words reads better in lines)
)


class WrongPassword(Exception):
    """The present password was not given rightly."""


class WeakPassword(Exception):
    """The new password is among the first that somebody would guess."""


def change_password(*, person: Person, old: str, new: str, address: str) -> None:
    """Replace one's own password and end all other sessions. Raises WrongPassword, WeakPassword, TooManyFailures."""
    person_id, login, token = person.id, person.employee_no, person.session_token
    with reading():
        right = checked_person(login=login, password=old, address=address)
        refuse_weak(person, new)
        new_hash = hash_password(new)
    if right is None:
        record_failure(login=login, address=address)
        raise WrongPassword
    forgive(login=login)
    _keep(person, new_hash, actor_id=person_id)
    end_other_sessions(person_id=person_id, token=token)


def ask_for_reset(*, login: str, address: str) -> None:
    """Mail a reset link to whoever has this login; for others nothing happens, and takes about as long.

    More than a few an hour for one login are left out without a word. Raises TooManyFailures for too many from one address.
    """
    by_login, by_address = throttle_subject("reset", login), throttle_subject("reset-address", address)
    wait = seconds_until_free(by_address, RESETS_PER_ADDRESS, HOUR)
    if wait:
        raise TooManyFailures(wait)
    enough = seconds_until_free(by_login, RESETS_PER_LOGIN, HOUR)
    old = sa.delete(SignInFailure).where(
        SignInFailure.subject.in_((by_login, by_address)), SignInFailure.at <= clock.now() - HOUR
    )
    db.session.execute(old)
    db.session.add_all(SignInFailure(subject=subject, at=clock.now()) for subject in (by_login, by_address))
    person = person_by_login(login)
    if person and person.email and not enough and person.may_sign_in_on(clock.today()):
        mail_reset_link(person=person, address=issue_link(person_id=person.id, purpose=LinkPurpose.password_reset))


def set_password_by_link(*, token: str, purpose: LinkPurpose, new: str, browser: str) -> tuple[Person, str]:
    """Set the password with a one-time link, end every old session and begin one; returns person and token.

    Raises LinkUnusable, WeakPassword, HashingBusy.
    """
    with reading():
        known = usable_link(token, purpose)
        if known:
            refuse_weak(known.person, new)
        new_hash = hash_password(new) if known else ""
    link = use_link(token=token, purpose=purpose)
    person = link.person
    end_sessions(person_id=person.id)
    _keep(person, new_hash, actor_id=person.id)
    return person, start_session(person=person, browser=browser)


def refuse_weak(person: Person, password: str) -> None:
    """Raise WeakPassword for what is guessed first: common words, the company's name, the person's own data."""
    settings: Settings = current_app.extensions["uptake.settings"]
    email = person.email or ""
    own = {person.name, person.employee_no, email, email.partition("@")[0], settings.company_name, "uptake"}
    plain = _plain(password)
    words = {_plain(word) for word in own if word}
    stripped = plain.strip("0123456789!@#.-_ ")
    if plain in COMMON or plain in words or stripped in words or len(set(plain)) < SHORTEST_PASSWORD // 2:
        raise WeakPassword


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _keep(person: Person, new_hash: str, *, actor_id: int) -> None:
    db.session.execute(sa.update(Person).where(Person.id == person.id).values(password_hash=new_hash))
    withdraw_links(person_id=person.id)
    audit.record(act="password:changed", subject=("person", person.id), actor_id=actor_id)
    mail_password_changed(person=person)


__all__ = [
    "TooManyFailures",
    "WeakPassword",
    "WrongPassword",
    "ask_for_reset",
    "change_password",
    "set_password_by_link",
]
