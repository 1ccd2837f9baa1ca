"""Pages about being told, one noun a file."""

from app.notifications.views import muting, preferences, receipts, sources, table, tray
from app.notifications.views.blueprint import blueprint

__all__ = ["blueprint", "muting", "preferences", "receipts", "sources", "table", "tray"]
