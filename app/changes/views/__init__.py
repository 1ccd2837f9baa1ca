"""Pages of change control, one noun a file."""

from app.changes.views.blueprint import blueprint

__all__ = ["blueprint"]
