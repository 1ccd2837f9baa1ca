"""The form to sign in with."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.foundation.forms import Form


class SignInForm(Form):
    """Login, password, and where to go afterwards."""

    login = StringField(
        _l("E-mail or employee number"),
        [DataRequired(_l("Enter your e-mail or employee number.")), Length(max=254, message=_l("That is too long."))],
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password.")), Length(max=1024, message=_l("That is too long."))],
    )
    next = HiddenField()
