"""Sessions, sign-in attempts, one-time links and private addresses."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.people import Person
from app.foundation.db import Base, choice


class SignInSession(Base):
    """One signed-in browser. The cookie holds a random token, this row only its hash.

    On a `shared` tablet a session ends after minutes instead of hours.
    """

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(default="")
    shared: Mapped[bool] = mapped_column(default=False, server_default="0")

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInFailure(Base):
    """One failed sign-in, for the throttle; `subject` is the hash of a login or of an address."""

    __tablename__ = "sign_in_failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (sa.Index("ix_sign_in_failures_subject_at", "subject", "at"),)


class LinkPurpose(StrEnum):
    """What a one-time link is for; a link of one purpose opens nothing else."""

    invitation = "invitation"
    password_reset = "password_reset"  # noqa: S105 (a word, not a password)


class OneTimeLink(Base):
    """A signed link that works once and expires; the row holds only the hash of its secret."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class AddressPurpose(StrEnum):
    """What a private address shows; one of a purpose shows nothing else."""

    calendar = "calendar"
    releases = "releases"


class PrivateAddress(Base):
    """An address that shows one person's own things to programs that cannot sign in, such as calendars and feed readers.

    The row holds no token: a token is made of `nonce` and the portal's secret key, so that its owner can look it up again for a
    second device, while a copy of the database alone opens nothing.
    """

    __tablename__ = "private_addresses"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    purpose: Mapped[AddressPurpose] = mapped_column(choice(AddressPurpose, "purpose"), primary_key=True)
    nonce: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
