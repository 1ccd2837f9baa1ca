"""What is written about scores: contests, decisions, weights and the policy."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange

from app.foundation import clock
from app.foundation.forms import Form
from app.metrics.actions.weights import WHOLE
from app.metrics.labels import SCORE_PARTS
from app.metrics.models import Contest, ContestOutcome, CorrectionKind

EARLIEST = date(2000, 1, 1)


class ContestForm(Form):
    """Why a part of the own score, or one event in it, is wrong."""

    part = SelectField(_l("What is wrong"))
    reason = TextAreaField(
        _l("Why"),
        validators=[DataRequired(_l("Say what is wrong, in one sentence.")), Length(max=2000)],
    )

    def offer(self, parts: Sequence[str]) -> None:
        """The parts that may be contested here."""
        self.part.choices = [(name, SCORE_PARTS[name]) for name in parts]


class DecisionForm(Form):
    """The decision on a contest; the button says the outcome."""

    outcome = HiddenField(validators=[AnyOf([each.value for each in ContestOutcome])])
    correction = SelectField(_l("If accepted, in whole or in part"))
    answer = TextAreaField(
        _l("Answer to the person"),
        validators=[DataRequired(_l("Give your reasons; the person reads them.")), Length(max=2000)],
    )

    def offer(self, contest: Contest, *, late: bool) -> None:
        """What a correction can do here; the usual one first."""
        on_time = [(CorrectionKind.on_time.value, _("It counts as completed on time"))] if late else []
        left_out = _("It does not count in this part") if contest.assignment_id else _("This part does not count")
        self.correction.choices = [*on_time, (CorrectionKind.left_out.value, left_out), ("", _("Nothing is corrected"))]


class WeightsForm(Form):
    """A new version of the weights."""

    completion = IntegerField(SCORE_PARTS["completion"], validators=[InputRequired(), NumberRange(0, 100)])
    on_time = IntegerField(SCORE_PARTS["on_time"], validators=[InputRequired(), NumberRange(0, 100)])
    assessment = IntegerField(SCORE_PARTS["assessment"], validators=[InputRequired(), NumberRange(0, 100)])
    practice = IntegerField(SCORE_PARTS["practice"], validators=[InputRequired(), NumberRange(0, 100)])
    tool_use = IntegerField(SCORE_PARTS["tool_use"], validators=[InputRequired(), NumberRange(0, 100)])
    valid_from = SelectField(_l("From the month"))
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(_l("Say why the weights change.")), Length(max=500)])

    def validate_tool_use(self, _field: Field) -> None:
        """The five make 100 together."""
        whole = sum(self[name].data or 0 for name in SCORE_PARTS)
        if whole != WHOLE:
            raise ValidationError(_("The weights make %(sum)s together; they must make exactly 100.", sum=whole))

    def offer(self, today: date) -> None:
        """Months that have not begun."""
        self.valid_from.choices = [(day.isoformat(), f"{day:%Y-%m}") for day in next_months(today)]


def next_months(today: date) -> list[date]:
    """The first days of the twelve months to come."""
    months = [today.year * 12 + today.month + ahead for ahead in range(12)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


class PolicyForm(Form):
    """The rules that the company adopted, and how people were told."""

    title = StringField(_l("Title"), validators=[DataRequired(_l("Name the policy.")), Length(max=200)])
    document = StringField(_l("Document"), validators=[DataRequired(_l("Say where it can be read.")), Length(max=500)])
    channel = StringField(
        _l("How it was adopted and made known"),
        validators=[DataRequired(_l("Say how people were heard and told.")), Length(max=500)],
    )
    adopted_on = DateField(_l("Adopted on"), validators=[InputRequired(_l("Give the day of its adoption."))])

    def validate_adopted_on(self, field: Field) -> None:
        """A day that has come."""
        if field.data and not EARLIEST <= field.data <= clock.today():
            raise ValidationError(_("Choose today or an earlier day, back to the year 2000."))
