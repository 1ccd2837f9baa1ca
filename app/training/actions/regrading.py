"""A key was wrong: answers to it are graded anew, upwards only. Old rows stay; better ones are added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from app.foundation import clock, events
from app.foundation.db import db
from app.training.actions.completing import half_up_mean, scored
from app.training.content.load import TEST_OUT
from app.training.content.replay import same_asked
from app.training.events import AttemptsRegraded
from app.training.models import Assignment, Attempt, Completion, Method, Publication, Regrade
from app.training.queries.effects import Mended, attempts_on_item, mended_items
from app.training.queries.lineage import ItemKey
from app.training.queries.published import Item, Published, publications
from app.training.queries.standing import Standing, standings

WRONG_KEY = "wrong key"
"""The reason as it is kept; the transcript says it in the reader's language."""


def regrade(new: Published, old: Published) -> list[int]:
    """Grade anew what was answered to items whose key this publication mends; ids of the people who gained.

    An attempt keeps its answers and its draw, and is never worth less than it was. Completed paths get a correction with
    the date of the completion. Settling open assignments is left to the caller.
    """
    touched: set[int] = set()
    gained: set[int] = set()
    for mended in mended_items(new, old):
        for attempt, better in _graded_anew(new, mended):
            touched.add(attempt.assignment_id)
            gained |= {attempt.assignment_id} if better else set()
    people = _correct_completions(new, touched) | _owners(gained)
    if people:
        events.publish(AttemptsRegraded(new.path_id, new.id, tuple(sorted(people))))
    return sorted(people)


def _graded_anew(new: Published, mended: Mended) -> list[tuple[Attempt, bool]]:
    """Every attempt that was graded, and whether it is worth more now."""
    item = mended.new
    keys = {item.key, mended.old.key, *new.lineage.items.get(item.key, ())}
    rows = attempts_on_item(item, _same_before(new, item, keys), keys)
    attempts = db.session.scalars(rows.order_by(Attempt.id)).all()
    earlier = _earlier_regrades([attempt.id for attempt in attempts])
    done = []
    for attempt in attempts:
        row, better = _regraded(attempt, item, new, earlier.get(attempt.id, ()))
        db.session.add(row)
        done.append((attempt, better))
    db.session.flush()
    return done


def _same_before(new: Published, item: Item, keys: Collection[ItemKey]) -> set[str]:
    """Grading hashes of every former version of the item in which the same was asked."""
    ids = db.session.scalars(
        sa.select(Publication.id).where(Publication.path_id == new.path_id, Publication.id < new.id)
    ).all()
    named = frozenset(_mended_names(new, item))
    found: set[str] = set()
    for number in ids:  # one after the other: a path may have been published often, and is long
        then = publications([number])[number]
        for key in keys:
            was = then.item(*key)
            if was and was.hashes.grading not in found and not same_asked(was.content, item.content, named):
                found.add(was.hashes.grading)
    return found - {item.hashes.grading}


def _mended_names(new: Published, item: Item) -> tuple[str, ...]:
    module = new.path.module(item.module_id)
    names = module.policy.regrade if module else ()
    return (*names, TEST_OUT) if module and module.quiz and module.quiz.id in names else names


def _earlier_regrades(attempt_ids: Sequence[int]) -> dict[int, list[Regrade]]:
    found: dict[int, list[Regrade]] = {}
    rows = sa.select(Regrade).where(Regrade.attempt_id.in_(attempt_ids)).order_by(Regrade.id)
    for row in db.session.scalars(rows) if attempt_ids else ():
        found.setdefault(row.attempt_id, []).append(row)
    return found


def _regraded(attempt: Attempt, item: Item, new: Published, earlier: Iterable[Regrade]) -> tuple[Regrade, bool]:
    """The attempt under the new key, and whether that is better than the best it was worth so far."""
    result = item.content.grade(attempt.answers, attempt.seed)
    whole = result.points == result.points.to_integral_value()
    scale = 1 if whole else 100
    worth: list[Attempt | Regrade] = [attempt, *earlier]
    best = max(worth, key=lambda one: (one.passed, one.percent))
    passed = best.passed or result.passed
    better = (passed, result.percent) > (best.passed, best.percent)
    points, most = (int(result.points * scale), result.max_points * scale)
    if not better or result.percent < best.percent:
        points, most = best.points, best.max_points
    row = Regrade(
        attempt_id=attempt.id,
        publication_id=new.id,
        points=points,
        max_points=most,
        percent=max(result.percent, best.percent),
        passed=passed,
        grading_hash=item.hashes.grading,
        at=clock.now(),
    )
    return row, better


def _correct_completions(new: Published, assignment_ids: Collection[int]) -> set[int]:
    """Where a completed path is worth more now, a correction with the old dates; ids of the people concerned."""
    rows = sa.select(Assignment).where(Assignment.id.in_(assignment_ids), Assignment.closed_at.is_not(None))
    closed = db.session.scalars(rows).all() if assignment_ids else []
    latest = _latest([one.id for one in closed])
    done = [one for one in closed if one.id in latest]
    made_on = publications(latest[one.id].publication_id or 0 for one in done)
    then = standings([(made_on.get(latest[one.id].publication_id or 0, new), one) for one in done])
    people = set()
    for assignment, was, now in zip(done, then, standings([(new, one) for one in done]), strict=True):
        if _correct(_new_score(was, now), latest[assignment.id]):
            people.add(assignment.person_id)
    db.session.flush()
    return people


def _latest(assignment_ids: Sequence[int]) -> dict[int, Completion]:
    rows = sa.select(Completion).where(Completion.assignment_id.in_(assignment_ids)).order_by(Completion.id)
    return {row.assignment_id: row for row in db.session.scalars(rows)} if assignment_ids else {}


def _correct(score: int, completion: Completion) -> bool:
    if score <= completion.score:
        return False
    db.session.add(
        Completion(
            assignment_id=completion.assignment_id,
            person_id=completion.person_id,
            path_id=completion.path_id,
            publication_id=completion.publication_id,
            path_version=completion.path_version,
            grading_hash=completion.grading_hash,
            method=Method.corrected,
            score=score,
            minutes=completion.minutes,
            completed_at=completion.completed_at,
            completed_on=completion.completed_on,
            zone=completion.zone,
            corrects_id=completion.id,
            reason=WRONG_KEY,
            recorded_at=clock.now(),
        )
    )
    return True


def _new_score(was: Standing, now: Standing) -> int:
    """The mean over the modules that were completed, each at its best: as recorded, or as it is graded now."""
    better = {
        now.rows[module.id].id: scored(now, module) or 0
        for module in now.published.path.modules
        if module.id in now.rows
    }
    scores = [max(row.score, better.get(row.id, 0)) for row in was.rows.values()]
    return half_up_mean(scores) if scores else 0


def _owners(assignment_ids: Collection[int]) -> set[int]:
    rows = sa.select(Assignment.person_id).where(Assignment.id.in_(assignment_ids))
    return set(db.session.scalars(rows)) if assignment_ids else set()
