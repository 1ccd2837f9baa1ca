"""Forms of training, and the reading of answers, whose fields are made by content."""

from app.training.forms.answers import moved_button, posted_answers, posted_operation
from app.training.forms.assigning import (
    AnswerForm,
    AssignmentForm,
    EquivalenceForm,
    ExtensionForm,
    GroupForm,
    NoteForm,
    ReasonForm,
    WaiverForm,
)
from app.training.forms.certificates import ReissueForm
from app.training.forms.dual_runs import DualRunCheckForm, SettlementForm
from app.training.forms.imports import HistoryForm
from app.training.forms.remarks import RemarkAnswerForm, RemarkForm
from app.training.forms.reviews import AskForm, GrantForm, PracticeForm, ReviewForm
from app.training.forms.rules import RuleForm, WaveForm
from app.training.forms.workshops import CheckInForm, SheetForm, WorkshopForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "AssignmentForm",
    "CheckInForm",
    "DualRunCheckForm",
    "EquivalenceForm",
    "ExtensionForm",
    "GrantForm",
    "GroupForm",
    "HistoryForm",
    "NoteForm",
    "PracticeForm",
    "ReasonForm",
    "ReissueForm",
    "RemarkAnswerForm",
    "RemarkForm",
    "ReviewForm",
    "RuleForm",
    "SettlementForm",
    "SheetForm",
    "WaiverForm",
    "WaveForm",
    "WorkshopForm",
    "moved_button",
    "posted_answers",
    "posted_operation",
]
