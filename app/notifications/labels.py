"""The words and looks of what became of a receipt."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from app.notifications.models import Channel, ReceiptState


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: its words, its tone and its icon."""

    label: LazyString
    tone: str
    icon: str


CHANNELS = {
    Channel.immediate: _l("At once"),
    Channel.daily: _l("Once a day"),
    Channel.weekly: _l("Once a week"),
    Channel.none: _l("Only in the portal"),
}
LOOKS = {
    ReceiptState.seen: Look(_l("Seen"), tone="success", icon="eye-check"),
    ReceiptState.sent: Look(_l("Sent"), tone="info", icon="send"),
    ReceiptState.queued: Look(lazy_pgettext("mail", "Waiting"), tone="neutral", icon="clock"),
    ReceiptState.failed: Look(_l("Failed"), tone="danger", icon="mail-x"),
    ReceiptState.muted: Look(_l("Muted"), tone="neutral", icon="bell-off"),
}
"""By state, in the order in which they are told."""
