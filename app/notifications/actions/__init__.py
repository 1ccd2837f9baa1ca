"""Writes: announcements and receipts, mails through the outbox, digests, preferences."""

from app.notifications.actions.announcing import announce
from app.notifications.actions.digests import send_digests
from app.notifications.actions.muting import resume_mails, stop_mails
from app.notifications.actions.preferences import Wishes, choose_channel, keep_wishes, set_company_quiet
from app.notifications.actions.receipts import mark_seen
from app.notifications.actions.reminding import Reminded, remind, send_reminders
from app.notifications.actions.retrying import retry_failed

__all__ = [
    "Reminded",
    "Wishes",
    "announce",
    "choose_channel",
    "keep_wishes",
    "mark_seen",
    "remind",
    "resume_mails",
    "retry_failed",
    "send_digests",
    "send_reminders",
    "set_company_quiet",
    "stop_mails",
]
