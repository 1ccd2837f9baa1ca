"""Forms of superusers and ambassadors, one subject a file."""

from app.ambassadors.forms.action_items import ActionForm, PostponeForm, SettleForm
from app.ambassadors.forms.appointments import AnswerForm, EndForm, NominationForm
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

__all__ = [
    "ActionForm",
    "AnswerForm",
    "CancelMeetingForm",
    "CorrectionForm",
    "EndForm",
    "ExcuseForm",
    "InviteForm",
    "ItemForm",
    "MoveMeetingForm",
    "NominationForm",
    "PostponeForm",
    "PutOnAgendaForm",
    "SeriesForm",
    "SettleForm",
    "SummaryForm",
    "TopicForm",
]
