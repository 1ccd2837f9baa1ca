"""The form that issues a certificate again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from app.training.forms.assigning import ReasonForm


class ReissueForm(ReasonForm):
    """Issue a certificate again under a corrected name."""

    name = StringField(
        _l("Name on the certificate"),
        [DataRequired(lazy_pgettext("person", "Enter the name.")), Length(1, 100)],
        description=_l("As it is to be printed. Nothing else on the certificate changes."),
    )
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why; it stays on record.")), Length(3, 500)],
        description=_l("For example: name changed by marriage, typing error."),
    )
