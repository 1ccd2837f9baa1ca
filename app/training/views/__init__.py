"""Pages of training, one noun a file."""

from app.training.views import (
    assignments,
    attempts,
    cards,
    certificates,
    grants,
    items,
    modules,
    paths,
    people,
    practice,
    reviews,
    rules,
    shelf,
    team,
    test_out,
    tools,
    waves,
)
from app.training.views.blueprint import blueprint

__all__ = [
    "assignments",
    "attempts",
    "blueprint",
    "cards",
    "certificates",
    "grants",
    "items",
    "modules",
    "paths",
    "people",
    "practice",
    "reviews",
    "rules",
    "shelf",
    "team",
    "test_out",
    "tools",
    "waves",
]
