"""The forms of the pulse: a round, and an answer."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, pgettext
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.foundation import clock
from app.foundation.forms import Form
from app.metrics.formulas.pulse import BARRIERS
from app.metrics.labels import PULSE_ITEMS
from app.metrics.models import PulseRound

LONGEST_DAYS = 31
NOT_SAID = "none"
GRADES = ("5", "4", "3", "2", "1")


class RoundForm(Form):
    """A question to everyone."""

    question_zh = StringField(
        _l("Question in Chinese"), validators=[DataRequired(_l("Write the question.")), Length(max=200)]
    )
    question_en = StringField(
        _l("Question in English"), validators=[DataRequired(_l("Write the question.")), Length(max=200)]
    )
    closes_on = DateField(
        _l("Last day for answers"),
        validators=[InputRequired(_l("Choose a day."))],
        description=_l("The round counts for the month of this day."),
    )
    baseline = SelectField(_l("Compare with"), validate_choice=True, default="")

    def validate_closes_on(self, field: Any) -> None:
        """From tomorrow on, and not for ever."""
        today = clock.today()
        if field.data is not None and not today < field.data <= today + timedelta(days=LONGEST_DAYS):
            raise ValidationError(_("Choose a day from tomorrow to 31 days ahead."))

    def offer(self, finished: list[PulseRound]) -> None:
        """Earlier rounds to compare with."""
        self.baseline.choices = [("", _("No round")), *((str(row.id), row.month) for row in finished)]

    @staticmethod
    def suggested() -> dict[str, Any]:
        """What a round usually asks, and how long."""
        return {
            "question_zh": "总的来说，你对新的项目管理系统满意吗？",
            "question_en": "All in all, how content are you with the new project management system?",
            "closes_on": _a_week_ahead(clock.today()),
        }


def _a_week_ahead(today: date) -> date:
    return today + timedelta(days=7)


class AnswerForm(Form):
    """One answer; every question may be left open by saying so."""

    ticket = HiddenField()
    code = StringField(_l("Your code"), validators=[Length(max=40)])
    answer = RadioField(lazy_pgettext("pulse", "Answer"), validators=[InputRequired(_l("Choose an answer."))])
    awareness = RadioField(PULSE_ITEMS["awareness"].statement, validators=[InputRequired(_l("Choose an answer."))])
    desire = RadioField(PULSE_ITEMS["desire"].statement, validators=[InputRequired(_l("Choose an answer."))])
    knowledge = RadioField(PULSE_ITEMS["knowledge"].statement, validators=[InputRequired(_l("Choose an answer."))])
    ability = RadioField(PULSE_ITEMS["ability"].statement, validators=[InputRequired(_l("Choose an answer."))])
    reinforcement = RadioField(
        PULSE_ITEMS["reinforcement"].statement, validators=[InputRequired(_l("Choose an answer."))]
    )
    text = TextAreaField(
        _l("Anything to add?"),
        validators=[Length(max=1000)],
        description=_l(
            "Shown without department and time, in a mixed order, to the PMO, HR, the board and auditors. Name nobody, "
            "also not yourself."
        ),
    )

    def __init__(self, *args: Any, question: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = (
            _("Very content"),
            pgettext("pulse", "Content"),
            _("Neither"),
            _("Not content"),
            _("Not at all content"),
        )
        agrees = (_("Fully true"), _("Mostly true"), _("Half true"), _("Hardly true"), _("Not true"))
        self.answer.label.text = question
        self.answer.choices = _with_none(content)
        for name in BARRIERS:
            self[name].choices = _with_none(agrees)

    def grade(self, name: str) -> int | None:
        """What was chosen."""
        chosen = self[name].data
        return int(chosen) if chosen in GRADES else None

    def show(self, row: Any, text: str) -> None:
        """Fill in what was answered."""
        for name in ("answer", *BARRIERS):
            self[name].data = str(getattr(row, name) or NOT_SAID)
        self.text.data = text


def _with_none(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [*zip(GRADES, words, strict=True), (NOT_SAID, _("I can't say"))]
