"""Which records, and as what file."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional, ValidationError

from app.foundation import clock
from app.foundation.forms import Form
from app.hr.queries.records import STATUSES, Filter, filter_of


def _choices(everything: str, pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", everything), *(SelectChoice(value, label) for value, label in pairs)]


class FilterForm(Form):
    """Which records; empty fields do not restrict."""

    class Meta(Form.Meta):
        """A search is read, not written: it needs no token."""

        csrf = False

    q = StringField(_l("Name or employee no."), validators=[Optional(), Length(max=100)])
    department = SelectField(_l("Department"), validators=[Optional()])
    path = SelectField(_l("Path"), validators=[Optional()])
    status = SelectField(_l("Status"), validators=[Optional()])
    as_of = DateField(_l("As of"), validators=[Optional()])

    def validate_as_of(self, field: Any) -> None:
        """Nobody knows the completions of a day that has not come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Choose today or a day before."))

    def offer(self, departments: list[tuple[str, str]], paths: list[tuple[str, str]], labels: dict[str, str]) -> None:
        """Set the choices."""
        self.department.choices = _choices(_("All departments"), departments)
        self.path.choices = _choices(_("All paths"), paths)
        self.status.choices = _choices(_("All statuses"), [(status, labels[status]) for status in STATUSES])

    def chosen(self) -> Filter:
        """The filter; what is wrong in the form does not restrict. Without a day it is today, and the form says so."""
        wrong = self.errors
        texts = {
            name: "" if name in wrong else (self[name].data or "") for name in ("department", "path", "status", "q")
        }
        if not self.as_of.data and "as_of" not in wrong:
            self.as_of.data = clock.today()
        day = self.as_of.data if "as_of" not in wrong else None
        return filter_of(day or clock.today(), texts)


class ExportForm(FilterForm):
    """The same filter, sent as a POST with a token, and the kind of file."""

    class Meta(Form.Meta):
        """This one writes the log of exports: it needs a token."""

        csrf = True

    format = HiddenField(validators=[InputRequired(), AnyOf(["xlsx", "csv", "jsonl", "xapi"])])
