"""Forms about hours and deputies."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.models import Person
from app.ambassadors.labels import PURPOSES
from app.ambassadors.models import Appointment, Purpose
from app.foundation import clock
from app.foundation.forms import Form

LONGEST = timedelta(days=366)


class HoursForm(Form):
    """A day, how long, and what for."""

    served_on = DateField(_l("Day"), default=clock.today, validators=[InputRequired(_l("Give a day."))])
    hours = DecimalField(
        _l("Hours"),
        description=_l("In quarters: 0.25, 1.5 …"),
        validators=[
            InputRequired(_l("Give the hours as a number.")),
            NumberRange(Decimal("0.25"), 24, _l("From 0.25 to 24 hours.")),
        ],
    )
    purpose = SelectField(
        _l("What for"),
        choices=[SelectChoice(each.value, words) for each, words in PURPOSES.items()],
        default=Purpose.coaching.value,
    )
    note = StringField(
        _l("A word about it"), description=_l("May stay empty."), validators=[Optional(), Length(max=300)]
    )
    token = HiddenField(validators=[InputRequired(), Length(min=8, max=64)])

    appointment: Appointment | None = None

    @property
    def minutes(self) -> int:
        """What was typed, in whole minutes."""
        return int((self.hours.data or Decimal(0)) * 60)

    def validate_served_on(self, field: Any) -> None:
        """A day of the term, and none that has not begun."""
        if field.data is None:
            return  # what was typed is no day, which is said already
        if field.data > clock.today():
            raise ValidationError(_("This day has not come yet."))
        if self.appointment is not None and field.data < self.appointment.starts_on:
            raise ValidationError(_("The term had not begun on that day."))

    def validate_hours(self, field: Any) -> None:
        """Quarters of an hour, as nobody remembers minutes."""
        if field.data is None or field.errors:
            return  # what was typed is no number of hours, which is said already
        if field.data * 4 % 1:
            raise ValidationError(_("Give quarters of an hour, such as 0.25 or 1.5."))


class HoursCorrectionForm(HoursForm):
    """The same, in the place of what was logged; 0 takes it back."""

    hours = DecimalField(
        _l("Hours"),
        description=_l("0 takes the entry back."),
        validators=[InputRequired(_l("Give the hours as a number.")), NumberRange(0, 24, _l("From 0 to 24 hours."))],
    )


class CeilingForm(Form):
    """How many hours a month are agreed; empty goes back to what holds for all."""

    ceiling = DecimalField(
        _l("Hours a month"),
        description=_l("Empty: what the company has set."),
        validators=[Optional(), NumberRange(0, 240, _l("From 0 to 240 hours."))],
    )

    @property
    def minutes(self) -> int | None:
        """What was typed, in whole minutes; None where nothing was."""
        return None if self.ceiling.data is None else int(self.ceiling.data * 60)


class DeputyForm(Form):
    """Who stands in, and on which days."""

    person = RadioField(_l("Deputy"), coerce=int, validators=[InputRequired(_l("Choose a person."))])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Give a day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Give a day."))])

    def offer(self, people: Iterable[Person]) -> None:
        """Set whom one may choose."""
        told = [(person, (person.name, person.employee_no)) for person in people]
        self.person.choices = [SelectChoice(person.id, " · ".join(words)) for person, words in told]

    def validate_ends_on(self, field: Any) -> None:
        """Not before the first day, not in the past, and not for ever."""
        if field.data is None:
            return  # what was typed is no day, which is said already
        if self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day comes before the first."))
        if field.data < clock.today():
            raise ValidationError(_("The last day has passed already."))
        if self.starts_on.data and field.data - self.starts_on.data > LONGEST:
            raise ValidationError(_("At most one year; for longer, hand over."))
