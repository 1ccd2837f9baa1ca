"""Writes: announcements and receipts, mails through the outbox, digests, preferences."""

from app.notifications.actions.announcing import announce
from app.notifications.actions.digests import send_digests
from app.notifications.actions.preferences import choose_channel, stop_mails
from app.notifications.actions.receipts import mark_seen
from app.notifications.actions.reminding import Reminded, remind, send_reminders

__all__ = [
    "Reminded",
    "announce",
    "choose_channel",
    "mark_seen",
    "remind",
    "send_digests",
    "send_reminders",
    "stop_mails",
]
