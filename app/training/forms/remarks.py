"""Forms of notes to the authors."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from app.foundation.forms import Form


class RemarkForm(Form):
    """A word to the authors about a drill or question."""

    part = StringField(_l("About"), [Length(max=200)], description=_l("Leave empty for the whole."))
    text = TextAreaField(_l("What should change?"), [DataRequired(_l("Write what should change.")), Length(3, 1000)])


class RemarkAnswerForm(Form):
    """What became of a note."""

    answer = TextAreaField(_l("What became of it"), [DataRequired(_l("Say what became of it.")), Length(2, 500)])
