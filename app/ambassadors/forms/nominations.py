"""A manager's word about a nomination."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from app.foundation.forms import Form


class EndorsementForm(Form):
    """In favour or against, and why."""

    words = StringField(
        _l("Your word"), validators=[DataRequired(_l("Say in a few words why.")), Length(min=2, max=500)]
    )
    verdict = HiddenField(validators=[InputRequired(), AnyOf(["for", "against"])])
