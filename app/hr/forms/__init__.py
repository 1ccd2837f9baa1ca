"""Forms of HR records."""

from app.hr.forms.evidence import EvidenceForm, EvidencePackForm
from app.hr.forms.filters import FilterNameForm, KeepFilterForm
from app.hr.forms.profiles import MappingForm, TemplateForm, mapping_form
from app.hr.forms.receipts import ReceiptForm
from app.hr.forms.records import ExportForm, FilterForm
from app.hr.forms.schedules import ScheduleForm

__all__ = [
    "EvidenceForm",
    "EvidencePackForm",
    "ExportForm",
    "FilterForm",
    "FilterNameForm",
    "KeepFilterForm",
    "MappingForm",
    "ReceiptForm",
    "ScheduleForm",
    "TemplateForm",
    "mapping_form",
]
