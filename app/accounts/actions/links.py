"""One-time links: signed, for one purpose, used once, gone after a while."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import LinkPurpose, OneTimeLink
from app.accounts.queries.links import own_address, signer, usable_link
from app.accounts.queries.sessions import token_hash
from app.foundation import clock
from app.foundation.db import db

LIFETIMES = {LinkPurpose.invitation: timedelta(days=7), LinkPurpose.password_reset: timedelta(hours=1)}
PLACES = {LinkPurpose.invitation: "/invitations/", LinkPurpose.password_reset: "/password-resets/"}


class LinkUnusable(Exception):
    """The link was used, has expired, was withdrawn, or is for something else."""


def issue_link(*, person_id: int, purpose: LinkPurpose) -> str:
    """Make a link for a person and withdraw older ones of the same purpose; returns its whole address."""
    withdraw_links(person_id=person_id, purposes=(purpose,))
    secret = secrets.token_urlsafe(24)
    db.session.add(
        OneTimeLink(
            person_id=person_id,
            purpose=purpose,
            token_hash=token_hash(secret),
            expires_at=clock.now() + LIFETIMES[purpose],
        )
    )
    return own_address() + PLACES[purpose] + signer(purpose).dumps(secret)


def use_link(*, token: str, purpose: LinkPurpose) -> OneTimeLink:
    """Use a link up; of two who try at the same moment one gets it. Raises LinkUnusable."""
    link = usable_link(token, purpose)
    if link is None:
        raise LinkUnusable
    unused = sa.update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    used: sa.CursorResult[tuple[()]] = db.session.execute(unused.values(used_at=clock.now()))  # type: ignore[assignment]
    if used.rowcount != 1:
        raise LinkUnusable
    return link


def withdraw_links(*, person_id: int, purposes: tuple[LinkPurpose, ...] = tuple(LinkPurpose)) -> None:
    """Make a person's unused links worthless: a newer one was sent, the address changed, the person was deactivated."""
    open_links = sa.update(OneTimeLink).where(
        OneTimeLink.person_id == person_id, OneTimeLink.purpose.in_(purposes), OneTimeLink.used_at.is_(None)
    )
    db.session.execute(open_links.values(used_at=clock.now()))
