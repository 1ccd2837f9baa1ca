"""The forms of the register of benefits."""

from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.foundation import clock
from app.foundation.forms import Form, add_error
from app.foundation.i18n import language
from app.metrics.actions.benefits import BenefitData
from app.metrics.forms.fields import MonthField
from app.metrics.labels import BENEFIT_RHYTHMS, EVIDENCE, MEASURES
from app.metrics.models import BenefitLine, Evidence, Measure, Rhythm
from app.metrics.queries.benefits import department_choices, idea_named, release_by_id

CURRENCIES = ("CNY", "EUR", "USD")
MOST = 1_000_000
COUNTED = (Optional(), NumberRange(min=0, max=MOST, message=_l("A whole number from 0 to 1,000,000.")))
NUMBERS = ("baseline_minutes", "new_minutes", "rework_minutes", "occurrences")


class BenefitForm(Form):
    """One line: what became better or worse, by how much, since when, and how that is known."""

    token = HiddenField(default=lambda: uuid4().hex)
    name = StringField(
        _l("What became better, or worse"), validators=[DataRequired(_l("Write what it is.")), Length(max=120)]
    )
    department = SelectField(_l("Department"), default="")
    measure = RadioField(_l("Counted in"), default="time")
    baseline_minutes = IntegerField(_l("Minutes before"), validators=COUNTED)
    new_minutes = IntegerField(_l("Minutes now"), validators=COUNTED)
    rework_minutes = IntegerField(
        _l("Minutes of rework"), validators=COUNTED, description=_l("What the new way costs afterwards, each time.")
    )
    occurrences = IntegerField(
        _l("How often"), validators=COUNTED, description=_l("In a month; for a benefit that comes once: in all.")
    )
    amount = IntegerField(
        _l("Amount"),
        validators=[
            Optional(),
            NumberRange(min=-(10**9), max=10**9, message=_l("A whole number, at most nine digits.")),
        ],
        description=_l("Of money only. A loss has a minus sign."),
    )
    currency = SelectField(_l("Currency"), default="CNY")
    rhythm = RadioField(_l("Comes"), default="monthly")
    first_month = MonthField(_l("First month"), validators=[InputRequired(_l("Write the month as 2026-06."))])
    last_month = MonthField(_l("Last month"), validators=[Optional()], description=_l("Empty as long as it goes on."))
    evidence = RadioField(_l("Kind of evidence"), validators=[InputRequired(_l("Choose how it is known."))])
    source = StringField(
        _l("Document or source"),
        validators=[DataRequired(_l("Name the document, the measurement or who said it.")), Length(max=300)],
    )
    idea = IntegerField(_l("Number of the idea"), validators=[Optional()])
    release = IntegerField(_l("Number of the release"), validators=[Optional()])
    reason = TextAreaField(_l("Reason for the correction"), validators=[Length(max=500)])

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.reason
        self.department.choices = [("", _("The whole company")), *department_choices(language())]
        self.currency.choices = [(code, code) for code in CURRENCIES]
        self.measure.choices = list(MEASURES.items())
        self.rhythm.choices = list(BENEFIT_RHYTHMS.items())
        self.evidence.choices = [
            ("measured", _("Measured: before and after, counts in full")),
            ("sampled", _("Sampled: some cases were timed, counts 0.8")),
            ("claimed", _("Claimed: somebody says so, counts 0.5")),
        ]

    def validate_last_month(self, field: Any) -> None:
        """Not before the first; what comes once has none."""
        if field.data and self.first_month.data and field.data < self.first_month.data:
            raise ValidationError(_("The last month cannot be before the first."))

    def validate_idea(self, field: Any) -> None:
        """An idea that is there for whoever records."""
        if field.data is not None and idea_named(field.data, current_user) is None:
            raise ValidationError(_("There is no idea with this number."))

    def validate_release(self, field: Any) -> None:
        """A release that is there."""
        if field.data is not None and release_by_id(field.data) is None:
            raise ValidationError(_("There is no release with this number."))

    def validate_reason(self, field: Any) -> None:
        """A correction says why."""
        if not field.data:
            raise ValidationError(_("Write why the line is corrected."))

    def is_whole(self) -> bool:
        """Valid, and the amount is one; what is missing is said at its field."""
        self.validate()
        if self.measure.data == Measure.money:
            if not self.amount.data and not self.amount.errors:
                add_error(self.amount, _("Write an amount that is not zero."))
        elif not any(self[name].errors for name in NUMBERS):
            saved = (self.baseline_minutes.data or 0) - (self.new_minutes.data or 0) - (self.rework_minutes.data or 0)
            if not saved:
                add_error(self.baseline_minutes, _("Minutes before and now are the same: nothing is gained or lost."))
            if not self.occurrences.data:
                add_error(self.occurrences, _("Write how often it occurs."))
        return not self.errors

    def as_data(self) -> BenefitData:
        """What was entered."""
        money, once = self.measure.data == Measure.money, self.rhythm.data == Rhythm.once
        last = self.last_month.data
        return BenefitData(
            name=str(self.name.data),
            measure=Measure(self.measure.data),
            evidence=Evidence(self.evidence.data),
            source=str(self.source.data),
            rhythm=Rhythm(self.rhythm.data),
            first_month=f"{self.first_month.data:%Y-%m}",
            last_month=f"{last:%Y-%m}" if last and not once else None,
            baseline_minutes=self.baseline_minutes.data or 0,
            new_minutes=self.new_minutes.data or 0,
            rework_minutes=self.rework_minutes.data or 0,
            occurrences=self.occurrences.data or 0,
            amount=self.amount.data or 0 if money else 0,
            currency=self.currency.data if money else "",
            department_id=int(self.department.data) if self.department.data else None,
            idea_id=self.idea.data,
            release_id=self.release.data,
        )

    @staticmethod
    def suggested(line: BenefitLine | None = None) -> dict[str, Any]:
        """The present month; or everything a line says that is to be corrected."""
        if line is None:
            return {"first_month": clock.today().replace(day=1)}
        names = ("name", *NUMBERS, "amount", "currency", "source")
        return {
            **{name: getattr(line, name) for name in names},
            "department": str(line.department_id or ""),
            "measure": line.measure.value,
            "rhythm": line.rhythm.value,
            "evidence": line.evidence.value,
            "first_month": _first_day(line.first_month),
            "last_month": _first_day(line.last_month),
            "idea": line.idea_id,
            "release": line.release_id,
        }


def _first_day(month: str | None) -> Any:
    return clock.today().replace(year=int(month[:4]), month=int(month[5:]), day=1) if month else None


class ConfirmationForm(Form):
    """Somebody else checks a line."""

    confirmed = RadioField(_l("Confirmation"), validators=[InputRequired(_l("Choose an answer."))])
    note = TextAreaField(_l("What was checked, or why not"), validators=[Length(max=500)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confirmed.choices = [("yes", _("I confirm it")), ("no", _("I do not confirm it"))]

    def validate_note(self, field: Any) -> None:
        """A refusal says why."""
        if self.confirmed.data == "no" and not field.data:
            raise ValidationError(_("Write why not."))


class WithdrawalForm(Form):
    """A line is taken back."""

    withdrawal = TextAreaField(
        _l("Reason"), validators=[DataRequired(_l("Write why the line is taken back.")), Length(max=500)]
    )


class RegisterForm(Form):
    """What is looked for; read from the address."""

    class Meta(Form.Meta):
        """Nothing is written, so nothing is signed."""

        csrf = False

    evidence = SelectField(_l("Kind of evidence"), default="", validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evidence.choices = [("", _("Every level")), *EVIDENCE.items()]
