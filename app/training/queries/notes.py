"""Notes that no working time was given for a path."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.training.models import Assignment, TimeNote


def note_with_person(note_id: int) -> TimeNote | None:
    """A note with its person, assignment and path; None when there is none."""
    rows = sa.select(TimeNote).where(TimeNote.id == note_id)
    return db.session.scalar(
        rows.options(joinedload(TimeNote.person), joinedload(TimeNote.assignment).joinedload(Assignment.path))
    )


def open_note(assignment_id: int) -> TimeNote | None:
    """The note of an assignment that nobody has answered; None when there is none."""
    rows = sa.select(TimeNote).where(TimeNote.assignment_id == assignment_id, TimeNote.settled_at.is_(None))
    return db.session.scalar(rows)


def latest_note(assignment_id: int) -> TimeNote | None:
    """The last note of an assignment, answered or not; None when there is none."""
    return db.session.scalar(_latest(), {"assignment": assignment_id})


@cache  # every page of a path asks it, so it is put together only once
def _latest() -> sa.Select[TimeNote]:
    of_it = TimeNote.assignment_id == sa.bindparam("assignment", type_=sa.Integer)
    return sa.select(TimeNote).where(of_it).order_by(TimeNote.id.desc()).limit(1)


def notes_of(person_id: int) -> list[TimeNote]:
    """Every note of a person, in order."""
    return list(db.session.scalars(sa.select(TimeNote).where(TimeNote.person_id == person_id).order_by(TimeNote.id)))
