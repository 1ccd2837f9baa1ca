"""What is told about nominations, terms and hand-overs."""

from flask_babel import lazy_gettext as _l

from app.ambassadors.events import AppointmentAnswered, AppointmentEnded, PersonNominated
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import appointments as words

KINDS = (
    Kind(
        name="nominated",
        category=Category.service,
        label=_l("Somebody is nominated"),
        words=words.nominated,
        hears=_l("The nominated person, who is asked to accept."),
        why=_l("You get this because you are nominated, and your answer is needed."),
        events=(PersonNominated,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="nomination_answered",
        category=Category.service,
        label=_l("A nomination was accepted or declined"),
        words=words.nomination_answered,
        hears=_l("Who nominated the person."),
        why=_l("You get this because you made the nomination."),
        events=(AppointmentAnswered,),
        named=True,
    ),
    Kind(
        name="appointment_ended",
        category=Category.service,
        label=_l("A term or a nomination ended"),
        words=words.appointment_ended,
        hears=_l("The person whose term or nomination it was."),
        why=_l("You get this because it was your term or nomination."),
        events=(AppointmentEnded,),
        named=True,
    ),
)
