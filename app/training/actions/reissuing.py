"""Issuing a certificate again under a corrected name. The old number stays and says which one took its place."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.training.actions.completing import new_number
from app.training.models import Certificate, Completion, TrainingPath


class NotCurrent(Exception):
    """The certificate was issued again or superseded already; the newest one can be issued again."""


def reissue(*, certificate_id: int, name: str, reason: str, by_id: int) -> Certificate:
    """A certificate of the same completion with another name, issued today; nothing else on it changes.

    Raises NotCurrent.
    """
    old = db.session.scalars(locked(sa.select(Certificate).where(Certificate.id == certificate_id))).one()
    again = db.session.scalar(sa.select(Certificate.id).where(Certificate.reissues_id == old.id))
    if again is not None or old.superseded_by_id is not None:
        raise NotCurrent
    path = db.session.get_one(TrainingPath, old.path_id)
    completion = db.session.get_one(Completion, old.completion_id)
    new = Certificate(
        number=new_number(path.code, completion),
        completion_id=old.completion_id,
        person_id=old.person_id,
        person_name=name,
        path_id=old.path_id,
        title_zh=old.title_zh,
        title_en=old.title_en,
        path_version=old.path_version,
        completed_on=old.completed_on,
        issued_on=clock.today(),
        expires_on=old.expires_on,
        reissues_id=old.id,
    )
    db.session.add(new)
    db.session.flush()
    audit.record(
        act="certificate:reissued",
        subject=("certificate", old.id),
        actor_id=by_id,
        before={"number": old.number, "name": old.person_name},
        after={"number": new.number, "name": new.person_name},
        reason=reason,
    )
    return new
