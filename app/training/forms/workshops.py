"""Forms of workshops: making one, checking in, the sheet of paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.foundation.forms import Form
from app.foundation.minute_codes import could_be_code, typed_digits


class WorkshopForm(Form):
    """What a workshop is about, where and when, in the company's zone."""

    subject = SelectField(_l("What is practised"), [InputRequired(_l("Choose a path or a module."))])
    place = StringField(
        _l("Place"), [Length(max=100, message=_l("At most 100 characters."))], description=_l("Room or hall")
    )
    starts_at = DateTimeLocalField(
        _l("Begins at"), [InputRequired(_l("Enter day and time."))], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )


class CheckInForm(Form):
    """The six digits on the wall."""

    code = StringField(
        _l("Code on the wall"),
        [DataRequired(_l("Enter the six digits on the wall."))],
        filters=[typed_digits],
    )

    def validate_code(self, field: StringField) -> None:
        """Six digits, however they were typed."""
        if not could_be_code(field.data):
            raise ValidationError(_l("The code has six digits."))


class SheetForm(Form):
    """Names or employee numbers of those who signed on paper, one a line."""

    names = TextAreaField(
        _l("Who signed, one a line"),
        [DataRequired(_l("Enter at least one name or employee number.")), Length(max=5000)],
        description=_l("Employee number, or name, or both. A name that several people have needs its number."),
    )
