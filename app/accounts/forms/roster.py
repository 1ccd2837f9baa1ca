"""The forms of a roster: the file, and what may be done with it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, ValidationError

from app.foundation.forms import Form


class RosterForm(Form):
    """A file of people."""

    file = FileField(_l("File"), description=_l("XLSX or CSV, at most 8 MB. The first row holds the headings."))

    def validate_file(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))


class TakeOverForm(Form):
    """What a file may do beyond changing the people it names."""

    with_departments = BooleanField(_l("Make the departments that are not there yet"))
    partial = BooleanField(
        _l("The file leaves people out on purpose"),
        description=_l("Who is not in it stays as they are, in any case."),
    )
