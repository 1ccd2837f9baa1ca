"""What is told of words that changed, and of what people put before the PMO."""

from flask_babel import lazy_gettext as _l

from app.feedback.events import (
    IdeaHidden,
    IdeaRevised,
    MergeSuggested,
    ObjectionRaised,
    ObjectionsAnswered,
    ReopenAnswered,
    ReopenAsked,
)
from app.notifications.kinds.ideas import AUTHOR, TIES
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import petitions as words

_INVOLVED = _l("You get this because you wrote, voted for or follow this idea.")
_PMO = _l("You get this because you belong to the PMO.")

KINDS = (
    Kind(
        name="idea_revised",
        category=Category.ideas,
        label=_l("The words of an idea changed in substance"),
        words=words.idea_revised,
        hears=_l("Everyone who voted for it or follows it; not the author."),
        why=_INVOLVED,
        because=TIES,
        events=(IdeaRevised,),
        named=True,
    ),
    Kind(
        name="idea_hidden",
        category=Category.ideas,
        label=_l("An idea was hidden"),
        words=words.idea_hidden,
        hears=_l("Its author."),
        why=TIES[AUTHOR],
        events=(IdeaHidden,),
        named=True,
    ),
    Kind(
        name="reopen_answered",
        category=Category.ideas,
        label=_l("A request to open an idea again was answered"),
        words=words.reopen_answered,
        hears=_l("Who asked."),
        why=_l("You get this because you asked to open the idea again."),
        events=(ReopenAnswered,),
        named=True,
    ),
    Kind(
        name="objection_answered",
        category=Category.ideas,
        label=_l("An objection to a delivery was answered"),
        words=words.objection_answered,
        hears=_l("Who objected."),
        why=_l("You get this because you said that it is not solved."),
        events=(ObjectionsAnswered,),
        named=True,
    ),
    Kind(
        name="reopen_asked",
        category=Category.ideas,
        label=_l("Somebody asks to open an idea again"),
        words=words.reopen_asked,
        hears=_l("The PMO."),
        why=_PMO,
        events=(ReopenAsked,),
        named=True,
    ),
    Kind(
        name="merge_suggested",
        category=Category.ideas,
        label=_l("Two ideas may be the same"),
        words=words.merge_suggested,
        hears=_l("The PMO, once a day at most."),
        why=_PMO,
        events=(MergeSuggested,),
        at_most_daily=True,
        named=True,
    ),
    Kind(
        name="objection_raised",
        category=Category.ideas,
        label=_l("A delivered idea is not solved for somebody"),
        words=words.objection_raised,
        hears=_l("The PMO; who objects is not named."),
        why=_PMO,
        events=(ObjectionRaised,),
        named=True,
    ),
)
