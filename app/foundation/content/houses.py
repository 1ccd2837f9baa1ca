"""Houses whose content lies beside that of training: checked, compared and published by the same commands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from werkzeug.exceptions import HTTPException

from app.foundation.content.faults import Fault
from app.foundation.content.links import WhyNot
from app.foundation.content.terms import Term

HOUSES = "uptake.content_houses"
"""Where the portal keeps the houses, in order."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a house may name that is not its own: marked words, ids to point to, and addresses within the portal."""

    terms: Mapping[str, Term]
    known: Collection[str]
    within: WhyNot


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing does, or would do, and every fault; paths of faults begin with the house's folder."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """A folder below the content folder.

    `check` reads files only, `difference` says what `publish` would write; what has faults keeps its last good version.
    """

    folder: str
    check: Callable[[Path, Surroundings], tuple[Fault, ...]]
    difference: Callable[[Path, Surroundings], Outcome]
    publish: Callable[[Path, Surroundings], Outcome]


def houses() -> Collection[House]:
    """The houses of this portal."""
    found: Collection[House] = current_app.extensions[HOUSES]
    return found


def page_within(target: str) -> str:
    """Why an address is no page of this portal; empty where it is one."""
    path = target.partition("#")[0].partition("?")[0]
    try:
        current_app.url_map.bind("portal.example").match(path, method="GET")
    except HTTPException as found:
        return "" if found.code == 308 else "the portal has no such page; copy the address from the browser"
    return ""
