"""The form that asks why two accounts are one."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.foundation.forms import Form


class MergeForm(Form):
    """Why two accounts belong to one person, and which other one is meant."""

    other = HiddenField()
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say how you know that both are one person.")), Length(3, 500)],
        description=_l("Kept in the audit trail, for instance: new name after marriage, HR file 2026-113."),
    )

    @property
    def other_id(self) -> int:
        """Id of the account that is to be closed; 0 where none that could exist is named."""
        given = self.other.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
