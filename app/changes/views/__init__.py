"""Pages of change control, one noun a file."""

from app.changes.views import (
    assessments,
    calendar,
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
    "blueprint",
    "calendar",
    "freezes",
    "ideas",
    "moves",
    "releases",
    "requests",
    "reviews",
    "sections",
    "templates",
]
