"""Pages of training, one noun a file."""

from app.training.views import (
    assignments,
    attempts,
    cards,
    certificates,
    items,
    modules,
    paths,
    people,
    rules,
    shelf,
    tools,
)
from app.training.views.blueprint import blueprint

__all__ = [
    "assignments",
    "attempts",
    "blueprint",
    "cards",
    "certificates",
    "items",
    "modules",
    "paths",
    "people",
    "rules",
    "shelf",
    "tools",
]
