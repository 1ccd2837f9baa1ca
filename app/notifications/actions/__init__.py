"""Writes: announcements and receipts, mails through the outbox, digests, preferences."""

from app.notifications.actions.announcing import announce
from app.notifications.actions.digests import send_digests
from app.notifications.actions.preferences import choose_channel, stop_mails
from app.notifications.actions.receipts import mark_seen

__all__ = ["announce", "choose_channel", "mark_seen", "send_digests", "stop_mails"]
