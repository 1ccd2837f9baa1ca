"""Renewal before expiry: whoever a rule still asks takes the path anew in the weeks before the certificate expires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions.renewing import renew_all
from app.training.actions.ruling import NOT_ASKED, wait_alone
from app.training.models import Assignment, Certificate, Completion, TrainingPath
from app.training.queries.criteria import DAYS_FOR_LATECOMERS
from app.training.queries.rules import Asked, asked_of

WINDOW = timedelta(days=60)
"""So long before a certificate expires its renewal opens: two monthly rounds of planning, and every reminder, fit in."""
AT_ONCE = 500
EXPIRES = "certificate expires"


def open_renewals() -> int:
    """Open the renewals whose time has come, some hundred in one transaction; the number opened. Twice does nothing twice."""
    opened, last = 0, 0
    while due := expiring_soon(after=last):
        last = due[-1].id
        asked = _asked(due)
        wanted = [one.id for one in due if (one.person_id, one.path_id) in asked]
        if wanted:  # else no lock is taken
            with transaction():
                opened += _open(wanted)
    return opened


def expiring_soon(*, after: int = 0, only: Sequence[int] | None = None) -> Sequence[Any]:
    """Assignments (id, person_id, path_id, expires_on) whose certificate, the last of person and path, expires within WINDOW.

    Where the path is open again, or its renewal was waived or taken back by somebody, there is nothing to open.
    """
    later, again = aliased(Certificate), aliased(Assignment)
    newer = sa.exists().where(
        later.person_id == Certificate.person_id,
        later.path_id == Certificate.path_id,
        sa.or_(later.expires_on.is_(None), later.expires_on > Certificate.expires_on),
    )
    is_open = sa.exists().where(
        again.person_id == Assignment.person_id, again.path_id == Assignment.path_id, again.closed_at.is_(None)
    )
    taken_back = sa.and_(again.withdrawn_at.is_not(None), again.withdrawn_reason.not_in(NOT_ASKED))
    spared = sa.exists().where(again.renews_id == Assignment.id, sa.or_(again.waived_at.is_not(None), taken_back))
    offered = sa.select(TrainingPath.id).where(TrainingPath.retired_at.is_(None))
    rows = (
        sa.select(Assignment.id, Assignment.person_id, Assignment.path_id, Certificate.expires_on)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Assignment, Assignment.id == Completion.assignment_id)
        .where(
            Certificate.expires_on <= clock.today() + WINDOW,
            Certificate.superseded_by_id.is_(None),
            Assignment.path_id.in_(offered),
            Assignment.id > after,
            *([] if only is None else [Assignment.id.in_(only)]),
            sa.not_(sa.or_(newer, is_open, spared)),
        )
        .order_by(Assignment.id)
        .limit(AT_ONCE)
    )
    return db.session.execute(rows).all()


def _asked(due: Sequence[Any]) -> dict[tuple[int, int], Asked]:
    return asked_of([one.person_id for one in due], path_ids={one.path_id for one in due})


def _open(assignment_ids: Sequence[int]) -> int:
    """Looked at anew, alone: rules hold still, and another worker that was faster has left nothing to do."""
    wait_alone()
    due = expiring_soon(only=assignment_ids)
    asked = _asked(due)
    by_day: dict[date, list[int]] = defaultdict(list)
    for one in due:
        if (one.person_id, one.path_id) in asked:
            by_day[_due(one.expires_on)].append(one.id)
    made = 0
    for day, ids in sorted(by_day.items()):
        rows = db.session.scalars(sa.select(Assignment).where(Assignment.id.in_(ids)).order_by(Assignment.id)).all()
        renewed = renew_all(rows, due_on=day, carry=False, reason=EXPIRES)
        for one in renewed:
            wanted = asked[one.person_id, one.path_id].wanted(clock.today())
            one.rule_id, one.mandatory = wanted.rule_id, wanted.mandatory
        made += len(renewed)
    return made


def _due(expires_on: date) -> date:
    """The day on which the certificate expires; where that is over, two weeks."""
    today = clock.today()
    return expires_on if expires_on >= today else today + timedelta(days=DAYS_FOR_LATECOMERS)
