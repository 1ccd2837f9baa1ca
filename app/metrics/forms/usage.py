"""The forms of usage: a file, what its headings stand for, and what may be done with it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from app.foundation import clock
from app.foundation.forms import Form, add_error
from app.foundation.i18n import language
from app.metrics.forms.fields import MonthField
from app.metrics.formulas.usage import FIELDS, Layout
from app.metrics.formulas.usage_days import ORDERS
from app.metrics.labels import USAGE_FIELDS, USAGE_ORDERS
from app.metrics.queries.usage_kept import first_kept
from app.metrics.queries.usage_presets import presets

OTHER = "other"


class UsageForm(Form):
    """A file, the tool it is from, and the months that it tells all of."""

    tool = SelectField(_l("Tool"), default="", validators=[InputRequired(_l("Choose the tool."))])
    name = StringField(
        _l("Name of another tool"), validators=[Length(max=60)], description=_l("Only for a tool that is not listed.")
    )
    first = MonthField(_l("First month"), validators=[InputRequired(_l("Write the month as 2026-06."))])
    last = MonthField(
        _l("Last month"),
        validators=[InputRequired(_l("Write the month as 2026-06."))],
        description=_l("Months that are over. What earlier files of this tool said of them is replaced."),
    )
    file = FileField(_l("File"), description=_l("XLSX or CSV, at most 8 MB. The first row holds the headings."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, preset.title[language()]) for code, preset in presets().items()]
        self.tool.choices = [("", _("Choose")), *named, (OTHER, _("Another tool"))]

    @staticmethod
    def suggested() -> dict[str, date]:
        """The month that ended last."""
        month = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
        return {"first": month, "last": month}

    def validate_name(self, field: Any) -> None:
        """Another tool has a name."""
        if self.tool.data == OTHER and not field.data:
            raise ValidationError(_("Write the name of the tool."))

    def validate_first(self, field: Any) -> None:
        """Of months whose usage is still kept."""
        kept = first_kept(clock.today())
        if field.data is not None and f"{field.data:%Y-%m}" < kept:
            raise ValidationError(_("Usage is kept for 13 months: choose %(month)s or later.", month=kept))

    def validate_last(self, field: Any) -> None:
        """Over, not before the first, and not too many at once."""
        first, last = self.first.data, field.data
        if first is None or last is None:
            return
        if last >= clock.today().replace(day=1):
            raise ValidationError(_("Choose months that are over."))
        if last < first:
            raise ValidationError(_("The last month cannot be before the first."))

    def validate_file(self, field: Any) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))

    @property
    def tool_name(self) -> str:
        """Code of the preset, or the name that was written."""
        return str(self.name.data if self.tool.data == OTHER else self.tool.data)

    @property
    def months(self) -> tuple[str, str]:
        """First and last month."""
        return f"{self.first.data:%Y-%m}", f"{self.last.data:%Y-%m}"


class LayoutForm(Form):
    """Which heading stands for which field."""

    person = SelectField(USAGE_FIELDS["person"], description=_l("Employee number, mail address or name."))
    due = SelectField(USAGE_FIELDS["due"])
    done = SelectField(USAGE_FIELDS["done"])
    is_done = SelectField(USAGE_FIELDS["is_done"])
    project = SelectField(USAGE_FIELDS["project"])
    month = SelectField(USAGE_FIELDS["month"])
    active_weeks = SelectField(USAGE_FIELDS["active_weeks"])
    core_due = SelectField(USAGE_FIELDS["core_due"])
    core_on_time = SelectField(USAGE_FIELDS["core_on_time"])
    features_used = SelectField(USAGE_FIELDS["features_used"])
    features_enabled = SelectField(USAGE_FIELDS["features_enabled"])
    order = SelectField(_l("Days in numbers are written"))

    def offer(self, headings: Sequence[str]) -> None:
        """What may be chosen."""
        for name in FIELDS:
            self[name].choices = [("", _("Not in the file")), *((heading, heading) for heading in headings)]
        self.order.choices = [(order, USAGE_ORDERS[order]) for order in ORDERS]

    def show(self, layout: Layout) -> None:
        """Fill in what is known."""
        for name in FIELDS:
            self[name].data = layout.fields.get(name, "")
        self.order.data = layout.order

    @property
    def fields(self) -> Mapping[str, str]:
        """Field by field the heading that was chosen."""
        return {name: str(self[name].data) for name in FIELDS if self[name].data}

    def is_whole(self) -> bool:
        """Whether everything is there to count; what is missing is said at its field."""
        fields = self.fields
        if "person" not in fields:
            add_error(self.person, _("Choose the column that names people."))
        if "month" in fields:
            for name in ("active_weeks", "core_due", "core_on_time"):
                if name not in fields:
                    add_error(self[name], _("A file by months needs this column."))
        elif not {"due", "done"} & set(fields):
            add_error(self.due, _("Choose the due day or the day done; or, for a file by months, the month."))
        return not self.errors and Layout(fields).complete


class TakeUsageForm(Form):
    """What a file may do beyond counting the people it names."""

    without_unknown = BooleanField(_l("Leave out the people who are not known here"))
