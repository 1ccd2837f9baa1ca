"""How far ideas have come: each step with the ideas that reached it, and those that left the way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from app.metrics.formulas.rows import AsOf, IdeaRow

DAYS = 365
STEPS: Mapping[str, Callable[[IdeaRow], datetime | None]] = {
    "submitted": lambda row: row.submitted_at,
    "answered": lambda row: row.responded_at,
    "accepted": lambda row: row.accepted_at,
    "delivered": lambda row: row.delivered_at,
}
EXITS: Mapping[str, Callable[[IdeaRow], datetime | None]] = {
    "declined": lambda row: row.declined_at,
    "merged": lambda row: row.merged_at,
    "withdrawn": lambda row: row.withdrawn_at,
}


def of_the_year(rows: Iterable[IdeaRow], as_of: AsOf) -> list[IdeaRow]:
    """Ideas submitted within 365 days up to the end of the day."""
    since = as_of.end - timedelta(days=DAYS)
    return [row for row in rows if since <= row.submitted_at < as_of.end]


def reached(rows: Iterable[IdeaRow], as_of: AsOf) -> dict[str, list[IdeaRow]]:
    """For each step and each exit the ideas of the year that were there by then; a later step counts among the earlier ones."""
    year = of_the_year(rows, as_of)
    return {name: [row for row in year if as_of.knows(at(row))] for name, at in {**STEPS, **EXITS}.items()}
