"""A template is brought, and its headings are matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, IntegerField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import Form
from app.hr.content.masks import MaskFault, day_mask, moment_mask, number_mask
from app.hr.content.profile import MOMENTS
from app.hr.queries.columns import COLUMNS
from app.hr.queries.profiles import KINDS
from app.hr.queries.records import STATUSES


class TemplateForm(Form):
    """A blank workbook, and what the profile made of it is called."""

    title = StringField(_l("What it is for"), validators=[DataRequired(_l("Say what it is for.")), Length(max=100)])
    name = StringField(
        _l("Name for commands"),
        validators=[
            DataRequired(_l("Give it a name.")),
            Regexp(r"[a-z0-9][a-z0-9-]{0,39}\Z", message=_l("Use letters a-z, digits and hyphens, at most 40.")),
        ],
        description=_l("Letters a-z, digits and hyphens."),
    )
    file = FileField(_l("Blank template"), description=_l("XLSX, at most 8 MB."))
    heading_row = IntegerField(
        _l("Row of the headings"),
        validators=[Optional(), NumberRange(1, 20, message=_l("The headings stand in one of the first 20 rows."))],
        description=_l("Leave it empty, and the fullest of the first rows is taken."),
    )

    def validate_file(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))


class MappingForm(Form):
    """What each heading of a template means; `mapping_form` adds the fields."""

    title = StringField(_l("What it is for"), validators=[DataRequired(_l("Say what it is for.")), Length(max=100)])
    statuses = SelectMultipleField(
        _l("Which records"),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Without a tick, all of them."),
    )

    width = 0

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen, as it is kept."""
        lines = [self.line(place) for place in range(self.width)]
        columns = [
            {"source": source.data or "", "text": text.data or "", "mask": mask.data or ""}
            for source, text, mask in lines
        ]
        return {"columns": columns, "statuses": [one for one in STATUSES if one in (self.statuses.data or [])]}

    def line(self, place: int) -> tuple[Any, Any, Any]:
        """The three fields of a heading."""
        return self[f"source_{place}"], self[f"text_{place}"], self[f"mask_{place}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every mask can be read, and nothing is both a column and a text."""
        good = bool(super().validate(extra_validators))
        for place in range(self.width):
            source, text, mask = self.line(place)
            wrong = _line_fault(source.data or "", text.data or "", mask.data or "")
            if wrong:
                field, message = (text, wrong[1]) if wrong[0] == "text" else (mask, wrong[1])
                field.errors = [*field.errors, message]
                good = False
        return good


def _line_fault(source: str, text: str, mask: str) -> tuple[str, str] | None:
    if source and text:
        return "text", _("Choose a column or write a text, not both.")
    if not mask or source not in KINDS:
        return ("mask", _("A mask needs a column.")) if mask else None
    try:
        if source in MOMENTS:
            moment_mask(mask, None)
        elif KINDS[source] == "date":
            day_mask(mask)
        elif KINDS[source] == "number":
            number_mask(mask)
        else:
            return "mask", _("This column is text; it has no mask.")
    except MaskFault:
        return "mask", _("Write a day as YYYY-MM-DD hh:mm, a number as 0 or 0.00.")
    return None


def mapping_form(
    headings: Sequence[str],
    labels: Mapping[str, str],
    language: str,
    *,
    kept: Mapping[str, Any],
    title: str,
    posted: bool,
) -> MappingForm:
    """The form of a template: three fields for each heading, filled with what is kept."""
    ours = [SelectChoice("", _("leave it empty"))]
    ours += [SelectChoice(one.name, f"{one.title(language)} · {one.name}") for one in COLUMNS]
    fields: dict[str, Any] = {"width": len(headings)}
    values: dict[str, Any] = {"title": title, "statuses": list(kept["statuses"])}
    for place, heading in enumerate(headings):
        said = {"column": heading or str(place + 1)}
        fields[f"source_{place}"] = SelectField(_("%(column)s: our column", **said), choices=ours)
        fields[f"text_{place}"] = StringField(_("%(column)s: always this text", **said), validators=[Length(max=200)])
        fields[f"mask_{place}"] = StringField(_("%(column)s: mask", **said), validators=[Length(max=60)])
        one = kept["columns"][place]
        values |= {f"{key}_{place}": one.get(key, "") for key in ("source", "text", "mask")}
    made = type("MadeForm", (MappingForm,), fields)
    form: MappingForm = made(data=values) if posted else made(formdata=None, data=values)
    form.statuses.choices = [SelectChoice(status, labels[status]) for status in STATUSES]
    return form
