"""Passwords as Argon2id hashes. Hashing is dear on purpose, so only a few run at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB and two passes: the second choice of OWASP's cheat sheet for small machines; about 20 ms a time.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = 2
PATIENCE = 10.0  # seconds
_places = BoundedSemaphore(AT_ONCE)


class HashingBusy(Exception):
    """Too many people sign in at this moment; another try in a few seconds will do."""


def hash_password(password: str) -> str:
    """The Argon2id hash of a password. Raises HashingBusy."""
    with _place():
        return HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is right. No hash at all takes as long as a wrong password. Raises HashingBusy."""
    with _place():
        try:
            HASHER.verify(password_hash or _nobodys_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with parameters that are no longer ours."""
    return HASHER.check_needs_rehash(password_hash)


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("the password of nobody")


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE):
        raise HashingBusy
    try:
        yield
    finally:
        _places.release()
