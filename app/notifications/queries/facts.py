"""What there is to tell: the plain values of an announcement, with names in both languages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.ambassadors.models import Appointment
from app.feedback.models import Comment, Idea, IdeaEvent
from app.foundation.db import db
from app.training.models import Assignment, Certificate, DeadlineChange, TimeNote, TrainingPath
from app.training.queries.changes import revision_facts

Facts = dict[str, Any]
EXCERPT = 200


def idea_moved(event_id: int) -> Facts:
    """A move of an idea: its number and title, where it went and why, and what it was merged into, if it was."""
    target = aliased(Idea)
    row = db.session.execute(
        sa.select(Idea.id, Idea.title, IdeaEvent.to_status, IdeaEvent.reason, target.id, target.title)
        .join(IdeaEvent, IdeaEvent.idea_id == Idea.id)
        .outerjoin(target, target.id == IdeaEvent.target_id)
        .where(IdeaEvent.id == event_id)
    ).one()
    return {
        "idea": row[0],
        "title": row[1],
        "to": row[2].value,
        "reason": row[3],
        "target": row[4],
        "target_title": row[5] or "",
    }


def comment_posted(comment_id: int) -> Facts:
    """A comment: whose, on what, and how it begins."""
    row = db.session.execute(
        sa.select(Idea.id, Idea.title, Person.name, Comment.text, Comment.mentioned)
        .join(Comment, Comment.idea_id == Idea.id)
        .join(Person, Person.id == Comment.author_id)
        .where(Comment.id == comment_id)
    ).one()
    return {"idea": row[0], "title": row[1], "by": row[2], "text": shortened(_with_names(row[3], row[4]))}


def _with_names(text: str, mentioned: Iterable[Sequence[str]]) -> str:
    """A comment as its page says it: after each @ the name of who is called, also where an employee number was typed."""
    for word, name in sorted(mentioned or (), key=lambda pair: -len(pair[0])):
        text = text.replace(f"@{word}", f"@{name}").replace(f"＠{word}", f"@{name}")
    return text


def shortened(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def path_assigned(assignment_id: int) -> Facts:
    """An assignment: which path, and until when."""
    row = db.session.execute(
        sa.select(TrainingPath.code, TrainingPath.title_zh, TrainingPath.title_en, Assignment.due_on)
        .join(Assignment, Assignment.path_id == TrainingPath.id)
        .where(Assignment.id == assignment_id)
    ).one()
    return {"code": row[0], "title_zh": row[1], "title_en": row[2], "due_on": row[3].isoformat() if row[3] else ""}


def path_named(path_id: int) -> Facts:
    """A path: its code and titles."""
    row = db.session.execute(
        sa.select(TrainingPath.code, TrainingPath.title_zh, TrainingPath.title_en).where(TrainingPath.id == path_id)
    ).one()
    return {"code": row[0], "title_zh": row[1], "title_en": row[2]}


def path_revised(path_id: int, publication_id: int, earlier_id: int) -> Facts:
    """A new version of a path: from which to which, and the modules and drills that are new, changed or gone."""
    return {**path_named(path_id), **revision_facts(earlier_id, publication_id)}


def path_completed(number: str) -> Facts:
    """A certificate: its number and the path on it."""
    row = db.session.execute(
        sa.select(Certificate.number, Certificate.title_zh, Certificate.title_en).where(Certificate.number == number)
    ).one()
    return {"number": row[0], "title_zh": row[1], "title_en": row[2]}


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """An appointment as it is told, and the people whom it may concern."""

    facts: Facts
    person_id: int
    nominated_by_id: int | None


def appointment(appointment_id: int) -> AppointmentFacts:
    """An appointment: who, for which unit, and why; `served` tells whether the term had begun."""
    found = db.session.scalars(
        sa.select(Appointment)
        .where(Appointment.id == appointment_id)
        .options(
            joinedload(Appointment.person), joinedload(Appointment.department), joinedload(Appointment.project_group)
        )
    ).one()
    facts = {
        "appointment": found.id,
        "kind": found.kind.value,
        "name": found.person.name,
        "unit_zh": found.unit.title("zh"),
        "unit_en": found.unit.title("en"),
        "reason": found.ended_reason or found.reason,
        "served": found.answered_at is not None,
    }
    return AppointmentFacts(facts, found.person_id, found.nominated_by_id)


def by_due_date(assignment_ids: Collection[int]) -> dict[date | None, tuple[list[int], list[int]]]:
    """Assignments and their people, in order, by due date."""
    found: dict[date | None, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    rows = sa.select(Assignment.id, Assignment.person_id, Assignment.due_on).where(Assignment.id.in_(assignment_ids))
    for row in db.session.execute(rows.order_by(Assignment.id)):
        assignments, people = found[row.due_on]
        assignments.append(row.id)
        people.append(row.person_id)
    return found


def deadlines_moved(change_ids: Collection[int]) -> dict[int, tuple[int, Facts]]:
    """Moves of due dates: whose, of which path, until when, and why."""
    rows = (
        sa.select(
            DeadlineChange.id,
            Assignment.person_id,
            TrainingPath.code,
            TrainingPath.title_zh,
            TrainingPath.title_en,
            DeadlineChange.to_on,
            DeadlineChange.reason,
        )
        .join(Assignment, Assignment.id == DeadlineChange.assignment_id)
        .join(TrainingPath, TrainingPath.id == Assignment.path_id)
        .where(DeadlineChange.id.in_(change_ids))
    )
    return {
        row.id: (
            row.person_id,
            {
                "code": row.code,
                "title_zh": row.title_zh,
                "title_en": row.title_en,
                "due_on": row.to_on.isoformat() if row.to_on else "",
                "reason": row.reason,
            },
        )
        for row in db.session.execute(rows.order_by(DeadlineChange.id))
    }


def assignment_waived(assignment_id: int) -> Facts:
    """A waiver: of which path, and why."""
    return {**path_assigned(assignment_id), "reason": _of_assignment(assignment_id, Assignment.waived_reason)}


def assignment_credited(assignment_id: int) -> Facts:
    """A path counted as completed, and whose record shows it."""
    return {**path_assigned(assignment_id), "person": _of_assignment(assignment_id, Assignment.person_id)}


def _of_assignment(assignment_id: int, column: Any) -> Any:
    return db.session.scalars(sa.select(column).where(Assignment.id == assignment_id)).one()


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A note about working time as it is told, and the people whom it concerns."""

    facts: Facts
    person_id: int
    managers: list[int]


def time_note(note_id: int) -> NoteFacts:
    """A learner's note that no working time was given: whose, on which path, what it says and its answer."""
    row = db.session.execute(
        sa.select(TimeNote, Person.name, Person.manager_id)
        .join(Person, Person.id == TimeNote.person_id)
        .where(TimeNote.id == note_id)
    ).one()
    note = row[0]
    data = {**path_assigned(note.assignment_id), "note": note.id, "name": row[1], "text": shortened(note.text)}
    return NoteFacts({**data, "answer": shortened(note.answer)}, note.person_id, [row[2]] if row[2] else [])
