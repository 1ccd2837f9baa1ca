"""The words and looks of statuses, in the language of whoever reads them."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

TONES = {"completed": "success", "overdue": "danger", "expired": "warning", "in_progress": "info", "paused": "warning"}


def status_labels() -> dict[str, str]:
    """The name of each status."""
    return {
        "not_started": _("Not started"),
        "in_progress": _("Under way"),
        "completed": _("Completed"),
        "overdue": _("Overdue"),
        "waived": _("Exempted"),
        "withdrawn": _("Cancelled"),
        "paused": _("Paused"),
        "expired": _("Certificate expired"),
    }


PERIODS = {
    "this_month": _l("this month"),
    "last_month": _l("last month"),
    "this_quarter": _l("this quarter"),
    "last_quarter": _l("last quarter"),
    "this_year": _l("this year"),
    "last_year": _l("last year"),
}


def period_labels() -> dict[str, str]:
    """The name of each period in which somebody completed."""
    return {period: str(label) for period, label in PERIODS.items()}


def filter_words(filters: Mapping[str, str]) -> list[str]:
    """What a filter restricts, in words; the day and the number of changes are told elsewhere."""
    return [_restriction(name, value) for name, value in filters.items() if name not in ("as_of", "since")]


def _restriction(name: str, value: str) -> str:
    match name:
        case "status":
            return status_labels().get(value, value)
        case "completed":
            return str(_("completed %(period)s", period=PERIODS.get(value, value)))
        case "department":
            return str(_("department %(code)s", code=value))
        case "path":
            return str(_("path %(code)s", code=value))
        case "receipt":
            return str(_("what receipt %(number)s lacks", number=value))
        case _:
            return f"“{value}”"


def status_tone(status: str) -> str:
    """The tone in which a status is drawn."""
    return TONES.get(status, "neutral")


def kind_labels() -> dict[str, str]:
    """What each type of cell is called."""
    return {"text": _("text"), "number": _("whole number"), "date": _("day")}


def row_labels() -> dict[str, str]:
    """What each kind of row of the ledger tells of."""
    return {
        "assigned": _("Assigned"),
        "module": _("Module completed"),
        "practice": _("Hands-on task observed and accepted"),
        "accepted": _("Practice accepted"),
        "completed": _("Path completed"),
        "corrected": _("Correction"),
        "certificate": _("Certificate issued"),
        "waived": _("Exempted"),
        "withdrawn": _("Taken back"),
    }


def method_labels() -> dict[str, str]:
    """How a row came about."""
    return {
        "passed": _("passed here"),
        "tested_out": _("tested out"),
        "imported": _("imported"),
        "corrected": _("corrected"),
        "equivalent": _("learned elsewhere"),
        "rule": _("by a rule"),
        "manual": _("by hand"),
        "self": _("chosen oneself"),
        "renewal": _("renewal"),
    }


def template_fault(reason: str, detail: str) -> str:
    """Why a workbook cannot be filled, and what to do."""
    told: dict[str, str] = {
        "unreadable": _(
            "This is not an XLSX workbook that can be filled. Save the template as .xlsx and bring it again."
        ),
        "macros": _("The workbook has macros. Save it as .xlsx without them and bring it again."),
        "no_headings": _("No headings were found there. Say in which row they stand."),
        "merged": _("Cells below the headings are merged; rows would vanish behind them. Take the merging away."),
        "too_wide": _("The template has more than %(most)s columns.", most=detail),
        "repeated": _("Two columns are called “%(heading)s”. Each needs a name of its own.", heading=detail),
        "too_long": _("There are more records than a workbook has rows. Narrow the filter."),
    }
    return told[reason]


DELIVERY_TONES = {"due": "info", "working": "info", "done": "success", "failed": "danger", "missed": "warning"}


SCHEDULES = {"daily": _l("every day"), "weekly": _l("every week"), "monthly": _l("every month")}


def rhythm_labels() -> dict[str, str]:
    """How often something is delivered."""
    return {rhythm: str(label) for rhythm, label in SCHEDULES.items()}


def delivery_labels() -> dict[str, str]:
    """Where the file of a day is."""
    return {
        "due": _("Due"),
        "working": _("Being made"),
        "done": _("Delivered"),
        "failed": _("Failed, tried again"),
        "missed": _("Not made"),
    }


def delivery_tone(state: str) -> str:
    """The tone in which a delivery is drawn."""
    return DELIVERY_TONES[state]


def delivery_reason(reason: str) -> str:
    """Why a file was not made; what the machine says is shown as it is."""
    known: dict[str, str] = {
        "paused": _("The schedule was paused."),
        "schedule deleted": _("The schedule was deleted."),
        "too long ago to be made up": _("Too long ago to be made up."),
        "none of the recipients is of HR and has an address": _("None of the recipients is of HR and has an address."),
        "UPTAKE_DELIVERIES is not set": _("No folder for deliveries is set up (UPTAKE_DELIVERIES)."),
    }
    return known.get(reason, reason)


OUTCOME_TONES = {"matched": "success", "different": "warning", "missing": "danger", "rejected": "danger"}


def outcome_labels() -> dict[str, str]:
    """How a record and a row of a receipt compare."""
    return {
        "matched": _("Matched"),
        "different": _("Different"),
        "missing": _("Missing there"),
        "rejected": _("Rejected there"),
        "unknown": _("Not from this file"),
        "repeated": _("Named twice"),
    }


def outcome_tone(outcome: str) -> str:
    """The tone in which an outcome is drawn."""
    return OUTCOME_TONES.get(outcome, "neutral")
