"""One-time links: which one a token opens."""

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import joinedload

from app.accounts.models import LinkPurpose, OneTimeLink, Person
from app.accounts.queries.sessions import token_hash
from app.foundation import clock
from app.foundation.db import db
from app.foundation.settings import Settings


def signer(purpose: LinkPurpose) -> URLSafeSerializer:
    """Signs links of one purpose; what it signed means nothing to the signers of others."""
    return URLSafeSerializer(str(current_app.secret_key), salt=f"uptake.link.{purpose}")


def own_address() -> str:
    """Where people reach the portal: scheme, host and port, without a slash at the end."""
    settings: Settings = current_app.extensions["uptake.settings"]
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


def usable_link(token: str, purpose: LinkPurpose) -> OneTimeLink | None:
    """The unused, unexpired link of a purpose that a token opens, with its person and department; None for any other."""
    try:
        secret = str(signer(purpose).loads(token))
    except BadData:
        return None
    alive = sa.select(OneTimeLink).where(
        OneTimeLink.token_hash == token_hash(secret),
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    link = db.session.scalar(alive.options(joinedload(OneTimeLink.person).joinedload(Person.department)))
    return link if link and link.person.may_sign_in_on(clock.today()) else None
