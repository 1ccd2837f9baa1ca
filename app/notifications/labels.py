"""The words and looks of what became of a receipt."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.notifications.models import ReceiptState


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: its words, its tone and its icon."""

    label: LazyString
    tone: str
    icon: str


LOOKS = {
    ReceiptState.seen: Look(_l("Seen"), tone="success", icon="eye-check"),
    ReceiptState.sent: Look(_l("Sent"), tone="info", icon="send"),
    ReceiptState.queued: Look(_l("Waiting"), tone="neutral", icon="clock"),
    ReceiptState.failed: Look(_l("Failed"), tone="danger", icon="mail-x"),
    ReceiptState.muted: Look(_l("Muted"), tone="neutral", icon="bell-off"),
}
"""By state, in the order in which they are told."""
