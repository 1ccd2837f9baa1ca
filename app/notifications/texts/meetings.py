"""Words about meetings and action items."""

from datetime import date, datetime

from flask_babel import gettext as _

from app.ambassadors.labels import meeting_kind_label
from app.ambassadors.models import MeetingKind
from app.foundation.i18n import local_date, local_time
from app.notifications.links import address_of
from app.notifications.texts.ideas import idea_address
from app.notifications.texts.wording import Data, Words


def meeting_called(data: Data) -> Words:
    """An invitation."""
    title = _("Invitation: %(meeting)s, %(time)s", meeting=_name(data), time=_when(data))
    return Words(title, _where(data), _meeting(data), icon="calendar-event")


def meeting_moved(data: Data) -> Words:
    """Another time or place."""
    title = _("Moved: %(meeting)s is now on %(time)s", meeting=_name(data), time=_when(data))
    return Words(title, "\n".join(filter(None, (_where(data), data["words"]))), _meeting(data), icon="calendar-time")


def meeting_cancelled(data: Data) -> Words:
    """It does not take place."""
    title = _("Cancelled: %(meeting)s on %(time)s", meeting=_name(data), time=_when(data))
    return Words(title, data["words"], _meeting(data), icon="calendar-off")


def meeting_restored(data: Data) -> Words:
    """It takes place after all."""
    title = _("It takes place after all: %(meeting)s on %(time)s", meeting=_name(data), time=_when(data))
    return Words(title, _where(data), _meeting(data), icon="calendar-check")


def minutes_published(data: Data) -> Words:
    """The minutes can be read."""
    title = _("The minutes of %(meeting)s on %(time)s can be read", meeting=_name(data), time=_when(data))
    return Words(title, "", _meeting(data), icon="file-text")


def idea_discussed(data: Data) -> Words:
    """One's own idea was talked about."""
    title = _("“%(idea)s” was discussed in a meeting on %(time)s", idea=data["idea_title"], time=_when(data))
    return Words(title, _("What came of it stands on its page."), idea_address(data["idea"]), icon="messages")


def action_item_given(data: Data) -> Words:
    """Something to do."""
    day = local_date(date.fromisoformat(data["due_on"]))
    title = _("You have an action item, due on %(day)s: %(text)s", day=day, text=data["text"])
    return Words(title, "", address_of("ambassadors.show_action", action_id=data["item"]), icon="checklist")


def _name(data: Data) -> str:
    return str(data["title"] or meeting_kind_label(MeetingKind(data["circle"])))


def _when(data: Data) -> str:
    if data["starts_at"]:
        return local_time(datetime.fromisoformat(data["starts_at"]), "short")
    return local_date(date.fromisoformat(data["day"]))


def _where(data: Data) -> str:
    return str(_("Place: %(place)s", place=data["place"])) if data["place"] else ""


def _meeting(data: Data) -> str:
    return address_of("ambassadors.show_meeting", meeting_id=data["meeting"])
