"""The form of one day of the calendar."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.foundation.calendar import DayKind
from app.foundation.forms import Form


class DayForm(Form):
    """A day that is not as usual."""

    day = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    kind = RadioField(
        _l("What is it?"),
        default=DayKind.holiday.value,
        choices=[
            SelectChoice(DayKind.holiday.value, _l("A weekday that is free")),
            SelectChoice(DayKind.makeup.value, _l("A weekend day that is worked")),
        ],
    )
