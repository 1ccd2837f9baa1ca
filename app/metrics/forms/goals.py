"""What is written about goals."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, Field, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.foundation import clock
from app.foundation.forms import Form
from app.metrics.actions.goals import GoalData
from app.metrics.labels import DIRECTIONS
from app.metrics.models.months import Direction
from app.metrics.texts import Definition

EARLIEST = date(2000, 1, 1)
MONTHS_AHEAD = 36
LARGEST = 1_000_000
WHOLE = 100


class GoalForm(Form):
    """A new version of a goal."""

    direction = SelectField(_l("The figure is to be"))
    target = DecimalField(
        _l("Goal"),
        places=None,
        validators=[InputRequired(_l("Give the goal as a number.")), NumberRange(-LARGEST, LARGEST)],
    )
    due_month = SelectField(_l("By the end of"))
    baseline_on = DateField(_l("Compared with the end of"), validators=[InputRequired(_l("Give the day."))])
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(_l("Say why this goal.")), Length(max=500)])

    def offer(self, definition: Definition, today: date) -> None:
        """Both directions, and the months to come."""
        self._percent = definition.unit == "percent"
        self.direction.choices = list(DIRECTIONS.items())
        months = [today.year * 12 + today.month - 1 + ahead for ahead in range(MONTHS_AHEAD)]
        names = [f"{month // 12}-{month % 12 + 1:02}" for month in months]
        self.due_month.choices = [(name, name) for name in names]

    def validate_target(self, field: Field) -> None:
        """Percent lie between 0 and 100; two decimals are enough."""
        if field.data is None:
            return
        if self._percent and not 0 <= field.data <= WHOLE:
            raise ValidationError(_("Percent lie between 0 and 100."))
        if field.data != round(field.data, 2):
            raise ValidationError(_("Two decimals are enough."))

    def validate_baseline_on(self, field: Field) -> None:
        """A day that is over: nobody knows the figures of another."""
        if field.data and not EARLIEST <= field.data < clock.today():
            raise ValidationError(_("Choose a day that is over, back to the year 2000."))

    @property
    def goal(self) -> GoalData:
        """What is asked for."""
        return GoalData(
            direction=Direction(self.direction.data),
            target=Decimal(self.target.data),
            due_month=self.due_month.data,
            baseline_on=self.baseline_on.data,
            reason=self.reason.data,
        )


class GiveUpForm(Form):
    """Why a goal does not hold any more."""

    why = TextAreaField(
        _l("Why it is given up"), validators=[DataRequired(_l("Say why the goal is given up.")), Length(max=500)]
    )
