"""Pages of metrics."""

from app.metrics.views import dashboard, people
from app.metrics.views.blueprint import blueprint

__all__ = ["blueprint", "dashboard", "people"]
