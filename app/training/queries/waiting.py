"""Hands-on tasks: which items they are, and which of them wait for somebody's eyes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

import sqlalchemy as sa

from app.foundation.db import db
from app.training.models import PracticeReview, PracticeSubmission, ReviewKind
from app.training.queries.published import Item, Published

ItemKey = tuple[str, str]


def is_observed(item: Item) -> bool:
    """Whether an item is done in the real tool and judged by a person."""
    return getattr(item.content, "observed", False)


def observed_items(published: Published) -> list[Item]:
    """What a path asks to be done in the real tool, in the order of its modules."""
    return [item for items in published.items.values() for item in items if is_observed(item)]


def waiting_tasks(published: Collection[Published], assignment_ids: Collection[int]) -> dict[int, dict[ItemKey, str]]:
    """Of each assignment, the tasks whose newest version has no review, with that version's grading hash.

    One statement; none where the paths ask for nothing in the real tool.
    """
    if not any(observed_items(one) for one in published):
        return {}
    newest: dict[int, dict[ItemKey, str]] = defaultdict(dict)
    rows = db.session.execute(_handed_in(), {"asked": list(assignment_ids)})
    for assignment_id, module_id, item_id, grading_hash, reviewed in rows:
        newest[assignment_id][module_id, item_id] = "" if reviewed else grading_hash
    return newest


@cache
def _handed_in() -> sa.Select[int, str, str, str, bool]:
    """Every version of the tasks of assignments `asked`, in order, and whether it was reviewed; put together once."""
    reviewed = sa.select(PracticeReview.id).where(
        PracticeReview.submission_id == PracticeSubmission.id, PracticeReview.kind == ReviewKind.review
    )
    asked = sa.bindparam("asked", expanding=True, type_=sa.Integer)
    rows = sa.select(
        PracticeSubmission.assignment_id,
        PracticeSubmission.module_id,
        PracticeSubmission.item_id,
        PracticeSubmission.grading_hash,
        reviewed.exists(),
    )
    return rows.where(PracticeSubmission.assignment_id.in_(asked)).order_by(PracticeSubmission.number)


def still_asked(published: Published, waiting: Mapping[ItemKey, str]) -> frozenset[ItemKey]:
    """What waits for a review of the task as it stands now; a task that has changed is asked for anew."""
    hashes = {item.key: item.hashes.grading for item in observed_items(published)}
    later = {former: key for key, formers in published.lineage.items.items() for former in formers if key in hashes}
    told = {(key if key in hashes else later.get(key, key)): grading for key, grading in waiting.items()}
    return frozenset(key for key, grading in told.items() if grading and hashes.get(key) == grading)
