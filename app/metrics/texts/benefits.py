"""Words of the lines of the register: how much, for which months, and whether a line counts."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.i18n import number
from app.metrics.formulas.numbers import rounded
from app.metrics.models import BenefitLine, Measure, Rhythm
from app.metrics.texts.reports import Look

STATES: dict[str, Look] = {
    "corrected": Look(_l("corrected since"), "neutral", "pencil"),
    "withdrawn": Look(_l("taken back"), "neutral", "arrow-back-up"),
    "refused": Look(_l("not confirmed: does not count"), "danger", "x"),
    "waits": Look(_l("counts once it is confirmed"), "warning", "hourglass"),
    "elsewhere": Look(_l("not of this month"), "neutral", "calendar-off"),
    "confirmed": Look(_l("confirmed"), "success", "check"),
    "counts": Look(_l("not confirmed yet"), "info", "hourglass"),
}


def amount(row: BenefitLine) -> str:
    """How much a line is, in its own unit."""
    often = _("once") if row.rhythm is Rhythm.once else _("a month")
    if row.measure is Measure.money:
        return f"{number(row.amount)} {row.currency} · {often}"
    hours = _("hours")
    return f"{rounded(row.hours, 2)} {hours} · {often}"


def months(row: BenefitLine) -> str:
    """The months that a line is of."""
    if row.first_month is None:
        return str(_("always"))
    return row.first_month if row.rhythm is Rhythm.once else f"{row.first_month} – {row.last_month or '…'}"
