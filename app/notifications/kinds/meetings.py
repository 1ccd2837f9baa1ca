"""What is told of meetings and action items."""

from flask_babel import lazy_gettext as _l

from app.ambassadors.events import (
    ActionItemGiven,
    MeetingCalled,
    MeetingCancelled,
    MeetingMoved,
    MeetingRestored,
    MinutesPublished,
)
from app.notifications.kinds.ideas import AUTHOR, ON_BEHALF, TIES
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import meetings as words
from app.notifications.texts import reminders

_INVITED = _l("Everyone invited, with a file for the calendar.")
_YOU_ARE = _l("You get this because you are invited.")
_ACTION = _l("You get this because the action item is yours.")

KINDS = (
    Kind(
        name="meeting_called",
        category=Category.meetings,
        label=_l("A meeting is called"),
        words=words.meeting_called,
        hears=_INVITED,
        why=_YOU_ARE,
        events=(MeetingCalled,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="meeting_moved",
        category=Category.meetings,
        label=_l("A meeting is moved"),
        words=words.meeting_moved,
        hears=_INVITED,
        why=_YOU_ARE,
        events=(MeetingMoved,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="meeting_cancelled",
        category=Category.meetings,
        label=_l("A meeting is cancelled"),
        words=words.meeting_cancelled,
        hears=_INVITED,
        why=_YOU_ARE,
        events=(MeetingCancelled,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="meeting_restored",
        category=Category.meetings,
        label=_l("A cancelled meeting takes place after all"),
        words=words.meeting_restored,
        hears=_INVITED,
        why=_YOU_ARE,
        events=(MeetingRestored,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="minutes_published",
        category=Category.meetings,
        label=_l("Minutes are published"),
        words=words.minutes_published,
        hears=_l("Everyone who was invited."),
        why=_l("You get this because you were invited to the meeting."),
        events=(MinutesPublished,),
        named=True,
    ),
    Kind(
        name="idea_discussed",
        category=Category.ideas,
        label=_l("An idea was discussed in a meeting"),
        words=words.idea_discussed,
        hears=_l("Its author, and the colleague it was written for."),
        why=TIES[AUTHOR],
        because={AUTHOR: TIES[AUTHOR], ON_BEHALF: TIES[ON_BEHALF]},
        events=(MinutesPublished,),
        named=True,
    ),
    Kind(
        name="action_item_given",
        category=Category.meetings,
        label=_l("Somebody has an action item"),
        words=words.action_item_given,
        hears=_l("Its owner."),
        why=_ACTION,
        events=(ActionItemGiven,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="action_item_due",
        category=Category.meetings,
        label=_l("An action item is due soon or overdue"),
        words=reminders.action_item_due,
        hears=_l("Its owner: 3 days before the due date, on the day, and 7 days after it, until it is closed."),
        why=_ACTION,
        waits_on_leave=True,
        named=True,
    ),
)
