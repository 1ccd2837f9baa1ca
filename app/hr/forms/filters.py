"""The name of a filter that is kept."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.foundation.forms import Form


class FilterNameForm(Form):
    """A name."""

    name = StringField(_l("Name of the filter"), validators=[DataRequired(_l("Give it a name.")), Length(max=60)])


class KeepFilterForm(FilterNameForm):
    """A name, and what else is kept with the filter."""

    every_column = BooleanField()
    profile = HiddenField(validators=[Optional(), Length(max=60)])
