"""What signing in asks: who has this login, and has there been too much guessing."""

import hashlib
import ipaddress
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, SignInFailure, identity_key
from app.accounts.queries.merging import kept_account
from app.foundation import clock
from app.foundation.db import db

WINDOW = timedelta(minutes=15)
HOUR = timedelta(hours=1)
FAILURES_PER_LOGIN = 10
FAILURES_PER_ADDRESS = 100  # a whole plant may sit behind one address


def person_by_login(login: str) -> Person | None:
    """The person with this e-mail address or employee number, width and case folded; with department.

    Those of an account that was merged lead to the kept one.
    """
    key = identity_key(login)
    if not key:
        return None
    known = sa.or_(Person.email_key == key, Person.employee_no_key == key)
    rows = sa.select(Person).where(known).options(joinedload(Person.department))
    return kept_account(db.session.scalar(rows.limit(1)))


def throttle_subject(kind: str, text: str) -> str:
    """What failures are counted under: the hash of a login (`login`), an address (`address`) or another kind.

    An IPv6 address counts as its network, since one household has billions of them.
    """
    shown = _network(text) if kind.endswith("address") else identity_key(text)
    return hashlib.sha256(f"{kind}:{shown}".encode()).hexdigest()


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else text


def seconds_until_allowed(login: str, address: str) -> int:
    """How long to wait before the next try with this login from this address; 0 when one may try now."""
    limits = {
        throttle_subject("login", login): FAILURES_PER_LOGIN,
        throttle_subject("address", address): FAILURES_PER_ADDRESS,
    }
    return max(seconds_until_free(subject, limit, WINDOW) for subject, limit in limits.items())


def seconds_until_free(subject: str, limit: int, window: timedelta) -> int:
    """Seconds until fewer than `limit` failures of a subject lie within the window; 0 when that is so already."""
    moment = clock.now()
    recent = sa.select(SignInFailure.at).where(SignInFailure.subject == subject, SignInFailure.at > moment - window)
    nth = db.session.scalar(recent.order_by(SignInFailure.at.desc()).offset(limit - 1).limit(1))
    return 0 if nth is None else max(1, int((nth + window - moment).total_seconds()) + 1)
