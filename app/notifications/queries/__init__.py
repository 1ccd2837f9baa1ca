"""Reads: who is to be told, what there is to tell, what somebody's tray holds, and what became of receipts."""

from app.notifications.queries.digests import people_awaiting_digest, undigested
from app.notifications.queries.quiet import company_quiet, post_hours
from app.notifications.queries.readers import (
    Reader,
    already_told,
    choices_of,
    preference_of,
    readers,
    ties_to,
)
from app.notifications.queries.tray import own_receipt, still_shown, tray, unseen_count

__all__ = [
    "Reader",
    "already_told",
    "choices_of",
    "company_quiet",
    "own_receipt",
    "people_awaiting_digest",
    "post_hours",
    "preference_of",
    "readers",
    "still_shown",
    "ties_to",
    "tray",
    "undigested",
    "unseen_count",
]
