"""Making, renewing and withdrawing private addresses."""

import secrets
from typing import Any

import sqlalchemy as sa

from app.accounts.models import AddressPurpose, Person, PrivateAddress
from app.accounts.queries.private_addresses import token_from
from app.accounts.queries.sessions import token_hash
from app.foundation import audit, clock
from app.foundation.db import db, insert_new, locked


def private_address(*, person_id: int, purpose: AddressPurpose) -> str:
    """The token of the person's address for a purpose, made now where there is none; two clicks at once make one."""
    fresh = _fresh_row(person_id, purpose)
    if insert_new(PrivateAddress, [fresh]):
        _note("made", person_id, purpose)
        return token_from(fresh["nonce"])
    row = db.session.get_one(PrivateAddress, (person_id, purpose), populate_existing=True)
    token = token_from(row.nonce)
    if token_hash(token) == row.token_hash:
        return token
    return renew_private_address(person_id=person_id, purpose=purpose)  # the secret key has changed since it was made


def renew_private_address(*, person_id: int, purpose: AddressPurpose) -> str:
    """A new token for a purpose; what programs know of the old one is worth nothing from now on."""
    db.session.execute(locked(sa.select(Person.id).where(Person.id == person_id)))
    fresh = _fresh_row(person_id, purpose)
    _remove(person_id, purpose)
    insert_new(PrivateAddress, [fresh])
    _note("renewed", person_id, purpose)
    return token_from(fresh["nonce"])


def withdraw_private_address(*, person_id: int, purpose: AddressPurpose) -> None:
    """Make the person's address for a purpose worthless."""
    if _remove(person_id, purpose):
        _note("withdrawn", person_id, purpose)


def _fresh_row(person_id: int, purpose: AddressPurpose) -> dict[str, Any]:
    nonce = secrets.token_urlsafe(24)
    return {
        "person_id": person_id,
        "purpose": purpose,
        "nonce": nonce,
        "token_hash": token_hash(token_from(nonce)),
        "made_at": clock.now(),
    }


def _remove(person_id: int, purpose: AddressPurpose) -> bool:
    own = (PrivateAddress.person_id == person_id, PrivateAddress.purpose == purpose)
    gone = sa.delete(PrivateAddress).where(*own).execution_options(synchronize_session="fetch")
    return bool(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def _note(act: str, person_id: int, purpose: AddressPurpose) -> None:
    after = {"purpose": purpose.value}
    audit.record(act=f"private_address:{act}", subject=("person", person_id), actor_id=person_id, after=after)
