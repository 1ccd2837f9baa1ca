"""Private addresses: whose an address is, and which ones somebody has."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from app.accounts.models import AddressPurpose, Person, PrivateAddress
from app.accounts.queries.links import own_address
from app.accounts.queries.sessions import token_hash
from app.foundation import clock
from app.foundation.db import db

PLACES = "uptake.private_places"
"""Where the portal keeps the endpoint, with the argument `token`, of each purpose that it serves."""


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """What somebody has for a purpose: the whole address, and since when; both None where none was made.

    `address` alone is None where the secret key has changed since: programs go on reading it, but it cannot be shown again.
    """

    purpose: AddressPurpose
    address: str | None = None
    made_at: datetime | None = None


def person_at_address(purpose: AddressPurpose, token: str) -> Person | None:
    """Whose private address a token opens, with roles, tiers and department; None for unknown tokens and for who may not sign in.

    The database compares hashes, so the time it takes tells nothing about the token.
    """
    wanted = sa.select(PrivateAddress).where(
        PrivateAddress.token_hash == token_hash(token), PrivateAddress.purpose == purpose
    )
    person = joinedload(PrivateAddress.person)
    loaded = person.options(joinedload(Person.role_rows), joinedload(Person.tier_rows), joinedload(Person.department))
    found = db.session.scalars(wanted.options(loaded)).unique().one_or_none()
    return found.person if found and found.person.may_sign_in_on(clock.today()) else None


def private_addresses_of(person_id: int) -> list[OwnAddress]:
    """What a person has for each purpose that the portal serves, in one statement."""
    rows = db.session.scalars(sa.select(PrivateAddress).where(PrivateAddress.person_id == person_id))
    made = {row.purpose: row for row in rows}
    return [_own(purpose, made.get(purpose)) for purpose in served_purposes()]


def served_purposes() -> Mapping[AddressPurpose, str]:
    """The purposes that have a page, with its endpoint."""
    places: Mapping[AddressPurpose, str] = current_app.extensions[PLACES]
    return places


def token_from(nonce: str) -> str:
    """The token that belongs to a nonce under the portal's present secret key."""
    made = hmac.digest(str(current_app.secret_key).encode(), b"uptake.private-address." + nonce.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def whole_address(purpose: AddressPurpose, token: str) -> str:
    """The whole address that somebody gives to a program."""
    return own_address() + current_app.url_map.bind("").build(served_purposes()[purpose], {"token": token})


def _own(purpose: AddressPurpose, row: PrivateAddress | None) -> OwnAddress:
    if row is None:
        return OwnAddress(purpose)
    token = token_from(row.nonce)
    address = whole_address(purpose, token) if token_hash(token) == row.token_hash else None
    return OwnAddress(purpose, address, row.made_at)
