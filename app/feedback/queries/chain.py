"""What higher floors tell on the page of an idea: meetings, change requests, ballots, releases, receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

CHAIN = "uptake.idea_chain"
"""Where the portal keeps the sources of steps, in the order in which an idea passes them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an idea outside this feature: when, of what kind (a word for readers), what, and where it leads.

    `at` is an instant in UTC; `detail` is a sentence or empty; `href` is None where the reader may not go.
    """

    at: datetime
    kind: str
    title: str
    href: str | None
    detail: str = ""
    icon: str = "point"


IDEA = sa.bindparam("idea", type_=sa.Integer)
"""The idea of a source's statement, which is put together once for everyone with the same roles; READER is who looks."""

Source = Callable[[int, Any], Iterable[Step]]
"""Steps of an idea (by id) that a person may see; one statement each, for the page has twelve in all."""


def steps_of(idea_id: int, reader: Any) -> list[Step]:
    """Every step of an idea that the reader may see, the first one first."""
    sources: tuple[Source, ...] = current_app.extensions[CHAIN]
    return sorted((step for source in sources for step in source(idea_id, reader)), key=lambda step: step.at)
