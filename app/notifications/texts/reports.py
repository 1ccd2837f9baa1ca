"""Words about reports."""

from datetime import date

from flask_babel import gettext as _

from app.foundation.i18n import local_date
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def report_week(data: Data) -> Words:
    """The digest of a week."""
    first, last = (local_date(date.fromisoformat(data[name])) for name in ("first_day", "last_day"))
    title = _("The figures of the week from %(first)s to %(last)s", first=first, last=last)
    return Words(title, _more(), _report(data), icon="chart-bar")


def report_month(data: Data) -> Words:
    """The report of a month."""
    title = _("The figures of %(month)s are frozen", month=data["period"])
    return Words(title, _more(), _report(data), icon="chart-bar")


def _more() -> str:
    return str(_("They stand on one page; a mail carries them as a file, too."))


def _report(data: Data) -> str:
    return address_of("metrics.show_report", report_id=data["report"])
