"""Forms about mails."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.foundation.forms import Form, add_error
from app.notifications.actions import Wishes
from app.notifications.kinds import ALL, KINDS, Category
from app.notifications.labels import CHANNELS
from app.notifications.models import Channel, MailPreference

_QUIET = _l("No mails from")
_LOUD = _l("until")
_DAYS_OFF = _l("No mails on days that are not worked")


class QuietForm(Form):
    """Hours in which no mail leaves; both ends or none."""

    quiet_from = TimeField(_QUIET, validators=[Optional()])
    quiet_until = TimeField(_LOUD, validators=[Optional()])
    quiet_days_off = BooleanField(_DAYS_OFF)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask for the other end of an interval, and for one that leaves some of the day."""
        if not super().validate(extra_validators):
            return False
        begins, ends = self.quiet_from.data, self.quiet_until.data
        if (begins is None) != (ends is None):
            add_error(self.quiet_until if ends is None else self.quiet_from, _("Give both hours, or neither."))
        elif begins is not None and begins == ends:
            add_error(self.quiet_until, _("This would be the whole day. Choose another hour."))
        return not self.errors


class CompanyQuietForm(QuietForm):
    """Quiet hours of the company; without hours, mails leave at any time."""


class PreferenceForm(QuietForm):
    """How somebody wants to hear by mail: in general, of a group, and of one kind."""

    channel = RadioField(
        _l("Mails in general"),
        choices=[
            SelectChoice(Channel.immediate.value, _l("At once, one mail for each thing")),
            SelectChoice(Channel.daily.value, _l("Once a day, in the morning, in one mail")),
            SelectChoice(Channel.weekly.value, _l("Once a week, in the morning, in one mail")),
            SelectChoice(Channel.none.value, _l("No mails; I look at my notices here")),
        ],
        validators=[InputRequired()],
    )
    optional_reminders = BooleanField(_l("Remind me of optional paths with a due date"), default=True)

    @property
    def wishes(self) -> Wishes:
        """What was chosen."""
        chosen = {ALL: self.channel.data, **{scope: self.of(scope).data for scope in SCOPES}}
        return Wishes(
            channels={scope: Channel(value) for scope, value in chosen.items() if value},
            optional_reminders=self.optional_reminders.data,
            quiet_from=self.quiet_from.data,
            quiet_until=self.quiet_until.data,
            quiet_days_off=self.quiet_days_off.data,
        )

    def of(self, scope: str) -> Field:
        """The field of a group or kind."""
        return self[_name(scope)]


def _name(scope: str) -> str:
    return f"of_{scope}"


def _select(label: Any, unchosen: Any, channels: tuple[Channel, ...]) -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice("", unchosen), *(SelectChoice(one.value, CHANNELS[one]) for one in channels)],
        default="",
    )


for _category in Category:
    _field = _select(_category.label, _l("As in general"), tuple(Channel))
    setattr(PreferenceForm, _name(_category.value), _field)
for _kind in KINDS.values():
    _field = _select(_kind.label, _l("As its group"), _kind.channels)
    setattr(PreferenceForm, _name(_kind.name), _field)

SCOPES = (*(category.value for category in Category), *KINDS)
"""What a channel can be chosen for, apart from everything."""


def preference_form(choices: dict[str, Channel], preference: MailPreference) -> PreferenceForm:
    """The form, filled with what holds now."""
    chosen = {_name(scope): choice.value for scope, choice in choices.items() if scope in SCOPES}
    return PreferenceForm(
        channel=choices.get(ALL, Channel.immediate).value,
        optional_reminders=preference.optional_reminders,
        quiet_from=preference.quiet_from,
        quiet_until=preference.quiet_until,
        quiet_days_off=preference.quiet_days_off,
        **chosen,
    )
