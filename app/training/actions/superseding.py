"""Of the certificates of one person and path the newest is current; the older ones name it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.foundation.db import db
from app.training.models import Certificate


def keep_newest(person_ids: Collection[int]) -> None:
    """Let older certificates of people be superseded by the one completed last, wherever several stand side by side."""
    rows = sa.select(Certificate).where(Certificate.person_id.in_(person_ids), Certificate.superseded_by_id.is_(None))
    current: dict[tuple[int, int], Certificate] = {}
    in_order = rows.order_by(Certificate.completed_on, Certificate.id).execution_options(populate_existing=True)
    for one in db.session.scalars(in_order):
        key = (one.person_id, one.path_id)
        if key in current:
            current[key].superseded_by_id = one.id
        current[key] = one
    db.session.flush()


def part(person_ids: Collection[int]) -> None:
    """Make current again what only a certificate of somebody else superseded, after an undone merge of accounts."""
    later = sa.orm.aliased(Certificate)
    strange = sa.exists().where(later.id == Certificate.superseded_by_id, later.person_id != Certificate.person_id)
    free = sa.update(Certificate).where(Certificate.person_id.in_(person_ids), strange).values(superseded_by_id=None)
    db.session.execute(free, execution_options={"synchronize_session": False})
    keep_newest(person_ids)
