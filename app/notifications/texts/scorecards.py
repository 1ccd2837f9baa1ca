"""Words about scorecards and contests."""

from datetime import date

from flask_babel import gettext as _

from app.foundation.i18n import local_date
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def score_preview(data: Data) -> Words:
    """One's scorecard of a month is ready, before anybody else sees it."""
    title = _("Your scorecard for %(month)s is ready for you to check", month=data["month"])
    more = _(
        "Until %(day)s only you see it. If anything is wrong, contest it.",
        day=local_date(date.fromisoformat(data["opens_on"])),
    )
    return Words(title, more, address_of("metrics.show_own", month=data["month"]), icon="chart-bar")


def contest_opened(data: Data) -> Words:
    """Somebody contests a score; the notice names nobody."""
    title = _("Somebody contests a score of %(month)s", month=data["month"])
    return Words(title, _("Please acknowledge it within three working days."), _contest(data), icon="gavel")


def contest_acknowledged(data: Data) -> Words:
    """One's contest was received."""
    title = _("Your contest about %(month)s was received and is being looked into", month=data["month"])
    return Words(title, "", _contest(data), icon="gavel")


def contest_decided(data: Data) -> Words:
    """One's contest was decided."""
    titles = {
        "accepted": _("Your contest about %(month)s was accepted", month=data["month"]),
        "partly": _("Your contest about %(month)s was accepted in part", month=data["month"]),
        "rejected": _("Your contest about %(month)s was not accepted", month=data["month"]),
    }
    return Words(titles[data["outcome"]], data["answer"], _contest(data), icon="gavel")


def _contest(data: Data) -> str:
    return address_of("metrics.show_contest", contest_id=data["contest"])
