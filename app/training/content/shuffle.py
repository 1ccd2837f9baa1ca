"""Order by a stored seed, the same on every machine and Python version for as long as an attempt is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def shuffled(things: Sequence[T], seed: int, *salt: object) -> list[T]:
    """The things in the order of that seed; the salt makes each list of one attempt its own order."""
    return [things[index] for index in order(len(things), seed, *salt)]


def order(count: int, seed: int, *salt: object) -> list[int]:
    """A permutation of `range(count)`."""
    return sorted(range(count), key=lambda index: rank(seed, *salt, index))


def rank(seed: int, *salt: object) -> bytes:
    """A sort key that depends on the seed and the salt and on nothing else."""
    return hashlib.sha256("\x1f".join([str(seed), *map(str, salt)]).encode()).digest()
