"""Words in person to those for whom ideas were written."""

from collections.abc import Iterable
from typing import Any

from app.foundation import audit, clock
from app.foundation.db import db, insert_new
from app.notifications.models import SourceTelling
from app.notifications.queries.sources import Relayed


def note_tellings(*, relayed: Iterable[Relayed], by_id: int) -> int:
    """Keep that somebody told the sources these outcomes; returns how many are new. Two clicks at once make one."""
    rows = list(relayed)
    moment = clock.now()
    told: list[dict[str, Any]] = [
        {"idea_id": one.idea.id, "event_id": one.outcome.id, "by_id": by_id, "told_at": moment} for one in rows
    ]
    new = insert_new(SourceTelling, told)
    for one in rows if new else ():
        audit.record(act="source:told", subject=("idea", one.idea.id), actor_id=by_id, after={"event": one.outcome.id})
    return new


def take_back_telling(*, telling: SourceTelling) -> None:
    """It was a slip: the source has not heard yet."""
    before = {"event": telling.event_id}
    audit.record(act="source:untold", subject=("idea", telling.idea_id), actor_id=telling.by_id, before=before)
    db.session.delete(telling)
