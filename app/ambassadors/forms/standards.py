"""What the company asks of superusers and ambassadors."""

from collections.abc import Iterable
from decimal import Decimal

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.ambassadors.models import Phase, ServiceStandard
from app.foundation.forms import Form
from app.training.models import TrainingPath

PEOPLE = [InputRequired(_l("Give a whole number.")), NumberRange(1, 1000, _l("From 1 to 1000 people."))]


class StandardForm(Form):
    """Phase, people for each superuser, kits, and hours a month."""

    phase = RadioField(
        _l("Phase of the roll-out"),
        choices=[
            SelectChoice(Phase.pilot.value, _l("Pilot: few people, many questions")),
            SelectChoice(Phase.adopting.value, _l("Adopting: departments go live one after the other")),
            SelectChoice(Phase.settled.value, _l("Settled: everybody works with it")),
        ],
        validators=[InputRequired(_l("Choose a phase."))],
    )
    people_in_pilot = IntegerField(_l("People for each superuser, pilot"), validators=PEOPLE)
    people_adopting = IntegerField(_l("People for each superuser, adopting"), validators=PEOPLE)
    people_settled = IntegerField(_l("People for each superuser, settled"), validators=PEOPLE)
    superuser_kit = SelectField(_l("What superusers have to pass"))
    ambassador_kit = SelectField(_l("What ambassadors have to pass"))
    hours = DecimalField(
        _l("Hours a month"),
        description=_l("What is agreed where nothing else is."),
        validators=[InputRequired(_l("Give the hours as a number.")), NumberRange(0, 240, _l("From 0 to 240 hours."))],
    )
    reason = TextAreaField(_l("Why it changes"), validators=[DataRequired(), Length(min=3, max=500)])

    def offer(self, paths: Iterable[TrainingPath], now: ServiceStandard) -> None:
        """Set which paths may be asked for; what is asked now stays on offer."""
        language = str(get_locale())
        titles = {path.code: f"{path.code} · {path.title(language)}" for path in paths}
        for field, code in ((self.superuser_kit, now.superuser_kit), (self.ambassador_kit, now.ambassador_kit)):
            offered = titles if code in titles or not code else {**titles, code: code}
            field.choices = [*(SelectChoice(*each) for each in offered.items()), SelectChoice("", _("Nothing"))]

    def show(self, now: ServiceStandard) -> None:
        """Fill in what holds."""
        self.process(obj=now)
        self.hours.data = Decimal(now.monthly_minutes) / 60
        self.reason.data = ""

    def words(self) -> dict[str, str]:
        """What the phases and the paths on offer are called, by value and code."""
        fields = (self.phase, self.superuser_kit, self.ambassador_kit)
        return {each.value: str(each.label) for field in fields for each in field.choices}

    def standard(self) -> ServiceStandard:
        """What was typed."""
        return ServiceStandard(
            phase=Phase(self.phase.data),
            people_in_pilot=self.people_in_pilot.data,
            people_adopting=self.people_adopting.data,
            people_settled=self.people_settled.data,
            superuser_kit=self.superuser_kit.data,
            ambassador_kit=self.ambassador_kit.data,
            monthly_minutes=int((self.hours.data or Decimal(0)) * 60),
        )
