"""What a learner does: type, walk, submit. One attempt for each token, whatever is sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db
from app.training.actions.completing import settle
from app.training.content.grading import Result
from app.training.content.steps import SteppedDrill
from app.training.content.variants import drawn, model
from app.training.models import Assignment, Attempt, Draft, Stage
from app.training.queries import places
from app.training.queries.places import Place, Working
from app.training.queries.standing import standing_of
from app.training.queries.waiting import is_observed

LONGEST_NAME = 12
Answers = Mapping[str, Any]


class NotOpen(Exception):
    """Nothing can be recorded here; `reason` is one of `Place.why_not_tested`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """The sheet was sent already in another tab, or the content has changed since it was opened."""


class ImpossibleStep(Exception):
    """The choice does not exist at the scene reached."""


def save_draft(*, place: Place, stage: Stage, token: str, answers: Answers) -> None:
    """Keep what was typed so far. Raises NotOpen and Stale, and ImpossibleStep for what is done step by step."""
    _refuse_story(place)
    if isinstance(model(place.item.content), SteppedDrill):
        raise ImpossibleStep
    place = places.held(place)
    _write_draft(place, _working(place, stage, token), answers)


def discard_draft(*, place: Place, stage: Stage) -> None:
    """Begin again: forget what was typed in a stage that is not recorded. Raises NotOpen."""
    if stage is Stage.test:
        raise NotOpen("test")
    place = places.held(place)
    if place.standing.assignment is None:
        raise NotOpen("assign")
    db.session.execute(_draft_rows(place, stage))


def take_step(*, place: Place, stage: Stage, token: str, made: Any, step: int) -> Attempt | None:
    """Go on in a drill that is answered step by step; in a test the end of a story is an attempt, which is returned.

    The same step sent twice is taken once. Raises NotOpen, Stale, ImpossibleStep, and what the drill itself refuses.
    """
    done = _done_already(place, stage, token)
    if done:
        return done
    place = places.held(place)
    sheet = _working(place, stage, token)
    drill = drawn(place.item.content, sheet.seed)
    longer = drill.extend(sheet.answers, made, sheet.seed, step) if isinstance(drill, SteppedDrill) else None
    if longer is None or not isinstance(drill, SteppedDrill):
        raise ImpossibleStep
    _write_draft(place, sheet, longer)
    at_end = stage is Stage.test and drill.is_over(longer, sheet.seed)
    return _record(place, sheet, longer) if at_end else None


def submit(*, place: Place, token: str, answers: Answers) -> Attempt:
    """Grade a test or quiz and record it; the same token gives the same attempt.

    Of a drill that is done step by step what was done so far counts, whatever is posted. Raises NotOpen and Stale, and
    ImpossibleStep for a story, which is walked to its end.
    """
    _refuse_story(place)
    done = _done_already(place, Stage.test, token)
    if done:
        return done
    place = places.held(place)
    done = _done_already(place, Stage.test, token)  # while we waited for the lock
    if done:
        return done
    sheet = _working(place, Stage.test, token)
    stepped = isinstance(model(place.item.content), SteppedDrill)
    return _record(place, sheet, sheet.answers if stepped else answers)


def _refuse_story(place: Place) -> None:
    """A story is walked, and what is done in the real tool is handed in: neither is submitted for grading."""
    drill = model(place.item.content)
    if (isinstance(drill, SteppedDrill) and not drill.handed_in) or is_observed(place.item):
        raise ImpossibleStep


def _done_already(place: Place, stage: Stage, token: str) -> Attempt | None:
    assignment = place.standing.assignment
    if stage is not Stage.test or assignment is None or not token:
        return None
    found = places.attempt_with(token, assignment.person_id)
    return found if found and (found.module_id, found.item_id) == place.item.key else None


def _working(place: Place, stage: Stage, token: str) -> Working:
    """The sheet that the token names, if answers may still be given on it."""
    reason = place.why_not_tested if stage is Stage.test else _why_not_practised(place)
    if reason:
        raise NotOpen(reason)
    sheet = places.working(place, stage)
    if sheet.token != token:
        raise Stale
    return sheet


def _why_not_practised(place: Place) -> str:
    if place.standing.assignment is None:
        return "assign"
    return "locked" if place.standing.missing_before(place.module) else ""


def _write_draft(place: Place, sheet: Working, answers: Answers) -> None:
    assignment = _started(place)
    draft = places.draft_of(place, sheet.stage)
    if draft is None:
        draft = Draft(assignment_id=assignment.id, module_id=place.module.id, item_id=place.item.id, stage=sheet.stage)
        db.session.add(draft)
    draft.token, draft.seed, draft.publication_id = sheet.token, sheet.seed, place.published.id
    draft.answers = dict(answers)
    draft.updated_at = clock.now()
    db.session.flush()


def _record(place: Place, sheet: Working, answers: Answers) -> Attempt:
    result = place.item.content.grade(answers, sheet.seed)
    attempt = _attempt(place, sheet, answers, result)
    db.session.add(attempt)
    db.session.execute(_draft_rows(place, Stage.test))
    db.session.flush()
    settle(standing_of(place.published, place.assignment))
    return attempt


def _attempt(place: Place, sheet: Working, answers: Answers, result: Result) -> Attempt:
    assignment = _started(place)
    points, most = _whole_points(result)
    return Attempt(
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        kind=place.item.kind,
        module_id=place.module.id,
        item_id=place.item.id,
        number=_next_number(place),
        token=sheet.token,
        seed=sheet.seed,
        submitted_at=clock.now(),
        answers=dict(answers),
        points=points,
        max_points=most,
        percent=result.percent,
        passed=result.passed,
        publication_id=place.published.id,
        path_version=place.published.path.version,
        module_version=place.module.version,
        display_hash=place.item.hashes.display,
        grading_hash=place.item.hashes.grading,
    )


def _whole_points(result: Result) -> tuple[int, int]:
    """Points as whole numbers: as they are where they are whole, else in hundredths."""
    if result.points == result.points.to_integral_value():
        return int(result.points), result.max_points
    return int(result.points * 100), result.max_points * 100


def _next_number(place: Place) -> int:
    newest = sa.select(sa.func.max(Attempt.number)).where(
        Attempt.assignment_id == place.assignment.id,
        Attempt.module_id == place.module.id,
        Attempt.item_id == place.item.id,
    )
    return (db.session.scalar(newest) or 0) + 1


def _draft_rows(place: Place, stage: Stage) -> sa.Delete:
    return sa.delete(Draft).where(
        Draft.assignment_id == place.assignment.id,
        Draft.module_id == place.module.id,
        Draft.item_id == place.item.id,
        Draft.stage == stage,
    )


def _started(place: Place) -> Assignment:
    assignment = place.assignment
    if assignment.started_at is None and assignment.closed_at is None:
        assignment.started_at = clock.now()
    return assignment
