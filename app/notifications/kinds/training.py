"""What learners are told."""

from flask_babel import lazy_gettext as _l

from app.notifications.kinds.row import Category, Kind
from app.notifications.texts import practice, reminders, training
from app.training.events import (
    AssignmentCredited,
    AssignmentWaived,
    AttemptAnswered,
    AttemptsRegraded,
    DeadlinesExtended,
    PathAssigned,
    PathCompleted,
    PathRevised,
    PracticeReviewed,
    TimeNoteAnswered,
)

_LEARNER = _l("The learner.")
_YOURS = _l("You get this because the training is yours.")
_FINISHED = _l("You get this because you have worked on this path.")

KINDS = (
    Kind(
        name="path_assigned",
        category=Category.training,
        label=_l("New training is assigned"),
        words=training.path_assigned,
        hears=_LEARNER,
        why=_l("You get this because you are asked to learn this path."),
        events=(PathAssigned,),
        waits_on_leave=True,
    ),
    Kind(
        name="training_due",
        category=Category.training,
        label=_l("Training is due soon or overdue"),
        words=reminders.training_due,
        hears=_l("The learner: 14 and 3 days before the due date, on the day, and 1, 7 and 30 days after it."),
        why=_l("You get this because training of yours is due or overdue."),
        waits_on_leave=True,
    ),
    Kind(
        name="deadline_extended",
        category=Category.training,
        label=_l("A due date was moved"),
        words=training.deadline_extended,
        hears=_LEARNER,
        why=_YOURS,
        events=(DeadlinesExtended,),
        waits_on_leave=True,
    ),
    Kind(
        name="path_waived",
        category=Category.training,
        label=_l("A path need not be done"),
        words=training.path_waived,
        hears=_LEARNER,
        why=_YOURS,
        events=(AssignmentWaived,),
        waits_on_leave=True,
    ),
    Kind(
        name="path_credited",
        category=Category.training,
        label=_l("Something learned elsewhere counts"),
        words=training.path_credited,
        hears=_LEARNER,
        why=_YOURS,
        events=(AssignmentCredited,),
        waits_on_leave=True,
    ),
    Kind(
        name="time_answered",
        category=Category.training,
        label=_l("A note about working time was answered"),
        words=training.time_answered,
        hears=_l("The learner who wrote the note."),
        why=_l("You get this because you said that there was no working time."),
        events=(TimeNoteAnswered,),
        waits_on_leave=True,
    ),
    Kind(
        name="practice_reviewed",
        category=Category.training,
        label=_l("A hands-on task was reviewed"),
        words=practice.practice_reviewed,
        hears=_l("The learner who handed it in."),
        why=_l("You get this because you handed in this task."),
        events=(PracticeReviewed,),
    ),
    Kind(
        name="attempt_answered",
        category=Category.training,
        label=_l("One more attempt was granted or declined"),
        words=practice.attempt_answered,
        hears=_l("The learner who asked for it."),
        why=_l("You get this because you asked for one more attempt."),
        events=(AttemptAnswered,),
    ),
    Kind(
        name="path_completed",
        category=Category.training,
        label=_l("A path is completed"),
        words=training.path_completed,
        hears=_LEARNER,
        why=_l("You get this because you completed the path."),
        events=(PathCompleted,),
    ),
    Kind(
        name="path_revised",
        category=Category.training,
        label=_l("A completed path has a new version"),
        words=training.path_revised,
        hears=_l("Everyone who has completed the path."),
        why=_FINISHED,
        events=(PathRevised,),
        waits_on_leave=True,
    ),
    Kind(
        name="path_regraded",
        category=Category.training,
        label=_l("A wrong key was mended"),
        words=training.path_regraded,
        hears=_l("Everyone whose result became better."),
        why=_FINISHED,
        events=(AttemptsRegraded,),
        waits_on_leave=True,
    ),
)
