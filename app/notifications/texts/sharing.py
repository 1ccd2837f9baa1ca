"""Words about sharing sessions and practices."""

from datetime import datetime

from flask_babel import gettext as _

from app.foundation.i18n import local_time
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words, named


def session_called(data: Data) -> Words:
    """Colleagues share what works."""
    title = _("Sharing session: “%(title)s”, %(time)s", title=data["title"], time=_when(data))
    more = [str(_("With %(name)s.", name=data["host"])), _where(data)]
    return Words(title, " ".join(filter(None, more)), _session(data), icon="presentation")


def session_moved(data: Data) -> Words:
    """Another time or place."""
    title = _("Moved: the sharing session “%(title)s” is now on %(time)s", title=data["title"], time=_when(data))
    return Words(title, _where(data), _session(data), icon="calendar-time")


def session_cancelled(data: Data) -> Words:
    """It does not take place."""
    title = _("Cancelled: the sharing session “%(title)s” on %(time)s", title=data["title"], time=_when(data))
    return Words(title, data["reason"], _session(data), icon="calendar-off")


def practice_published(data: Data) -> Words:
    """One's practice stands in the library."""
    return Words(
        _("Your practice “%(title)s” stands in the library", title=named(data, "title")),
        "",
        _practice(data),
        icon="book",
    )


def practice_reused(data: Data) -> Words:
    """Somebody works that way too."""
    title = _("%(unit)s works by your practice “%(title)s” too", unit=named(data, "unit"), title=named(data, "title"))
    return Words(title, "", _practice(data), icon="heart-handshake")


def _when(data: Data) -> str:
    return local_time(datetime.fromisoformat(data["starts_at"]), "short")


def _where(data: Data) -> str:
    return str(_("Place: %(place)s", place=data["place"])) if data["place"] else ""


def _session(data: Data) -> str:
    return address_of("ambassadors.show_session", session_id=data["session"])


def _practice(data: Data) -> str:
    return address_of("ambassadors.show_practice", practice_id=data["practice"])
