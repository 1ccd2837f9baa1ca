"""The receipt of a file: which file, and what the receiving system said."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.foundation.forms import Form


class ReceiptForm(Form):
    """A receipt for a file that was taken."""

    export = SelectField(
        _l("File that was sent"),
        coerce=int,
        validators=[InputRequired(_l("Choose the file that was sent."))],
    )
    file = FileField(_l("What their system accepted"), description=_l("XLSX or CSV, at most 8 MB."))

    def offer(self, files: list[tuple[int, str]]) -> None:
        """Set the choices, the last file first."""
        self.export.choices = [SelectChoice(number, title) for number, title in files]

    def validate_file(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))
