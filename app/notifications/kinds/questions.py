"""What is told of questions to the superusers."""

from flask_babel import lazy_gettext as _l

from app.knowledge.events import QuestionAnswered, QuestionAsked
from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import questions as words

KINDS = (
    Kind(
        name="question_answered",
        category=Category.help,
        label=_l("A question of yours was answered"),
        words=words.question_answered,
        hears=_l("Who asked."),
        why=_l("You get this because you asked the superusers."),
        events=(QuestionAnswered,),
    ),
    Kind(
        name="question_asked",
        category=Category.help,
        label=_l("Somebody asks the superusers"),
        words=words.question_asked,
        hears=_l("The superusers of the asker's department; where it has none all superusers, else the PMO."),
        why=_l("You get this because you answer questions of this department."),
        events=(QuestionAsked,),
        mandatory=True,
    ),
)
