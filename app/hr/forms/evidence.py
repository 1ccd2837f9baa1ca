"""Whom, what and which day the question of evidence is about."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.foundation import clock
from app.foundation.forms import Form
from app.training.models import TrainingPath


class EvidenceForm(Form):
    """Asks whether somebody was trained before a day."""

    class Meta(Form.Meta):
        """A question is read, not written: it needs no token."""

        csrf = False

    q = StringField(_l("Employee no. or name"), validators=[DataRequired(_l("Say who it is about.")), Length(max=100)])
    path = SelectField(_l("Path"), validators=[InputRequired(_l("Choose a path."))])
    module = SelectField(_l("Module"), validators=[Optional()], validate_choice=False)
    before = DateField(
        _l("Trained before"),
        validators=[InputRequired(_l("Choose a day."))],
        description=_l("The day itself does not count."),
    )
    as_of = DateField(
        _l("As known on"),
        validators=[Optional()],
        description=_l("What was recorded by the end of this day; empty for today."),
    )

    def validate_as_of(self, field: Any) -> None:
        """Nobody knows the records of a day that has not come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Choose today or a day before."))

    def offer_paths(self, paths: Mapping[str, TrainingPath], language: str) -> None:
        """Set the choices of the path, by code; modules are offered once it is known."""
        self.paths = paths
        told = [SelectChoice(code, f"{code} {path.title(language)}") for code, path in paths.items()]
        self.path.choices = [SelectChoice("", _("Choose …")), *told]
        self.offer_modules({})

    def offer_modules(self, titles: dict[str, str]) -> None:
        """Set the choices of the module."""
        self.module.choices = [
            SelectChoice("", _("The whole path")),
            *(SelectChoice(module_id, title) for module_id, title in titles.items()),
        ]


class EvidencePackForm(EvidenceForm):
    """The same question, sent as a POST with a token: the pack is written into the audit trail."""

    class Meta(Form.Meta):
        """This one writes: it needs a token."""

        csrf = True
