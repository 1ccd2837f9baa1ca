"""What there is to tell: the plain values of an announcement, with names in both languages."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.ambassadors.models import Appointment
from app.feedback.models import Comment, Idea, IdeaEvent
from app.foundation.db import db
from app.training.models import Assignment, Certificate, TrainingPath

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
        sa.select(Idea.id, Idea.title, Person.name, Comment.text)
        .join(Comment, Comment.idea_id == Idea.id)
        .join(Person, Person.id == Comment.author_id)
        .where(Comment.id == comment_id)
    ).one()
    return {"idea": row[0], "title": row[1], "by": row[2], "text": shortened(row[3])}


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
