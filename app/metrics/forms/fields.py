"""Fields that several forms of figures share."""

import wtforms
from flask_babel import gettext as _


class MonthField(wtforms.MonthField):
    """A month. Some browsers give a plain text field for it, so what is no month is told with the way to write one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the month, or say how one is written."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the month as 2026-06.")) from None
