"""What those are told who help others learn or answer for them."""

from flask_babel import lazy_gettext as _l

from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import practice, reminders, training
from app.training.events import AttemptRequested, PracticeSubmitted, TimeNoteWritten

KINDS = (
    Kind(
        name="practice_waiting",
        category=Category.reviews,
        label=_l("Work of learners waits for review"),
        words=practice.practice_waiting,
        hears=_l("The superusers who may review it, once a day at most."),
        why=_l("You get this because you review the work of learners."),
        events=(PracticeSubmitted, AttemptRequested),
        at_most_daily=True,
    ),
    Kind(
        name="time_noted",
        category=Category.reviews,
        label=_l("A learner had no working time"),
        words=training.time_noted,
        hears=_l("The learner's manager; where there is none, HR sees it on its pages."),
        why=_l("You get this because you are the learner's manager."),
        events=(TimeNoteWritten,),
    ),
    Kind(
        name="team_overdue",
        category=Category.reviews,
        label=_l("Training in the team is overdue by a week"),
        words=reminders.team_overdue,
        hears=_l("The manager, once for each training."),
        why=_l("You get this because you are the manager of these people."),
        waits_on_leave=True,
    ),
    Kind(
        name="company_overdue",
        category=Category.reviews,
        label=_l("Training in the company is overdue by 30 days"),
        words=reminders.company_overdue,
        hears=_l("The HR officers, once for each training."),
        why=_l("You get this because you are an HR officer."),
        waits_on_leave=True,
    ),
)
