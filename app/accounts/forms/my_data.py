"""Forms about one's own data: asking for a correction, answering it, and erasing somebody who has left."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from app.accounts.models import identity_key
from app.foundation.forms import Form

OTHER = "other"
LONGEST_TEXT = 2000


class CorrectionForm(Form):
    """What is wrong, where, and what is right."""

    section = SelectField(_l("What is it about?"), [InputRequired(_l("Choose what it is about."))])
    text = TextAreaField(_l("What is wrong?"), [DataRequired(_l("Say what is wrong.")), Length(max=LONGEST_TEXT)])
    wanted = TextAreaField(_l("What is right?"), [DataRequired(_l("Say what is right.")), Length(max=LONGEST_TEXT)])
    token = HiddenField(validators=[Regexp(r"^[\w-]{10,60}$")], default=lambda: secrets.token_urlsafe(18))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer the sections of “My data”."""
        self.section.choices = [("", _("Choose …")), *choices, (OTHER, _("Something else"))]


class AnswerForm(Form):
    """What became of a request, and what the person is told."""

    corrected = RadioField(
        _l("What becomes of it?"),
        [InputRequired(_l("Choose one of the two."))],
        choices=[SelectChoice("yes", _l("It is corrected")), SelectChoice("no", _l("It stays as it is"))],
    )
    answer = TextAreaField(
        _l("What was done, or why not"),
        [DataRequired(_l("Say what was done, or why it stays.")), Length(max=LONGEST_TEXT)],
        description=_l("The person reads it."),
    )


class ErasureForm(Form):
    """Why somebody is erased, and their number typed, so that nobody erases the wrong person."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why.")), Length(3, 500)],
        description=_l(
            "Kept in the audit trail, for instance: asked for on 12 May, retention is over. Do not write the name."
        ),
    )
    number = StringField(
        _l("Employee number of the person to be erased"),
        [DataRequired(_l("Type the employee number."))],
        description=_l("Type it as it stands above. This cannot be undone."),
    )

    def __init__(self, *args: Any, employee_no: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._employee_no = employee_no

    def validate_number(self, field: StringField) -> None:
        """It must be the number of this person."""
        if identity_key(field.data or "") != identity_key(self._employee_no):
            raise ValidationError(_("This is not the number of the person above."))
