"""What is told of reports."""

from flask_babel import lazy_gettext as _l

from app.notifications.events import ReportMade
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import reports as words

_HEARS = _l("The PMO, HR, the board and auditors for the company; managers for their branch.")
_WHY = _l("You get this because your role reads figures.")

KINDS = (
    Kind(
        name="report_week",
        category=Category.figures,
        label=_l("The figures of a week"),
        words=words.report_week,
        hears=_HEARS,
        why=_WHY,
        events=(ReportMade,),
        named=True,
    ),
    Kind(
        name="report_month",
        category=Category.figures,
        label=_l("The figures of a month"),
        words=words.report_month,
        hears=_HEARS,
        why=_WHY,
        events=(ReportMade,),
        named=True,
    ),
)
