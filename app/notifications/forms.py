"""Forms about mails."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from app.foundation.forms import Form
from app.notifications.models import Channel


class PreferenceForm(Form):
    """How somebody wants to hear by mail."""

    channel = RadioField(
        _l("Mails"),
        choices=[
            SelectChoice(Channel.immediate.value, _l("At once, one mail for each thing")),
            SelectChoice(Channel.daily.value, _l("Once a day, in the morning, in one mail")),
            SelectChoice(Channel.none.value, _l("No mails; I look at my notices here")),
        ],
        validators=[InputRequired()],
    )
    optional_reminders = BooleanField(_l("Remind me of optional paths with a due date"), default=True)
