"""Words of reports and of what became of them."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.metrics.models.months import ReportKind
from app.metrics.texts.definition import Text


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn."""

    label: Text
    tone: str
    icon: str


KINDS: dict[ReportKind, Text] = {ReportKind.week: _l("Week"), ReportKind.month: _l("Month")}
UNTOLD: dict[str, Text] = {
    "late": _l("Not sent: it was made more than a week late, when its figures were news no more."),
    "nobody": _l("Not sent: nobody has a role that reads figures."),
}
BECAME: dict[str, Look] = {
    "seen": Look(_l("seen"), tone="success", icon="eye-check"),
    "sent": Look(_l("sent"), tone="info", icon="send"),
    "queued": Look(_l("on its way"), tone="neutral", icon="clock"),
    "failed": Look(_l("failed"), tone="danger", icon="mail-x"),
    "unsent": Look(_l("not sent"), tone="warning", icon="mail-off"),
}
"""What became of the mail to one reader."""
REASONS: dict[str, Text] = {
    "switched_off": _l("The reader has switched these mails off; it stands in their notices."),
    "no_address": _l("The reader has no mail address; it stands in their notices."),
    "digest": _l("It waits for the reader's digest."),
    "no_server": _l("No mail server is set up."),
    "under_way": _l("It leaves with the next mails."),
}
"""Why a mail was not sent, or not yet."""
