"""The words and looks of statuses, in the language of whoever reads them."""

from flask_babel import gettext as _

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


def status_tone(status: str) -> str:
    """The tone in which a status is drawn."""
    return TONES.get(status, "neutral")
