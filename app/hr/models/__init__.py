"""Tables of HR records."""

from app.hr.models.book import RecordSequence, RecordState
from app.hr.models.exports import Export
from app.hr.models.filters import SavedFilter
from app.hr.models.profiles import ExportProfile, RememberedHeading
from app.hr.models.receipts import RESENT, ImportReceipt, Outcome, ReceiptLine
from app.hr.models.schedules import DeliveryState, ExportDelivery, ExportSchedule, ScheduleRecipient

__all__ = [
    "RESENT",
    "DeliveryState",
    "Export",
    "ExportDelivery",
    "ExportProfile",
    "ExportSchedule",
    "ImportReceipt",
    "Outcome",
    "ReceiptLine",
    "RecordSequence",
    "RecordState",
    "RememberedHeading",
    "SavedFilter",
    "ScheduleRecipient",
]
