"""Words about change requests and ballots."""

from datetime import datetime

from flask_babel import gettext as _

from app.changes.labels import state_label
from app.foundation.i18n import local_time
from app.notifications.links import address_of
from app.notifications.texts.wording import Data, Words


def change_moved(data: Data) -> Words:
    """A change request has a new state."""
    title = _("Change request “%(change)s” is now: %(state)s", change=data["title"], state=state_label(data["to"]))
    return Words(title, data["reason"], _change(data), icon="git-pull-request")


def round_opened(data: Data) -> Words:
    """The board is asked to vote."""
    until = local_time(datetime.fromisoformat(data["closes_at"]), "short")
    title = _("Your ballot is asked for: “%(change)s”, until %(time)s", change=data["title"], time=until)
    return Words(title, "", _change(data), icon="checkbox")


def round_voided(data: Data) -> Words:
    """A round gave no result."""
    reasons = {
        "edited": _("The text was changed, so the ballots cast no longer count. There will be a new round."),
        "quorum_missed": _("Too few took part. There will be a new round."),
        "stopped": _("The round was stopped."),
    }
    title = _("No result of the ballot on “%(change)s”", change=data["title"])
    return Words(title, str(reasons.get(data["because"], "")), _change(data), icon="rotate-2")


def change_decided(data: Data) -> Words:
    """What the board decided."""
    outcome = state_label(data["outcome"])
    title = _("The board decided on “%(change)s”: %(outcome)s", change=data["title"], outcome=outcome)
    parts = [data["text"]]
    if data["conditions"]:
        parts.append(str(_("Conditions: %(text)s", text=data["conditions"])))
    return Words(title, "\n".join(part for part in parts if part), _change(data), icon="scale")


def _change(data: Data) -> str:
    return address_of("changes.show_change", number=data["change"])
