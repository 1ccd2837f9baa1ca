"""What is told of scorecards and contests."""

from flask_babel import lazy_gettext as _l

from app.notifications.events import ContestAcknowledged, ContestDecided, ContestOpened, ScorecardsDrawn
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import scorecards as words

_CONTESTED = _l("You get this because you contested it.")

KINDS = (
    Kind(
        name="score_preview",
        category=Category.training,
        label=_l("Your scorecard is ready to be checked"),
        words=words.score_preview,
        hears=_l("The person, five working days before anybody else may see it."),
        why=_l("You get this because it is your scorecard."),
        events=(ScorecardsDrawn,),
    ),
    Kind(
        name="contest_acknowledged",
        category=Category.training,
        label=_l("A contest of yours was received"),
        words=words.contest_acknowledged,
        hears=_l("Who contested."),
        why=_CONTESTED,
        events=(ContestAcknowledged,),
    ),
    Kind(
        name="contest_decided",
        category=Category.training,
        label=_l("A contest of yours was decided"),
        words=words.contest_decided,
        hears=_l("Who contested."),
        why=_CONTESTED,
        events=(ContestDecided,),
    ),
    Kind(
        name="contest_opened",
        category=Category.reviews,
        label=_l("Somebody contests a score"),
        words=words.contest_opened,
        hears=_l("HR and the PMO; where none of them may decide it, the next manager above, or else the board."),
        why=_l("You get this because you decide contests."),
        events=(ContestOpened,),
        mandatory=True,
    ),
)
