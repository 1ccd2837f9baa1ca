"""What is told of the pulse."""

from flask_babel import lazy_gettext as _l

from app.notifications.events import PulseAsked
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import pulse as words

KINDS = (
    Kind(
        name="pulse_asked",
        category=Category.service,
        label=_l("The monthly pulse is open"),
        words=words.pulse_asked,
        hears=_l("Everyone who is here when the round opens and not on leave."),
        why=_l("You get this because everyone is asked once a month."),
        events=(PulseAsked,),
        at_most_daily=True,
    ),
)
