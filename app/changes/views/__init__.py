"""Pages of change control, one noun a file."""

from app.changes.views import (
    assessments,
    ballots,
    board,
    calendar,
    feed,
    freezes,
    ideas,
    moves,
    releases,
    requests,
    reviews,
    sections,
    templates,
)
from app.changes.views.blueprint import blueprint

__all__ = [
    "assessments",
    "ballots",
    "blueprint",
    "board",
    "calendar",
    "feed",
    "freezes",
    "ideas",
    "moves",
    "releases",
    "requests",
    "reviews",
    "sections",
    "templates",
]
