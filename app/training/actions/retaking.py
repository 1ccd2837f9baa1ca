"""Modules that must be learned anew: who has finished on an older version is asked again when the change comes into force."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db, locked, transaction
from app.training.actions.renewing import renew_all
from app.training.actions.retiring import RETIRED
from app.training.actions.ruling import NOT_ASKED
from app.training.models import Assignment
from app.training.queries.published import Published, all_current, current
from app.training.queries.retakes import Retake, finished_on, has_retakes, retakes

REASON = "version to retake"
UNDONE = (*NOT_ASKED, RETIRED)
"""A renewal withdrawn for one of these reasons is asked for again when the reason is gone."""
AT_ONCE = 300
"""People renewed in one transaction by the sweep, so that nobody waits long for the database."""


def open_retakes() -> int:
    """Ask again whoever a `retake` concerns that is in force by today; the number of assignments made.

    Run by workers, any number of them and any number of times: each person is asked once.
    """
    codes = [published.code for published in all_current() if has_retakes(published)]
    db.session.rollback()
    return sum(_open_on(code) for code in codes)


def ask_again(published: Published, *, most: int | None = None) -> int:
    """Open the renewals of one path that are in force by today, in the present transaction; how many."""
    if not has_retakes(published):
        return 0
    found = retakes(published, finished_on(published), on=clock.today(), undone=UNDONE)[:most]
    if not found:
        return 0
    _hold(found)
    found = retakes(published, finished_on(published), on=clock.today())[
        :most
    ]  # as it is, now that others have to wait
    by_terms: dict[tuple[date, tuple[str, ...]], list[Assignment]] = defaultdict(list)
    for one in found:
        by_terms[one.due_on, tuple(module.id for module in one.modules)].append(one.finished.assignment)
    return sum(
        len(renew_all(assignments, due_on=due_on, carry=True, reason=REASON, again=again))
        for (due_on, again), assignments in sorted(by_terms.items())
    )


def _open_on(code: str) -> int:
    made = 0
    while True:
        with transaction():
            published = current(code)
            fresh = ask_again(published, most=AT_ONCE) if published else 0
        made += fresh
        if fresh < AT_ONCE:
            return made


def _hold(found: list[Retake]) -> None:
    ids = sorted(one.finished.assignment.id for one in found)
    db.session.execute(locked(sa.select(Assignment.id).where(Assignment.id.in_(ids)).order_by(Assignment.id)))
