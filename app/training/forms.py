"""Forms of training, and the reading of answers, whose fields are made by content."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts.models import Tier
from app.foundation import clock
from app.foundation.forms import Form
from app.training.models import TrainingPath

_NAME = re.compile(r"[fq][1-9][0-9]{0,2}")
MOST_VALUES = 100
LONGEST = 5_000

TIER_NAMES = {
    Tier.management: _l("Management"),
    Tier.administrator: _l("Administrators"),
    Tier.end_user: _l("End users"),
}


def posted_answers(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    """The answers among posted fields: lists of texts by input name, bounded in number and length."""
    return {
        name: [value[:LONGEST] for value in values[:MOST_VALUES]]
        for name, values in posted.lists()
        if _NAME.fullmatch(name)
    }


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
        [InputRequired(_l("Say why; the person reads it.")), Length(3, 500)],
        description=_l("One sentence is enough. The person reads it, and it stays on record."),
    )


class RuleForm(Form):
    """Everyone of a tier is assigned a path."""

    path_id = SelectField(_l("Path"), [InputRequired(_l("Choose a path."))], coerce=int)
    tier = SelectField(_l("Tier"), [InputRequired(_l("Choose a tier."))])
    due_days = IntegerField(
        _l("Days to complete it"), [InputRequired(_l("Enter a number of days.")), NumberRange(1, 730)], default=14
    )
    mandatory = BooleanField(_l("Mandatory"), default=True)

    def offer(self, paths: list[TrainingPath], language: str) -> None:
        """Fill the lists."""
        self.path_id.choices = [SelectChoice(str(path.id), path.title(language)) for path in paths]
        self.tier.choices = [SelectChoice(tier.value, name) for tier, name in TIER_NAMES.items()]
