"""What an idea that came true saves and costs: a higher floor keeps the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.feedback.queries.chain import Step

BENEFITS = "uptake.idea_benefits"
"""Where the portal keeps who knows it: a function of an idea (by id) and a reader, in one statement."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """One line of the register in words: how much with its unit, how it is known, for which months, and whether it counts.

    `recorded_at` is None for what was loaded with a company; `href` where the reader may not go.
    """

    title: str
    amount: str
    evidence: str
    months: str
    label: str
    tone: str
    icon: str
    is_loss: bool
    recorded_at: datetime | None
    href: str | None


@dataclass(frozen=True, slots=True)
class Benefits:
    """The newest lines of an idea, how many there are in all, and where all of them stand."""

    lines: Sequence[Benefit] = ()
    total: int = 0
    href: str | None = None


Register = Callable[[int, Any], Benefits]


def benefits_of(idea_id: int, reader: Any) -> Benefits:
    """What is registered of an idea and of those merged into it."""
    known: Register = current_app.extensions[BENEFITS]
    return known(idea_id, reader)


def benefit_steps(lines: Iterable[Benefit]) -> list[Step]:
    """The same on the way of the idea: its last steps."""
    return [_step(line, line.recorded_at) for line in lines if line.recorded_at is not None]


def _step(line: Benefit, moment: datetime) -> Step:
    kind = _("Loss recorded") if line.is_loss else _("Benefit recorded")
    return Step(moment, kind, line.title, line.href, f"{line.amount} · {line.evidence}", icon="scale")
