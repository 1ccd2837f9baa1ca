"""Pages of training, one noun a file."""

from app.training.views import assignments, attempts, certificates, items, modules, paths, people, rules, shelf
from app.training.views.blueprint import blueprint

__all__ = [
    "assignments",
    "attempts",
    "blueprint",
    "certificates",
    "items",
    "modules",
    "paths",
    "people",
    "rules",
    "shelf",
]
