"""The way of an idea on one line: its own moves, and what meetings, change control and releases tell of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.feedback.models import IdeaEvent
from app.feedback.queries.chain import Step


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: a move of the idea, or a step elsewhere."""

    at: datetime
    event: IdeaEvent | None = None
    step: Step | None = None


def timeline(history: Iterable[IdeaEvent], steps: Iterable[Step]) -> list[Entry]:
    """Everything in the order of time; what happened elsewhere stands before the move that it caused at the same instant."""
    told = [*(Entry(step.at, step=step) for step in steps), *(Entry(event.at, event=event) for event in history)]
    return sorted(told, key=lambda entry: entry.at)
