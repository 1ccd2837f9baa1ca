"""What training keeps of somebody, for “My data”."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app.accounts.queries.my_data import Rows, Section, named
from app.training.models import (
    Assignment,
    Attempt,
    AttemptRequest,
    Certificate,
    Completion,
    DeadlineChange,
    Draft,
    ModuleCompletion,
    PracticeReview,
    PracticeSubmission,
    PresenceMethod,
    TimeNote,
    TrainingPath,
    WorkshopPresence,
)
from app.training.queries.record_lines import change_words, method_words

PRESENCES = {PresenceMethod.code: _l("with the code"), PresenceMethod.observed: _l("entered from the sheet")}
RECORD = "training.show_own_record"


def _assignments(ids: Sequence[int]) -> Rows:
    given = (
        Assignment.number,
        TrainingPath.code.label("path"),
        Assignment.mandatory,
        Assignment.assigned_at,
        Assignment.due_on,
        Assignment.started_at,
        Assignment.closed_at,
        Assignment.waived_reason,
        Assignment.withdrawn_reason,
    )
    rows = sa.select(*given).join(TrainingPath, TrainingPath.id == Assignment.path_id)
    return rows.where(Assignment.person_id.in_(ids)).order_by(Assignment.id.desc())


def _deadlines(ids: Sequence[int]) -> Rows:
    given = (
        DeadlineChange.at,
        Assignment.number,
        DeadlineChange.kind,
        DeadlineChange.from_on,
        DeadlineChange.to_on,
        DeadlineChange.reason,
    )
    rows = sa.select(*given).join(Assignment, Assignment.id == DeadlineChange.assignment_id)
    return rows.where(Assignment.person_id.in_(ids)).order_by(DeadlineChange.id.desc())


def _attempts(ids: Sequence[int]) -> Rows:
    given = (
        Attempt.submitted_at,
        Attempt.module_id.label("module"),
        Attempt.item_id.label("item"),
        Attempt.number,
        Attempt.percent,
        Attempt.passed,
        Attempt.answers,
    )
    return sa.select(*given).where(Attempt.person_id.in_(ids)).order_by(Attempt.id.desc())


def _drafts(ids: Sequence[int]) -> Rows:
    given = (Draft.updated_at, Draft.module_id.label("module"), Draft.item_id.label("item"), Draft.answers)
    rows = sa.select(*given).join(Assignment, Assignment.id == Draft.assignment_id)
    return rows.where(Assignment.person_id.in_(ids)).order_by(Draft.id.desc())


def _submissions(ids: Sequence[int]) -> Rows:
    given = (
        PracticeSubmission.submitted_at,
        PracticeSubmission.module_id.label("module"),
        PracticeSubmission.item_id.label("item"),
        PracticeSubmission.note,
        PracticeSubmission.link,
        PracticeReview.reviewed_at,
        PracticeReview.accepted,
        PracticeReview.comment,
    )
    rows = sa.select(*given).outerjoin(PracticeReview, PracticeReview.submission_id == PracticeSubmission.id)
    return rows.where(PracticeSubmission.person_id.in_(ids)).order_by(PracticeSubmission.id.desc(), PracticeReview.id)


def _requests(ids: Sequence[int]) -> Rows:
    given = (
        AttemptRequest.asked_at,
        AttemptRequest.module_id.label("module"),
        AttemptRequest.item_id.label("item"),
        AttemptRequest.note,
        AttemptRequest.answered_at,
        AttemptRequest.granted,
        AttemptRequest.reason,
    )
    return sa.select(*given).where(AttemptRequest.person_id.in_(ids)).order_by(AttemptRequest.id.desc())


def _presences(ids: Sequence[int]) -> Rows:
    given = (WorkshopPresence.recorded_at, WorkshopPresence.method)
    return sa.select(*given).where(WorkshopPresence.person_id.in_(ids)).order_by(WorkshopPresence.recorded_at.desc())


def _notes(ids: Sequence[int]) -> Rows:
    given = (TimeNote.noted_at, TimeNote.text, TimeNote.settled_at, TimeNote.answer)
    return sa.select(*given).where(TimeNote.person_id.in_(ids)).order_by(TimeNote.id.desc())


def _modules(ids: Sequence[int]) -> Rows:
    given = (
        ModuleCompletion.completed_at,
        ModuleCompletion.module_id.label("module"),
        ModuleCompletion.module_version.label("version"),
        ModuleCompletion.score,
    )
    return sa.select(*given).where(ModuleCompletion.person_id.in_(ids)).order_by(ModuleCompletion.id.desc())


def _completions(ids: Sequence[int]) -> Rows:
    given = (
        Completion.completed_on,
        TrainingPath.code.label("path"),
        Completion.path_version.label("version"),
        Completion.score,
        Completion.minutes,
        Completion.method,
        Completion.reason,
        Completion.document,
    )
    rows = sa.select(*given).join(TrainingPath, TrainingPath.id == Completion.path_id)
    return rows.where(Completion.person_id.in_(ids)).order_by(Completion.id.desc())


def _certificates(ids: Sequence[int]) -> Rows:
    given = (
        Certificate.number,
        Certificate.person_name.label("name"),
        Certificate.title_zh.label("title"),
        Certificate.title_en,
        Certificate.issued_on,
        Certificate.expires_on,
    )
    return sa.select(*given).where(Certificate.person_id.in_(ids)).order_by(Certificate.id.desc())


SECTIONS = (
    Section(
        "assignments", _l("Assignments"), _l("Training you were given, and until when."), _assignments, page=RECORD
    ),
    Section(
        "deadlines",
        _l("Due dates that moved"),
        _l("Why a due date of yours is another one."),
        _deadlines,
        {"kind": change_words},
        RECORD,
    ),
    Section("attempts", _l("Attempts"), _l("Your answers, and how they were graded."), _attempts, page=RECORD),
    Section("drafts", _l("Drafts"), _l("Answers you have not sent yet."), _drafts),
    Section("practice", _l("Hands-on tasks"), _l("What you handed in, and what was said about it."), _submissions),
    Section(
        "attempt_requests", _l("Requests for one more attempt"), _l("What you asked for, and the answers."), _requests
    ),
    Section(
        "workshops",
        _l("Workshops"),
        _l("Workshops at which you were present."),
        _presences,
        {"method": named(PRESENCES)},
    ),
    Section(
        "time_notes", _l("Notes about working time"), _l("When you had no time to learn, and the answers."), _notes
    ),
    Section("modules", _l("Completed modules"), _l("Modules you have completed."), _modules, page=RECORD),
    Section(
        "completions",
        _l("Completions"),
        _l("Paths you have completed."),
        _completions,
        {"method": method_words},
        RECORD,
    ),
    Section(
        "certificates",
        _l("Certificates"),
        _l("They stay valid and can be verified by their numbers."),
        _certificates,
        page=RECORD,
    ),
)
