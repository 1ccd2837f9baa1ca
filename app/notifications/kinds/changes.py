"""What is told of change requests and ballots."""

from flask_babel import lazy_gettext as _l

from app.changes.events import ChangeDecided, ChangeMoved, RoundOpened, RoundVoided
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import changes as words

_TIES = {
    "change_owner": _l("You get this because you own this change request."),
    "change_author": _l("You get this because you wrote this change request."),
    "board": _l("You get this because you are on the roll of the board."),
}
_CONCERNED = _l("The members of the roll, and the owner and author of the change request.")

KINDS = (
    Kind(
        name="round_opened",
        category=Category.changes,
        label=_l("A ballot is open"),
        words=words.round_opened,
        hears=_l("The board members who may decide, and their deputies."),
        why=_l("You get this because your ballot is asked for."),
        events=(RoundOpened,),
        mandatory=True,
        named=True,
    ),
    Kind(
        name="round_voided",
        category=Category.changes,
        label=_l("A ballot gave no result"),
        words=words.round_voided,
        hears=_CONCERNED,
        why=_TIES["board"],
        because=_TIES,
        events=(RoundVoided,),
        named=True,
    ),
    Kind(
        name="change_decided",
        category=Category.changes,
        label=_l("The board has decided"),
        words=words.change_decided,
        hears=_l(
            "The members of the roll, and the owner and author of the change request. Voters hear when their idea moves."
        ),
        why=_TIES["board"],
        because=_TIES,
        events=(ChangeDecided,),
        outcome=True,
        named=True,
    ),
    Kind(
        name="change_moved",
        category=Category.changes,
        label=_l("A change request moves on"),
        words=words.change_moved,
        hears=_l("Its owner and author, unless they moved it themselves."),
        why=_TIES["change_owner"],
        because=_TIES,
        events=(ChangeMoved,),
        named=True,
    ),
)
