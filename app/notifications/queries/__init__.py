"""Reads: who is to be told, what there is to tell, and what somebody's tray holds."""

from app.notifications.queries.digests import people_awaiting_digest, undigested
from app.notifications.queries.readers import (
    already_told,
    channel_of,
    conversation_of,
    readers,
    wants_optional_reminders,
)
from app.notifications.queries.tray import own_receipt, tray, unseen_count

__all__ = [
    "already_told",
    "channel_of",
    "conversation_of",
    "own_receipt",
    "people_awaiting_digest",
    "readers",
    "tray",
    "undigested",
    "unseen_count",
    "wants_optional_reminders",
]
