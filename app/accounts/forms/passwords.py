"""Forms around the password. No rules of composition: length is what counts, and what everybody guesses is refused."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from app.accounts.policies import LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.foundation.forms import Form


class ResetRequestForm(Form):
    """Whose password is to be set anew."""

    login = StringField(
        _l("E-mail or employee number"),
        [DataRequired(_l("Enter your e-mail or employee number.")), Length(max=254, message=_l("That is too long."))],
    )


class NewPasswordForm(Form):
    """A new password, twice."""

    new = PasswordField(
        _l("New password"),
        [
            InputRequired(_l("Choose a password.")),
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                message=_l(
                    "Between %(least)s and %(most)s characters.", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD
                ),
            ),
        ],
        description=_l("At least 8 characters; a short sentence is good. Any characters are welcome."),
    )
    again = PasswordField(
        _l("New password again"),
        [InputRequired(_l("Type the new password a second time.")), EqualTo("new", _l("The two are not the same."))],
    )


class PasswordChangeForm(NewPasswordForm):
    """The present password, and a new one twice."""

    old = PasswordField(
        _l("Present password"),
        [InputRequired(_l("Enter your present password.")), Length(max=1024, message=_l("That is too long."))],
    )
