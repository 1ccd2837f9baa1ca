"""Forms about series and meetings."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.models import Person
from app.ambassadors.labels import KINDS, NTHS, RHYTHMS, WEEKDAYS
from app.ambassadors.models import ItemOutcome
from app.foundation import clock
from app.foundation.forms import Form, add_error


def _named(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


def people_choices(people: Iterable[Person]) -> list[SelectChoice]:
    """Choices by name and employee number."""
    return [SelectChoice(person.id, f"{person.name} · {person.employee_no}") for person in people]


class SeriesForm(Form):
    """Who meets, how often, when, where, led by whom."""

    kind = SelectField(_l("Circle"), choices=_named(KINDS))
    name = StringField(lazy_pgettext("thing", "Name"), validators=[DataRequired(), Length(max=100)])
    rhythm = RadioField(_l("Rhythm"), choices=_named(RHYTHMS), default="monthly")
    every = IntegerField(
        _l("Every how many weeks or months"), default=1, validators=[InputRequired(), NumberRange(min=1, max=12)]
    )
    nth = SelectField(_l("Which week of the month"), coerce=int, choices=_named(NTHS), default=2)
    weekday = SelectField(_l("Weekday"), coerce=int, choices=_named(WEEKDAYS), default=1)
    first_on = DateField(lazy_pgettext("day", "From"), validators=[InputRequired()])
    starts = TimeField(_l("Begins at"), validators=[InputRequired()])
    ends = TimeField(_l("Ends at"), validators=[InputRequired()])
    place = StringField(_l("Place or link"), validators=[Length(max=300)])
    chair = StringField(
        lazy_pgettext("meeting", "Chair"), description=_l("Employee number."), validators=[Length(max=40)]
    )
    by_rule = BooleanField(_l("Invite the whole circle, as it is at the time"), default=True)
    listed = TextAreaField(
        _l("Also invited"), description=_l("Employee numbers, one a line."), validators=[Length(max=2000)]
    )
    version = HiddenField()

    def validate_ends(self, field: Any) -> None:
        """A meeting ends after it begins."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_("It must end after it begins."))


class MoveMeetingForm(Form):
    """Another time or place for one meeting, and why."""

    day = DateField(_l("Day"), validators=[InputRequired()])
    starts = TimeField(_l("Begins at"), validators=[InputRequired()])
    ends = TimeField(_l("Ends at"), validators=[InputRequired()])
    place = StringField(_l("Place or link"), validators=[Length(max=300)])
    words = TextAreaField(
        _l("Why it is moved"),
        description=_l("Everyone who is invited reads this."),
        validators=[DataRequired(), Length(min=2, max=500)],
    )
    version = HiddenField(validators=[InputRequired()])

    def validate_ends(self, field: Any) -> None:
        """A meeting ends after it begins."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_("It must end after it begins."))


class CancelMeetingForm(Form):
    """Why a meeting does not take place."""

    reason = TextAreaField(
        _l("Why it is called off"),
        description=_l("Everyone who is invited reads this. What stands on the agenda returns at the next meeting."),
        validators=[DataRequired(), Length(min=2, max=500)],
    )
    version = HiddenField(validators=[InputRequired()])


class TopicForm(Form):
    """An item in one's own words."""

    topic = StringField(_l("Topic"), validators=[DataRequired(), Length(min=2, max=150)])
    about = TextAreaField(_l("What it is about"), validators=[Length(max=1000)])


class ItemForm(Form):
    """What was said about an item, what was decided, what becomes of it."""

    minutes = TextAreaField(_l("Minutes"), validators=[Length(max=4000)])
    outcome = RadioField(_l("What becomes of it"), validators=[Optional()])
    decision = TextAreaField(_l("Decision or recommendation"), validators=[Length(max=1000)])
    parked_until = DateField(_l("Parked until"), validators=[Optional()])
    version = HiddenField(validators=[InputRequired()])

    def offer(self, words: Mapping[str, str]) -> None:
        """Set what may become of the item."""
        self.outcome.choices = _named(words)

    def validate_decision(self, field: Any) -> None:
        """Who waits for an idea that is parked or recommended is owed words."""
        owes = self.outcome.data in (ItemOutcome.parked, ItemOutcome.recommended)
        if owes and not field.data:
            raise ValidationError(_("Write a sentence for those who wait for this idea."))

    def validate(self, extra_validators: Any = None) -> bool:
        """What is parked is parked until a day."""
        valid = bool(super().validate(extra_validators))
        if self.outcome.data == ItemOutcome.parked and not self.parked_until.errors:
            day = self.parked_until.data
            if day is None or day <= clock.today():
                add_error(self.parked_until, _("Say until when; a day after today."))
                return False
        return valid


class SummaryForm(Form):
    """What concerns the whole meeting."""

    summary = TextAreaField(_l("About the whole meeting"), validators=[Length(max=4000)])
    version = HiddenField(validators=[InputRequired()])


class ExcuseForm(Form):
    """Why somebody cannot come, and who comes instead."""

    excuse = StringField(_l("Why you cannot come"), validators=[DataRequired(), Length(max=300)])
    deputy = StringField(
        _l("Who comes instead"),
        description=_l("Employee number; empty: nobody."),
        validators=[Length(max=40)],
    )


class InviteForm(Form):
    """Somebody who is invited to this one meeting."""

    employee_no = StringField(_l("Employee number"), validators=[DataRequired(), Length(max=40)])


class CorrectionForm(Form):
    """Something to add beneath published minutes."""

    correction = TextAreaField(_l("Correction"), validators=[DataRequired(), Length(min=2, max=2000)])
    item = HiddenField()


class PutOnAgendaForm(Form):
    """The meeting on whose agenda an idea is put."""

    meeting = RadioField(_l("Meeting"), coerce=int, validators=[InputRequired(_l("Choose a meeting."))])
