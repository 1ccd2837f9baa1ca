"""Forms of the board: ballots, recusals, rounds, its rule and deputies."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.accounts.models import Person
from app.changes.formulas.deciding import Choice, Rule
from app.changes.models.ballots import RecusalReason
from app.changes.texts import choice_look, recusal_choice
from app.foundation import clock
from app.foundation.forms import Form
from app.foundation.words import is_blank, normalised

REASON_LIMIT = 2000
SAYS_WHY = {Choice.reject, Choice.approve_with_conditions}
OWN_REASONS = (RecusalReason.involved, RecusalReason.close_to_it, RecusalReason.other)
NOBODY = 0


def _clean(value: str | None) -> str:
    return normalised(value or "")


def _reason(label: Any, *, required: bool = True, help: Any = "") -> TextAreaField:  # noqa: A002 (as ui.field names it)
    rules = [DataRequired(_l("Say why."))] if required else []
    return TextAreaField(label, [*rules, Length(max=REASON_LIMIT)], filters=[_clean], description=help)


class BallotForm(Form):
    """What is said for a seat, and the hash of the text it is said about."""

    seat = IntegerField(widget=HiddenInput())
    seen = HiddenField()
    choice = RadioField(_l("Your ballot"), [InputRequired(_l("Choose what you say."))])
    comment = _reason(_l("Reason"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.choice.choices = [(choice.value, choice_look(choice).label) for choice in Choice]

    def validate_comment(self, field: TextAreaField) -> None:
        """Rejecting needs a reason, and conditions must be named."""
        if self.choice.data in SAYS_WHY and is_blank(field.data):
            conditions = self.choice.data == Choice.approve_with_conditions
            raise ValidationError(_("Name the conditions.") if conditions else _("Say why you reject it."))


class RecusalForm(Form):
    """Why a member takes no part."""

    seat = IntegerField(widget=HiddenInput())
    reason = SelectField(_l("Why"), [InputRequired()], default=RecusalReason.involved.value)
    text = _reason(_l("In your words"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [(reason.value, recusal_choice(reason)) for reason in OWN_REASONS]

    def validate_text(self, field: TextAreaField) -> None:
        """Another reason is said in words."""
        if self.reason.data == RecusalReason.other and is_blank(field.data):
            raise ValidationError(_("Say what the reason is."))


class RoundForm(Form):
    """For how many working days a round is open; empty is what the rule says."""

    working_days = IntegerField(_l("Open for so many working days"), [Optional(), NumberRange(1, 60)])


class ClosingForm(Form):
    """What the chair says with a result."""

    text = _reason(_l("A word of the chair"), required=False, help=_l("Stands beside the decision. May stay empty."))


class StopForm(Form):
    """Why a round is called off."""

    reason = _reason(_l("Why is it stopped?"))


class RuleForm(Form):
    """Quorum, threshold, tie, chair and time."""

    quorum_num = IntegerField(_l("Quorum: so many parts"), [InputRequired(), NumberRange(0, 100)])
    quorum_den = IntegerField(_l("of so many"), [InputRequired(), NumberRange(1, 100)])
    threshold_num = IntegerField(_l("Approval: so many parts"), [InputRequired(), NumberRange(1, 100)])
    threshold_den = IntegerField(_l("of so many"), [InputRequired(), NumberRange(1, 100)])
    casting_vote = BooleanField(_l("The ballot of the chair breaks a tie"))
    chair = SelectField(_l("Chair"), coerce=int, default=NOBODY)
    working_days = IntegerField(
        _l("Working days a round is open"),
        [InputRequired(), NumberRange(1, 60)],
        description=_l("It closes at the end of the last one."),
    )
    reason = _reason(_l("Why this rule"), help=_l("Stands in the history of the rule."))

    def offer(self, members: Iterable[Person]) -> None:
        """Members who may be the chair."""
        people = [SelectChoice(person.id, f"{person.name} · {person.employee_no}") for person in members]
        self.chair.choices = [SelectChoice(NOBODY, _("Nobody")), *people]

    @property
    def rule(self) -> Rule:
        """What was entered, as the formulas know it."""
        return Rule(
            quorum_num=self.quorum_num.data,
            quorum_den=self.quorum_den.data,
            threshold_num=self.threshold_num.data,
            threshold_den=self.threshold_den.data,
            casting_vote=self.casting_vote.data,
        )

    def validate_quorum_num(self, field: IntegerField) -> None:
        """A share is at most the whole."""
        if field.data is not None and field.data > (self.quorum_den.data or 0):
            raise ValidationError(_("More than all cannot take part."))

    def validate_threshold_num(self, field: IntegerField) -> None:
        """A share is at most the whole."""
        if field.data is not None and field.data > (self.threshold_den.data or 0):
            raise ValidationError(_("More than all cannot approve."))

    def validate_casting_vote(self, field: BooleanField) -> None:
        """A tie is far from enough where more than half must approve."""
        if field.data and (self.threshold_num.data or 0) * 2 > (self.threshold_den.data or 0):
            raise ValidationError(_("Where more than half must approve, a tie is not enough, and nothing breaks it."))


class DeputyForm(Form):
    """Who acts for a member, from when to when."""

    q = StringField(_l("Name or employee number"))
    deputy = RadioField(_l("Deputy"), coerce=int, validators=[InputRequired(_l("Choose a person."))])
    first_on = DateField(_l("First day"), [InputRequired()])
    last_on = DateField(_l("Last day"), [InputRequired()])

    def offer(self, people: Iterable[Person]) -> None:
        """Set whom one may choose."""
        self.deputy.choices = [SelectChoice(person.id, f"{person.name} · {person.employee_no}") for person in people]

    def validate_last_on(self, field: DateField) -> None:
        """A time ends after it begins, and not in the past."""
        if field.data is None:
            return  # what was typed is no day, which is said already
        if self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(_("The last day comes before the first."))
        if field.data < clock.today():
            raise ValidationError(_("The last day has passed already."))
