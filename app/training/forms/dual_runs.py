"""Forms of the dual run of a wave."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.foundation import clock
from app.foundation.fields import AtMost, Written, clean
from app.foundation.forms import Form

AGREES, DIFFERS = "agrees", "differs"


class DualRunCheckForm(Form):
    """What was compared, and what each tool gave."""

    subject = StringField(
        _l("What was compared"),
        [Written(), AtMost(120)],
        filters=[clean],
        description=_l(
            "One result that both tools give: a report, a total, a list. Such as: open tasks of project P-12."
        ),
    )
    old_result = StringField(_l("Result of the old tool"), [Written(), AtMost(120)], filters=[clean])
    new_result = StringField(_l("Result of the new tool"), [Written(), AtMost(120)], filters=[clean])
    outcome = RadioField(
        _l("Do they agree?"),
        [InputRequired(_l("Say whether they agree."))],
        choices=[SelectChoice(AGREES, _l("They agree")), SelectChoice(DIFFERS, _l("The results differ"))],
    )
    checked_on = DateField(_l("Compared on"), [InputRequired(_l("Choose the day."))], default=clock.today)

    def validate_checked_on(self, field: Any) -> None:
        """Nothing is compared before it is done."""
        if field.data and field.data > clock.today():
            raise ValidationError(str(_l("Choose today or a day before.")))


class SettlementForm(Form):
    """How a difference was settled."""

    settlement = TextAreaField(
        _l("How it was settled"),
        [Written(), AtMost(500)],
        filters=[clean],
        description=_l("Which result was right, why they differed, and what was changed."),
    )
