"""Pages of metrics."""

from app.metrics.views import dashboard, pauses, people
from app.metrics.views.blueprint import blueprint

__all__ = ["blueprint", "dashboard", "pauses", "people"]
