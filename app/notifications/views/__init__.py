"""Pages about being told, one noun a file."""

from app.notifications.views import muting, preferences, receipts, table, tray
from app.notifications.views.blueprint import blueprint

__all__ = ["blueprint", "muting", "preferences", "receipts", "table", "tray"]
