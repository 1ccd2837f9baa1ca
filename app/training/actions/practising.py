"""Handing in what was done in the real tool. One version for each token, whatever is sent twice."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation import clock, events
from app.foundation.db import db
from app.training.content.kinds.signoff import LINK, NOTE
from app.training.events import PracticeSubmitted
from app.training.models import Assignment, Draft, PracticeSubmission, Stage
from app.training.queries import places, practice
from app.training.queries.places import Place


class NotOpen(Exception):
    """Nothing can be handed in here; `reason` is one of `Place.why_not_tested`, or `waiting`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """The sheet was handed in already from another window."""


def save_note(*, place: Place, token: str, note: str, link: str) -> None:
    """Keep what was written so far. Raises NotOpen and Stale."""
    place = places.held(place)
    _check(place, token)
    assignment = _begun(place)
    draft = places.draft_of(place, Stage.test)
    if draft is None:
        draft = Draft(
            assignment_id=assignment.id, module_id=place.module.id, item_id=place.item.id, stage=Stage.test, seed=0
        )
        db.session.add(draft)
    draft.token, draft.publication_id = token, place.published.id
    draft.answers = {NOTE: [note], LINK: [link]}
    draft.updated_at = clock.now()
    db.session.flush()


def hand_in(*, place: Place, token: str, note: str, link: str) -> PracticeSubmission:
    """Hand in one more version; the same token gives the same one. Raises NotOpen and Stale."""
    place = places.held(place)
    done = _done_already(place, token)
    if done:
        return done
    _check(place, token)
    submission = _submission(place, token, note, link)
    db.session.add(submission)
    db.session.execute(_drafts(place))
    db.session.flush()
    events.publish(PracticeSubmitted(submission.id))
    return submission


def _done_already(place: Place, token: str) -> PracticeSubmission | None:
    assignment = place.standing.assignment
    found = practice.submission_with(token, assignment.person_id) if assignment and token else None
    return found if found and (found.module_id, found.item_id) == place.item.key else None


def _check(place: Place, token: str) -> None:
    reason = place.why_not_tested
    if reason:
        raise NotOpen(reason)
    if place.item.key in place.standing.waiting:
        raise NotOpen("waiting")
    if practice.sheet_at(place).token != token:
        raise Stale


def _submission(place: Place, token: str, note: str, link: str) -> PracticeSubmission:
    assignment = _begun(place)
    return PracticeSubmission(
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        module_id=place.module.id,
        item_id=place.item.id,
        number=practice.last_number(place) + 1,
        token=token,
        note=note,
        link=link,
        submitted_at=clock.now(),
        publication_id=place.published.id,
        path_version=place.published.path.version,
        module_version=place.module.version,
        display_hash=place.item.hashes.display,
        grading_hash=place.item.hashes.grading,
    )


def _drafts(place: Place) -> sa.Delete:
    return sa.delete(Draft).where(
        Draft.assignment_id == place.assignment.id,
        Draft.module_id == place.module.id,
        Draft.item_id == place.item.id,
    )


def _begun(place: Place) -> Assignment:
    assignment = place.assignment
    if assignment.started_at is None:
        assignment.started_at = clock.now()
    return assignment
