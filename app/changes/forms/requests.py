"""Forms about one change request: its words, its assessment, its next step."""

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DecimalField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import Department, Person
from app.changes.content import REASON_LIMIT, TEXT_LIMIT
from app.changes.forms.fields import (
    area_field,
    in_order,
    moment_field,
    offer_areas,
    text_field,
    title_field,
    version_field,
    whole_number,
)
from app.changes.formulas.risk import ANSWERS, RiskQuestion
from app.changes.labels import move_label, outcome_label, risk_answer, risk_question
from app.changes.models import ChangeKind, ChangeState, ChangeTemplate, ReviewOutcome
from app.foundation.forms import Form

MOST_COST = 10**11


class EditForm(Form):
    """The words of a change request, with the version the form saw."""

    title = title_field(_l("Title"))
    description = text_field(
        _l("What is changed"),
        TEXT_LIMIT,
        help=_l("So that somebody who was not there can do it, and tell when it is done."),
    )
    benefit = text_field(_l("Why"), TEXT_LIMIT, help=_l("Who gains what, and what happens if nothing is done."))
    area = area_field()
    owner = SelectField(_l("Who answers for it"), coerce=int)
    version = version_field()

    def __init__(self, *args: Any, owners: Iterable[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_areas(self.area, _("Choose …"))
        self.owner.choices = [(person.id, f"{person.name} · {person.employee_no}") for person in owners]


class RequestForm(EditForm):
    """A new change request: the same, with its kind."""

    kind = RadioField(_l("Kind"), default=ChangeKind.normal.value)
    template = SelectField(_l("Template"), coerce=int, default=0)
    idea = IntegerField(_l("Idea"), [Optional()])
    token = HiddenField(filters=[lambda value: (value or "")[:64]])

    def __init__(self, *args: Any, templates: Collection[ChangeTemplate] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            (ChangeKind.normal.value, _("Normal: assessed, and decided on by the board")),
            (ChangeKind.standard.value, _("Standard: follows a template that is approved already")),
            (ChangeKind.emergency.value, _("Emergency: two of the board agree, the vote follows")),
        ]
        self.template.choices = [(0, _("Choose …")), *((row.id, row.title) for row in templates)]

    def validate_template(self, field: Field) -> None:
        """A standard change follows a template."""
        if self.kind.data == ChangeKind.standard and not field.data:
            raise ValidationError(_("Choose the template that it follows."))


def _risk_field(question: RiskQuestion) -> RadioField:
    return RadioField(question.value, [Optional()], coerce=int)


class AssessmentForm(Form):
    """What a change costs, touches and risks; gaps may stay until it is ready."""

    hours = whole_number(_l("Hours of work"))
    cost = DecimalField(_l("Cost in CNY"), [Optional(), NumberRange(min=0, max=MOST_COST)], places=2)
    days = whole_number(_l("Duration in days"))
    reach = _risk_field(RiskQuestion.reach)
    standstill = _risk_field(RiskQuestion.standstill)
    data_loss = _risk_field(RiskQuestion.data_loss)
    novelty = _risk_field(RiskQuestion.novelty)
    untested = _risk_field(RiskQuestion.untested)
    no_way_back = _risk_field(RiskQuestion.no_way_back)
    training = text_field(
        _l("Who must learn what"), REASON_LIMIT, required=False, help=_l("Write “none” where there is nothing.")
    )
    communication = text_field(_l("Who must be told what, and when"), REASON_LIMIT, required=False)
    data_impact = text_field(_l("What happens to data"), REASON_LIMIT, required=False)
    back_out_plan = text_field(
        _l("Back-out plan"),
        REASON_LIMIT,
        required=False,
        help=_l("The steps back, who takes them, and how long they take."),
    )
    everyone = BooleanField(_l("It touches everyone"))
    departments = SelectMultipleField(
        _l("Departments it touches"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    tools = text_field(_l("Tools and interfaces it touches"), REASON_LIMIT, required=False)
    version = version_field()

    def __init__(self, *args: Any, departments: Iterable[Department] = (), language: str = "zh", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments.choices = [(row.id, row.title(language)) for row in departments]
        for question in RiskQuestion:
            field = self[question.value]
            field.label.text = risk_question(question)
            field.choices = [(answer, risk_answer(question, answer)) for answer in ANSWERS]

    @property
    def answers(self) -> dict[str, int]:
        """The questions about the risk that were answered."""
        given = {question.value: self[question.value].data for question in RiskQuestion}
        return {question: answer for question, answer in given.items() if answer in ANSWERS}


class MoveForm(Form):
    """The next state of a change request, and why."""

    to = RadioField(_l("Next step"), [InputRequired(_l("Choose what happens next."))])
    reason = text_field(_l("Reason, or on what ground"), REASON_LIMIT, required=False)
    version = version_field()

    def offer(self, moves: Iterable[ChangeState]) -> None:
        """Offer the moves that are open to the reader."""
        self.to.choices = [(move.value, move_label(move)) for move in moves]


class WindowForm(Form):
    """When a change happens."""

    start = moment_field(_l("Begins"))
    end = moment_field(_l("Ends"))
    override_reason = text_field(_l("Why it goes ahead all the same"), REASON_LIMIT, required=False)
    conditions_met = text_field(_l("How the conditions are met"), REASON_LIMIT, required=False)
    version = version_field()

    def validate_end(self, _field: Field) -> None:
        """A window ends after it begins."""
        in_order(self.start, self.end)


class ApprovalForm(Form):
    """Agreeing to an emergency."""

    consent = text_field(_l("Why it cannot wait"), REASON_LIMIT)
    version = version_field()


class ReviewForm(Form):
    """The post-implementation review."""

    outcome = RadioField(_l("Outcome"), [InputRequired(_l("Choose an outcome."))])
    objectives_met = text_field(_l("Were the objectives met?"), REASON_LIMIT)
    incidents = text_field(
        _l("Incidents"), REASON_LIMIT, required=False, help=_l("What went wrong on the way; empty where nothing did.")
    )
    lessons = text_field(_l("What we learned"), REASON_LIMIT)
    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [(outcome.value, outcome_label(outcome)) for outcome in ReviewOutcome]


class LinkForm(Form):
    """Which idea a change request answers."""

    idea = IntegerField(_l("Idea number"), [InputRequired(_l("Enter the number of the idea."))])
