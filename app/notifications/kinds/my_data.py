"""What is told of requests for correction."""

from flask_babel import lazy_gettext as _l

from app.accounts.events import CorrectionAnswered, CorrectionAsked
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import my_data as words

KINDS = (
    Kind(
        name="correction_answered",
        category=Category.training,
        label=_l("A request of yours to correct your data was answered"),
        words=words.correction_answered,
        hears=_l("Who asked."),
        why=_l("You get this because you asked for a correction."),
        events=(CorrectionAnswered,),
    ),
    Kind(
        name="correction_asked",
        category=Category.reviews,
        label=_l("Somebody asks to correct what is kept of them"),
        words=words.correction_asked,
        hears=_l("HR; the notice names nobody."),
        why=_l("You get this because you belong to HR."),
        events=(CorrectionAsked,),
        mandatory=True,
    ),
)
