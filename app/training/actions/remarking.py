"""Words to the authors about a drill or question, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.training.models import ContentNote


class AlreadySettled(Exception):
    """Somebody else was faster."""


def write_note(*, path_id: int, module_id: str, item_id: str, part: str, text: str, by_id: int) -> ContentNote:
    """Tell the authors something about an item, or one part of it."""
    note = ContentNote(
        path_id=path_id,
        module_id=module_id,
        item_id=item_id,
        part=part,
        text=text,
        written_at=clock.now(),
        written_by_id=by_id,
    )
    db.session.add(note)
    db.session.flush()
    return note


def settle_note(*, note_id: int, answer: str, by_id: int) -> ContentNote:
    """Say what became of a note. Raises LookupError where there is none, and AlreadySettled."""
    rows = sa.select(ContentNote).where(ContentNote.id == note_id).execution_options(populate_existing=True)
    note: ContentNote | None = db.session.scalar(locked(rows))
    if note is None:
        raise LookupError(note_id)
    if note.settled_at is not None:
        raise AlreadySettled
    note.settled_at, note.settled_by_id, note.answer = clock.now(), by_id, answer
    audit.record(act="note:settled", subject=("note", note.id), actor_id=by_id, reason=answer)
    return note
