"""Forms of superusers and ambassadors, one subject a file."""

from app.ambassadors.forms.appointments import AnswerForm, EndForm, NominationForm

__all__ = ["AnswerForm", "EndForm", "NominationForm"]
