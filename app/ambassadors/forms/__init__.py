"""Forms of superusers and ambassadors, one subject a file."""

from app.ambassadors.forms.action_items import ActionForm, PostponeForm, SettleForm
from app.ambassadors.forms.appointments import AnswerForm, EndForm, HandOverForm, NominationForm
from app.ambassadors.forms.meetings import (
    CancelMeetingForm,
    CorrectionForm,
    ExcuseForm,
    InviteForm,
    ItemForm,
    MoveMeetingForm,
    PutOnAgendaForm,
    SeriesForm,
    SummaryForm,
    TopicForm,
)
from app.ambassadors.forms.nominations import EndorsementForm
from app.ambassadors.forms.service import CeilingForm, DeputyForm, HoursCorrectionForm, HoursForm
from app.ambassadors.forms.standards import StandardForm

__all__ = [
    "ActionForm",
    "AnswerForm",
    "CancelMeetingForm",
    "CeilingForm",
    "CorrectionForm",
    "DeputyForm",
    "EndForm",
    "EndorsementForm",
    "ExcuseForm",
    "HandOverForm",
    "HoursCorrectionForm",
    "HoursForm",
    "InviteForm",
    "ItemForm",
    "MoveMeetingForm",
    "NominationForm",
    "PostponeForm",
    "PutOnAgendaForm",
    "SeriesForm",
    "SettleForm",
    "StandardForm",
    "SummaryForm",
    "TopicForm",
]
