"""Asking for a second look, and the answer to it."""

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from app.feedback.content import REASON_LIMIT
from app.foundation.fields import AtMost, Written, clean
from app.foundation.forms import Form


class EvidenceForm(Form):
    """Why a second look is worth it: new evidence, or what is still not solved."""

    text = TextAreaField(_l("What is new?"), [Written(), AtMost(REASON_LIMIT)], filters=[clean], id="evidence")


class AnswerForm(Form):
    """The answer to those who asked for a second look."""

    answer = TextAreaField(_l("Your answer"), [Written(), AtMost(REASON_LIMIT)], filters=[clean])
    accepted = HiddenField()

    def about(self, request_id: int) -> Self:
        """Give the field an id of its own, for several requests may stand on one page."""
        self.answer.id = f"answer-{request_id}"
        return self
