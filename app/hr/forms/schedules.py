"""A file that is delivered by itself: what, how often, where to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation import clock
from app.foundation.forms import Form
from app.foundation.settings import Settings
from app.hr.actions.scheduling import Wanted
from app.hr.content.rhythm import RHYTHMS
from app.hr.labels import period_labels
from app.hr.queries.records import STATUSES

FORMATS = ("xlsx", "csv", "csv-plain", "csv-gb18030", "jsonl", "xapi")
BY_PROFILE = "profile:"
_FOLDER = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*){0,5}\Z")


class ScheduleForm(Form):
    """A new schedule."""

    title = StringField(_l("What it is for"), validators=[DataRequired(_l("Say what it is for.")), Length(max=100)])
    every = SelectField(lazy_pgettext("schedule", "How often"), validators=[InputRequired()])
    starts_on = DateField(
        _l("First day"),
        validators=[InputRequired(_l("Choose the first day."))],
        description=_l("Weekly is on its weekday, monthly on its day. Each file tells of the day before."),
    )
    department = SelectField(_l("Department"), validators=[Optional()])
    path = SelectField(_l("Path"), validators=[Optional()])
    status = SelectField(_l("Status"), validators=[Optional()])
    completed = SelectField(
        _l("Completed in"), validators=[Optional()], description=_l("Told from the day before each delivery.")
    )
    file = SelectField(_l("File"), validators=[InputRequired()])
    language = SelectField(_l("Language of headings"), validators=[InputRequired()])
    target = RadioField(_l("Where to"), validators=[InputRequired(_l("Choose where the file goes."))], default="folder")
    folder = StringField(
        _l("Folder"),
        validators=[Length(max=120)],
        description=_l("Below the folder for deliveries, such as hr/training."),
    )
    recipients = SelectMultipleField(
        _l("People of HR"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("They are told where to take the file; no record goes by mail."),
    )

    def validate_starts_on(self, field: Any) -> None:
        """What is over is taken by hand."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("Choose today or a later day."))

    def validate_folder(self, field: Any) -> None:
        """Names below the folder that the setting names, and nothing that leads out of it."""
        if self.target.data != "folder":
            return
        settings: Settings = current_app.extensions["uptake.settings"]
        if not settings.deliveries:
            raise ValidationError(
                _("No folder for deliveries is set up (UPTAKE_DELIVERIES); ask the IT operator, or choose mail.")
            )
        if not _FOLDER.match(field.data or ""):
            raise ValidationError(_("Write names separated by /, each beginning with a letter or digit."))

    def validate_recipients(self, field: Any) -> None:
        """A mail needs somebody to read it."""
        if self.target.data == "mail" and not field.data:
            raise ValidationError(_("Choose somebody of HR."))

    def offer(
        self,
        *,
        departments: Sequence[tuple[str, str]],
        paths: Sequence[tuple[str, str]],
        labels: dict[str, str],
        rhythms: dict[str, str],
        profiles: Sequence[tuple[str, str]],
        people: Sequence[tuple[int, str]],
    ) -> None:
        """Set the choices."""
        self.every.choices = [SelectChoice(one, rhythms[one]) for one in RHYTHMS]
        self.department.choices = [SelectChoice("", _("All departments")), *_choices(departments)]
        self.path.choices = [SelectChoice("", _("All paths")), *_choices(paths)]
        self.status.choices = [SelectChoice("", _("All statuses")), *(SelectChoice(s, labels[s]) for s in STATUSES)]
        self.completed.choices = [SelectChoice("", _("Any time")), *_choices(list(period_labels().items()))]
        formats = [(one, one.upper()) for one in FORMATS]
        self.file.choices = _choices([*formats, *((BY_PROFILE + name, title) for name, title in profiles)])
        self.language.choices = _choices([("zh", "中文"), ("en", "English")])
        self.target.choices = _choices([("folder", _("into a folder")), ("mail", _("told by mail"))])
        self.recipients.choices = [SelectChoice(number, name) for number, name in people]

    def wanted(self) -> Wanted:
        """What was chosen."""
        file, to_folder = self.file.data or "", self.target.data == "folder"
        by_profile = file.startswith(BY_PROFILE)
        texts = {name: self[name].data or "" for name in ("department", "path", "status", "completed")}
        return Wanted(
            title=self.title.data or "",
            every=self.every.data or "",
            starts_on=self.starts_on.data or clock.today(),
            filters={name: value for name, value in texts.items() if value},
            format="" if by_profile else file,
            profile=file.removeprefix(BY_PROFILE) if by_profile else "",
            language=self.language.data or "zh",
            folder=(self.folder.data or "") if to_folder else "",
            recipients=[] if to_folder else list(self.recipients.data or []),
        )


def _choices(pairs: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]
