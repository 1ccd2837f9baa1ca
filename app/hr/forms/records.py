"""Which records, and as what file."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from app.foundation import clock
from app.foundation.forms import Form, add_error
from app.hr.content.profile import Profile
from app.hr.labels import period_labels
from app.hr.queries.profiles import FaultyProfile, UnknownProfile, profile_named
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
    completed = SelectField(_l("Completed in"), validators=[Optional()])
    as_of = DateField(_l("As of"), validators=[Optional()])
    receipt = HiddenField(validators=[Optional(), Regexp(r"\d{1,9}\Z")])

    def validate_as_of(self, field: Any) -> None:
        """Nobody knows the completions of a day that has not come."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Choose today or a day before."))

    def offer(self, departments: list[tuple[str, str]], paths: list[tuple[str, str]], labels: dict[str, str]) -> None:
        """Set the choices."""
        self.department.choices = _choices(_("All departments"), departments)
        self.path.choices = _choices(_("All paths"), paths)
        self.status.choices = _choices(_("All statuses"), [(status, labels[status]) for status in STATUSES])
        self.completed.choices = _choices(_("Any time"), list(period_labels().items()))

    def chosen(self) -> Filter:
        """The filter; what is wrong in the form does not restrict. Without a day it is today, and the form says so."""
        wrong = self.errors
        texts = {
            name: "" if name in wrong else (self[name].data or "")
            for name in ("department", "path", "status", "completed", "q", "receipt")
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

    format = HiddenField(
        validators=[InputRequired(), AnyOf(["xlsx", "csv", "csv-plain", "csv-gb18030", "jsonl", "xapi", "profile"])]
    )
    language = HiddenField(validators=[Optional(), AnyOf(["zh", "en"])])
    profile = SelectField(_l("Profile of the other system"), validators=[Optional()])
    since = IntegerField(
        _l("Only what changed after number"),
        validators=[Optional(), NumberRange(0, message=_l("Numbers begin at 0."))],
    )

    def validate_since(self, field: Any) -> None:
        """The book knows what a record says now, and nothing of searches."""
        if field.data is None:
            return
        if self.as_of.data and self.as_of.data != clock.today():
            raise ValidationError(_("Changes are told as of today; choose today."))
        if self.q.data or self.receipt.data:
            raise ValidationError(_("Changes go by department, path and status; take the words of the search away."))

    def changes(self, last: int) -> str:
        """The number after which changes are asked for, as a filter has it; what the book does not know is said at the field."""
        if self.since.data is None:
            return ""
        if self.since.data > last:
            add_error(self.since, _("There is no such number yet; the last one is %(last)s.", last=last))
        return str(self.since.data)

    def offer_profiles(self, profiles: list[tuple[str, str]]) -> None:
        """Set the choices."""
        self.profile.choices = _choices(_("Choose a profile"), profiles)

    def wanted_profile(self) -> Profile | None:
        """The profile that a file is asked for by; what is wrong with it is said at the field."""
        if self.format.data != "profile":
            return None
        try:
            return profile_named(self.profile.data or "")
        except (UnknownProfile, FaultyProfile):
            add_error(self.profile, _("Choose a profile that files can be made with."))
        return None
