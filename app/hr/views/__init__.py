"""Pages of HR records, one noun a file."""

from app.hr.views import dictionary, evidence, filters, profiles, receipts, records, schedules
from app.hr.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "dictionary",
    "evidence",
    "filters",
    "profiles",
    "receipts",
    "records",
    "schedules",
]
