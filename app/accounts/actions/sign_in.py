"""Signing in with a login and a password."""

import sqlalchemy as sa

from app.accounts.actions.hashing import hash_password, is_outdated, matches
from app.accounts.actions.sessions import start_session
from app.accounts.models import Person, SignInFailure
from app.accounts.queries.sign_in import WINDOW, person_by_login, seconds_until_allowed, throttle_subject
from app.foundation import clock
from app.foundation.db import db, reading, transaction


class SignInRefused(Exception):
    """Login and password do not open an account; which of the two was wrong is not said."""


class TooManyFailures(Exception):
    """Too much guessing with this login or from this address; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def sign_in(*, login: str, password: str, address: str, browser: str) -> tuple[Person, str]:
    """Check a password and begin a session; returns the person and the token.

    A failure is stored at once in a transaction of its own, since the request that made it is answered with an error.
    Raises SignInRefused, TooManyFailures, HashingBusy.
    """
    with reading():  # hashing takes its time and must not hold the database's write lock
        person = checked_person(login=login, password=password, address=address)
        stored = person.password_hash if person else None
        renewed = hash_password(password) if stored and is_outdated(stored) else None
    if person is None or person.password_hash != stored or not person.may_sign_in_on(clock.today()):
        record_failure(login=login, address=address)
        raise SignInRefused
    forgive(login=login)
    if renewed:
        _renew(person.id, stored, renewed)
    return person, start_session(person=person, browser=browser)


def checked_person(*, login: str, password: str, address: str) -> Person | None:
    """Whose login and password these are, if anybody's. Raises TooManyFailures, HashingBusy."""
    wait = seconds_until_allowed(login, address)
    if wait:
        raise TooManyFailures(wait)
    person = person_by_login(login)
    return person if matches(person.password_hash if person else None, password) else None


def record_failure(*, login: str, address: str) -> None:
    """Count a failure for the login and for the address, and forget what is too old to count."""
    moment = clock.now()
    subjects = (throttle_subject("login", login), throttle_subject("address", address))
    with transaction():
        db.session.execute(
            sa.delete(SignInFailure).where(SignInFailure.subject.in_(subjects), SignInFailure.at <= moment - WINDOW)
        )
        db.session.add_all(SignInFailure(subject=subject, at=moment) for subject in subjects)


def count_guess(*, kind: str, text: str) -> None:
    """Count a wrong guess of another kind, in a transaction of its own; see `seconds_until_free`."""
    subject, moment = throttle_subject(kind, text), clock.now()
    with transaction():
        old = sa.delete(SignInFailure).where(SignInFailure.subject == subject, SignInFailure.at <= moment - WINDOW)
        db.session.execute(old)
        db.session.add(SignInFailure(subject=subject, at=moment))


def forgive(*, login: str) -> None:
    """Forget the failures of a login whose owner has shown the password."""
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.subject == throttle_subject("login", login)))


def _renew(person_id: int, old: str | None, new: str) -> None:
    unchanged = sa.update(Person).where(Person.id == person_id, Person.password_hash == old)
    db.session.execute(unchanged.values(password_hash=new))
