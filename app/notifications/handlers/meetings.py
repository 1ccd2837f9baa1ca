"""What is told of meetings and action items; invitations carry a file for calendars."""

from app.ambassadors.events import (
    ActionItemGiven,
    MeetingCalled,
    MeetingCancelled,
    MeetingMoved,
    MeetingRestored,
    MinutesPublished,
)
from app.notifications.actions import announce
from app.notifications.queries import gatherings


def tell_of_meeting(event: MeetingCalled) -> None:
    """Those invited hear when and where, with an invitation for their calendar."""
    _tell("meeting_called", f"meeting:{event.meeting_id}", event.meeting_id)


def tell_of_moved_meeting(event: MeetingMoved) -> None:
    """Those invited hear the new time or place, and their calendar too."""
    _tell("meeting_moved", f"meeting:{event.meeting_id}:{event.sequence}", event.meeting_id)


def tell_of_cancelled_meeting(event: MeetingCancelled) -> None:
    """Those invited hear that a meeting does not take place, and their calendar too."""
    _tell("meeting_cancelled", f"meeting-cancelled:{event.meeting_id}:{event.sequence}", event.meeting_id)


def tell_of_restored_meeting(event: MeetingRestored) -> None:
    """Those invited hear that a meeting takes place after all, and their calendar too."""
    _tell("meeting_restored", f"meeting-restored:{event.meeting_id}:{event.sequence}", event.meeting_id)


def _tell(kind: str, key: str, meeting_id: int) -> None:
    told = gatherings.meeting_told(meeting_id)
    files = gatherings.invitations_to(told)
    announce(key=key, kind=kind, data=told.facts, people=told.people, attachments=files)


def tell_of_minutes(event: MinutesPublished) -> None:
    """Those invited hear that the minutes can be read; sources of ideas on the agenda, that theirs was talked about."""
    told = gatherings.meeting_told(event.meeting_id)
    announce(key=f"minutes:{event.meeting_id}", kind="minutes_published", data=told.facts, people=told.people)
    for item in gatherings.ideas_discussed(event.meeting_id):
        people = {person_id: tie for person_id, tie in item.people.items() if person_id not in told.people}
        announce(
            key=f"discussed:{event.meeting_id}:{item.idea_id}",
            kind="idea_discussed",
            data={**told.facts, **item.facts},
            people=people,
            idea_id=item.idea_id,
        )


def tell_of_action_item(event: ActionItemGiven) -> None:
    """Whoever has an action item hears what and until when."""
    data = gatherings.action_item(event.action_item_id)
    announce(key=f"action-item:{event.event_id}", kind="action_item_given", data=data, people=[event.owner_id])
