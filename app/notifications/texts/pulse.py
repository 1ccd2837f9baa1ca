"""Words about the pulse."""

from datetime import date

from flask_babel import gettext as _

from app.foundation.i18n import local_date
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def pulse_asked(data: Data) -> Words:
    """Six questions, without a name."""
    title = _("One minute, without your name: how is the new way of working?")
    until = local_date(date.fromisoformat(data["closes_on"]), "long")
    body = _("Six questions until %(day)s. Nobody can see whose answer is whose.", day=until)
    return Words(title, str(body), address_of("metrics.show_pulse_answer"), icon="heartbeat")
