"""The form of a file of past completions."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, ValidationError

from app.foundation.forms import Form


class HistoryForm(Form):
    """A file of past completions."""

    file = FileField(_l("File"), description=_l("XLSX or CSV, at most 8 MB. The first row holds the headings."))

    def validate_file(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))
