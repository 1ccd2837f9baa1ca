"""Tags."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import StringField

from app.feedback.content import TAG_LIMIT
from app.foundation.fields import AtMost, Written, clean
from app.foundation.forms import Form


class TagForm(Form):
    """A tag in both languages."""

    name = StringField(lazy_pgettext("thing", "Name"), [Written(), AtMost(TAG_LIMIT)], filters=[clean])
    name_en = StringField(
        _l("Name in English"),
        [AtMost(TAG_LIMIT)],
        filters=[clean],
        description=_l("Where it is empty, everyone reads the other one."),
    )
