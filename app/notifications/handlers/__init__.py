"""Who hears of what: each event is announced once, to those whom it concerns at that moment."""

from app.notifications.handlers.changes import tell_of_change, tell_of_decision, tell_of_round, tell_of_void
from app.notifications.handlers.ideas import (
    conceal_comment,
    restore_comment,
    tell_of_comment,
    tell_of_mention,
    tell_of_move,
)
from app.notifications.handlers.meetings import (
    tell_of_action_item,
    tell_of_cancelled_meeting,
    tell_of_meeting,
    tell_of_minutes,
    tell_of_moved_meeting,
)
from app.notifications.handlers.offices import tell_of_answer, tell_of_end, tell_of_nomination
from app.notifications.handlers.training import (
    tell_of_assignment,
    tell_of_attempt,
    tell_of_completion,
    tell_of_credit,
    tell_of_extension,
    tell_of_practice,
    tell_of_regrading,
    tell_of_request,
    tell_of_review,
    tell_of_revision,
    tell_of_time_answer,
    tell_of_time_note,
    tell_of_waiver,
)

__all__ = [
    "conceal_comment",
    "restore_comment",
    "tell_of_action_item",
    "tell_of_answer",
    "tell_of_assignment",
    "tell_of_attempt",
    "tell_of_cancelled_meeting",
    "tell_of_change",
    "tell_of_comment",
    "tell_of_completion",
    "tell_of_credit",
    "tell_of_decision",
    "tell_of_end",
    "tell_of_extension",
    "tell_of_meeting",
    "tell_of_mention",
    "tell_of_minutes",
    "tell_of_move",
    "tell_of_moved_meeting",
    "tell_of_nomination",
    "tell_of_practice",
    "tell_of_regrading",
    "tell_of_request",
    "tell_of_review",
    "tell_of_revision",
    "tell_of_round",
    "tell_of_time_answer",
    "tell_of_time_note",
    "tell_of_void",
    "tell_of_waiver",
]
