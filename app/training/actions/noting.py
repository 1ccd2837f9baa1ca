"""A learner says that no working time is given for a path; the manager answers. It never counts against the learner."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import audit, clock, events
from app.foundation.db import db, locked
from app.training.events import TimeNoteAnswered, TimeNoteWritten
from app.training.models import Assignment, TimeNote


class NothingToNote(Exception):
    """The assignment is closed, or nobody has to complete it."""


class AlreadyAnswered(Exception):
    """Somebody was faster."""


def note_no_time(*, assignment_id: int, text: str) -> TimeNote:
    """Note that no working time was given for an open mandatory path; the open note, where there is one. Raises NothingToNote."""
    db.session.execute(locked(sa.select(Assignment.id).where(Assignment.id == assignment_id)))
    assignment = db.session.get_one(Assignment, assignment_id)
    db.session.refresh(assignment, ["closed_at", "mandatory"])
    if assignment.closed_at is not None or not assignment.mandatory:
        raise NothingToNote
    standing = db.session.scalar(
        sa.select(TimeNote).where(TimeNote.assignment_id == assignment_id, TimeNote.settled_at.is_(None))
    )
    if standing:
        return standing
    note = TimeNote(
        assignment_id=assignment_id,
        person_id=assignment.person_id,
        manager_id=db.session.scalar(sa.select(Person.manager_id).where(Person.id == assignment.person_id)),
        text=text,
        noted_at=clock.now(),
    )
    db.session.add(note)
    db.session.flush()
    events.publish(TimeNoteWritten(note.id))
    return note


def answer_note(*, note_id: int, answer: str, by_id: int) -> TimeNote:
    """Settle a note with a word to the learner. Raises AlreadyAnswered."""
    db.session.execute(locked(sa.select(TimeNote.id).where(TimeNote.id == note_id)))
    note = db.session.get_one(TimeNote, note_id)
    db.session.refresh(note, ["settled_at"])
    if note.settled_at is not None:
        raise AlreadyAnswered
    note.settled_at, note.answer = clock.now(), answer
    subject = ("assignment", note.assignment_id)
    audit.record(act="time_note:answered", subject=subject, actor_id=by_id, after={"person_id": note.person_id})
    events.publish(TimeNoteAnswered(note.id))
    return note
