"""Forms about appointments."""

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.forms import Form


def _named(people: Iterable[Person], able: Collection[int] | None) -> list[SelectChoice]:
    """Choices by name and number; with a word at those who have not passed the kit."""
    return [SelectChoice(person.id, _label(person, able)) for person in people]


def _label(person: Person, able: Collection[int] | None) -> str:
    lacks = able is not None and person.id not in able
    told = (person.name, person.employee_no, _("has not passed the kit yet") if lacks else "")
    return " · ".join(filter(None, told))


class NominationForm(Form):
    """Who is asked to serve, from when to when, and why."""

    person = RadioField(_l("Person"), coerce=int, validators=[InputRequired(_l("Choose a person."))])
    starts_on = DateField(_l("First day of the term"), validators=[InputRequired()])
    ends_on = DateField(
        _l("Last day of the term"), description=_l("Empty: until further notice."), validators=[Optional()]
    )
    reason = TextAreaField(
        _l("Why this person"),
        description=_l("The person reads this in the question."),
        validators=[DataRequired(), Length(min=3, max=1000)],
    )

    def offer(self, people: Iterable[Person], able: Collection[int] | None = None) -> None:
        """Set whom one may choose; with `able`, who of them has passed the kit; the others say so."""
        self.person.choices = _named(people, able)

    def validate_ends_on(self, field: Any) -> None:
        """A term ends after it begins, and not in the past."""
        if field.data is None:
            return  # what was typed is no day, which is said already
        if self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day comes before the first."))
        if field.data < clock.today():
            raise ValidationError(_("The last day has passed already."))


class EndForm(Form):
    """Why a term ends."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(min=3, max=1000)])


class HandOverForm(Form):
    """Who takes over, and a word to them."""

    successor = RadioField(
        _l("Successor"),
        coerce=int,
        description=_l("Is asked to accept, as with every nomination."),
        validators=[InputRequired(_l("Choose a person."))],
    )
    reason = TextAreaField(
        _l("A word to the successor"), description=_l("May stay empty."), validators=[Optional(), Length(max=1000)]
    )

    def offer(self, people: Iterable[Person], able: Collection[int] | None = None) -> None:
        """Set who may follow; `able` as in a nomination."""
        self.successor.choices = _named(people, able)


class AnswerForm(Form):
    """Accept or decline."""

    answer = HiddenField(validators=[InputRequired(), AnyOf(["accept", "decline"])])
