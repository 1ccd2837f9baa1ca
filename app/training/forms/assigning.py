"""Forms that assign, take back, waive, credit and give more time."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.models import ProjectGroup
from app.foundation import clock
from app.foundation.forms import Form
from app.training.models import TrainingPath


class AssignmentForm(Form):
    """Assign a path to a person by hand."""

    path_id = SelectField(_l("Path"), [InputRequired(_l("Choose a path."))], coerce=int)
    due_on = DateField(
        _l("Due on"), [Optional()], description=_l("The day counts until its end. Leave empty for no due date.")
    )
    mandatory = BooleanField(_l("Mandatory"), default=True)

    def offer(self, paths: list[TrainingPath], language: str) -> None:
        """Fill the list of paths."""
        self.path_id.choices = [SelectChoice(str(path.id), path.title(language)) for path in paths]

    def validate_due_on(self, field: Any) -> None:
        """Nothing is due before today."""
        day: date | None = field.data
        if day is not None and day < clock.today():
            raise ValidationError(str(_l("Choose today or a later day.")))


class ReasonForm(Form):
    """Why something is taken back or waived."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why; the person reads it.")), Length(3, 500)],
        description=_l("One sentence is enough. The person reads it, and it stays on record."),
    )


class WaiverForm(ReasonForm):
    """Why something need not be done, and the paper behind it."""

    document = StringField(
        _l("Document"),
        [DataRequired(_l("Name the document.")), Length(2, 200)],
        description=_l("What proves it and where it is kept, for example the number of a letter."),
    )


class EquivalenceForm(WaiverForm):
    """What was learned elsewhere, when, and with which score."""

    done_on = DateField(
        _l("Day of the document"),
        [InputRequired(_l("Enter the day on the document."))],
        description=_l("The path counts as completed on this day."),
    )
    score = IntegerField(
        _l("Score"),
        [Optional(), NumberRange(0, 100)],
        description=_l("0 to 100, as the document says. Empty: the pass mark of the path."),
    )

    def validate_done_on(self, field: Any) -> None:
        """A document of a day to come proves nothing yet."""
        if field.data is not None and field.data > clock.today():
            raise ValidationError(str(_l("Choose today or an earlier day.")))


class ExtensionForm(Form):
    """A later due date, and why."""

    to_on = DateField(
        _l("New due date"), [InputRequired(_l("Choose a day."))], description=_l("The day counts until its end.")
    )
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why; the person reads it.")), Length(3, 500)],
        description=_l("One sentence is enough. The person reads it, and it stays on record."),
    )
    document = StringField(_l("Document"), [Optional(), Length(2, 200)], description=_l("If there is one."))

    def validate_to_on(self, field: Any) -> None:
        """Nothing is due before today."""
        if field.data is not None and field.data < clock.today():
            raise ValidationError(str(_l("Choose today or a later day.")))


class GroupForm(AssignmentForm):
    """Assign a path to everyone of a project group."""

    group_id = SelectField(_l("Project group"), [InputRequired(_l("Choose a project group."))], coerce=int)

    def offer(  # type: ignore[override]
        self, paths: list[TrainingPath], groups: list[ProjectGroup], language: str
    ) -> None:
        """Fill the lists."""
        super().offer(paths, language)
        self.group_id.choices = [SelectChoice(str(group.id), group.title(language)) for group in groups]


class NoteForm(Form):
    """What kept somebody from learning in working time."""

    text = TextAreaField(
        _l("What happened?"),
        [Optional(), Length(max=500)],
        description=_l(
            "A few words help, but you may leave it empty. Your manager, HR and the PMO read it; nobody else."
        ),
    )


class AnswerForm(Form):
    """What a manager answers."""

    answer = TextAreaField(
        _l("Answer"),
        [DataRequired(_l("Write an answer.")), Length(2, 500)],
        description=_l("When and how there will be time. The person reads it."),
    )
