"""Where a learner is: on a path, at a module, at a drill or quiz, with what was typed so far."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.foundation.db import db, locked
from app.foundation.params import READER
from app.training.content.load import TEST_OUT
from app.training.content.objects import Module
from app.training.content.variants import seed_of
from app.training.models import Assignment, Attempt, AttemptGrant, Draft, PracticeSubmission, Stage
from app.training.queries.published import Item, Published, current
from app.training.queries.standing import Standing, is_finished, standing_of


@dataclass(frozen=True, slots=True)
class Place:
    """A drill or quiz, and how the person stands on its path.

    `granted` counts attempts that a superuser gave beyond those allowed; `begun` tells for a test-out that something
    of its module was answered already.
    """

    standing: Standing
    module: Module
    item: Item
    granted: int = 0
    begun: bool = False

    @property
    def published(self) -> Published:
        """The publication served now."""
        return self.standing.published

    @property
    def assignment(self) -> Assignment:
        """The assignment that answers belong to. Raises LookupError where there is none."""
        if self.standing.assignment is None:
            raise LookupError("no assignment")
        return self.standing.assignment

    @property
    def may_be_tested(self) -> bool:
        """Whether answers would be recorded: on an open assignment, in an open module, with attempts left."""
        return not self.why_not_tested

    @property
    def why_not_tested(self) -> str:
        """`assign`, `finished`, `passed`, `locked`, `begun`, `spent`, or empty where nothing stands in the way."""
        assignment = self.standing.assignment
        if assignment is None:
            return "assign"
        if assignment.closed_at is not None:
            return "finished"
        if self.standing.passed(self.item):
            return "passed"
        if self.standing.missing_before(self.module):
            return "locked"
        if self.begun:
            return "begun"
        return "spent" if self.attempts_left == 0 else ""

    @property
    def attempts_left(self) -> int | None:
        """Attempts that are left on the item as it stands now; None where they are not counted."""
        allowed = self.item.content.attempts
        return None if allowed is None else max(0, allowed + self.granted - self.standing.of(self.item).count)


@dataclass(frozen=True, slots=True)
class Working:
    """What is being answered: the token of the one submission it may become, the seed of its draw, the answers so far.

    `changed` is true where an older draft was put aside because the content has changed since.
    """

    stage: Stage
    token: str
    seed: int
    answers: Mapping[str, Any]
    saved_at: datetime | None = None
    changed: bool = False


def assignment_on(person_id: int, path_id: int) -> Assignment | None:
    """The open assignment of a person on a path, else the last completed one, else None."""
    return db.session.scalar(_assignments(), {"reader": person_id, "path": path_id})


@cache  # every page of a learner asks it, so it is put together only once
def _assignments() -> sa.Select[Assignment]:
    standing = (Assignment.waived_at.is_(None), Assignment.withdrawn_at.is_(None))
    on_path = Assignment.path_id == sa.bindparam("path", type_=sa.Integer)
    rows = sa.select(Assignment).where(Assignment.person_id == READER, on_path, *standing)
    order = (Assignment.closed_at.is_not(None), Assignment.closed_at.desc(), Assignment.id.desc())
    return rows.order_by(*order).limit(1)


def standing_on(person_id: int, code: str) -> Standing | None:
    """How a person stands on a path; None where there is no such path."""
    published = current(code)
    if published is None:
        return None
    return standing_of(published, assignment_on(person_id, published.path_id))


def last_finished(person_id: int, code: str) -> Standing | None:
    """How a person stands on a path by the assignment they completed last; None where they never did."""
    published = current(code)
    rows = sa.select(Assignment).where(
        Assignment.person_id == person_id,
        Assignment.path_id == (published.path_id if published else 0),
        Assignment.closed_at.is_not(None),
        Assignment.waived_at.is_(None),
        Assignment.withdrawn_at.is_(None),
    )
    assignment = db.session.scalar(rows.order_by(Assignment.closed_at.desc(), Assignment.id.desc()).limit(1))
    return standing_of(published, assignment) if published and assignment else None


def place_at(person_id: int, code: str, module_id: str, item_id: str) -> Place | None:
    """The drill or quiz of that id as a person stands to it; `quiz` names the quiz of any module. None: no such thing."""
    standing = standing_on(person_id, code)
    module = standing.published.path.module(module_id) if standing else None
    if standing is None or module is None:
        return None
    wanted = module.quiz.id if item_id == "quiz" and module.quiz and module.drill("quiz") is None else item_id
    item = standing.published.item(module_id, wanted)
    return _place(standing, module, item) if item else None


def held(place: Place) -> Place:
    """The same place with its assignment locked until commit, and all facts read anew under the lock."""
    assignment = place.standing.assignment
    if assignment is None:
        return place
    rows = sa.select(Assignment).where(Assignment.id == assignment.id).execution_options(populate_existing=True)
    fresh = db.session.scalars(locked(rows)).one()
    return _place(standing_of(place.published, fresh), place.module, place.item)


def _place(standing: Standing, module: Module, item: Item) -> Place:
    begun = item.id == TEST_OUT and has_begun(standing, module)
    return Place(standing, module, item, _granted(standing, item), begun)


def may_test_out(standing: Standing, module: Module) -> bool:
    """Whether somebody may show that a module is known: it is open to them, has a quiz, and nothing of it was begun."""
    item = standing.published.item(module.id, TEST_OUT)
    return item is not None and _place(standing, module, item).may_be_tested


def has_begun(standing: Standing, module: Module) -> bool:
    """Whether anything of a module was answered, typed or handed in on an assignment, whatever became of it since."""
    assignment = standing.assignment
    if assignment is None or any(key[0] == module.id for key in standing.tried):
        return assignment is not None
    here = [
        sa.select(table.id).where(table.assignment_id == assignment.id, table.module_id == module.id)
        for table in (Attempt, PracticeSubmission, Draft)
    ]
    here[2] = here[2].where(Draft.item_id != TEST_OUT)
    return bool(db.session.scalar(sa.select(sa.or_(*(rows.exists() for rows in here)))))


def _granted(standing: Standing, item: Item) -> int:
    """Attempts granted at an item; asked for only where those allowed are used up."""
    allowed = item.content.attempts
    if standing.assignment is None or allowed is None or standing.of(item).count < allowed:
        return 0
    rows = sa.select(sa.func.count(AttemptGrant.id)).where(
        AttemptGrant.assignment_id == standing.assignment.id,
        AttemptGrant.module_id == item.module_id,
        AttemptGrant.item_id == item.id,
    )
    return db.session.scalar(rows) or 0


def working(place: Place, stage: Stage) -> Working:
    """What is being answered at a place in a stage: the saved draft, or a fresh sheet. Writes nothing."""
    assignment = place.standing.assignment
    if assignment is None:
        return Working(stage, "", 0, {})
    draft = draft_of(place, stage)
    token, seed = _fresh(place, assignment, stage)
    if draft is None:
        return Working(stage, token, seed, {})
    if draft.publication_id == place.published.id or draft.token == token:
        return Working(stage, draft.token, draft.seed, draft.answers, draft.updated_at)
    return Working(stage, token, seed, {}, changed=True)


def draft_of(place: Place, stage: Stage) -> Draft | None:
    """The saved draft of a place and stage."""
    rows = sa.select(Draft).where(
        Draft.assignment_id == place.assignment.id,
        Draft.module_id == place.module.id,
        Draft.item_id == place.item.id,
        Draft.stage == stage,
    )
    return db.session.scalar(rows)


def latest_draft(assignment_id: int) -> Draft | None:
    """The draft that was typed in last, in any stage."""
    return db.session.scalar(_typed_last(), {"assignment": assignment_id})


@cache
def _typed_last() -> sa.Select[Draft]:
    of_it = Draft.assignment_id == sa.bindparam("assignment", type_=sa.Integer)
    return sa.select(Draft).where(of_it).order_by(Draft.updated_at.desc()).limit(1)


def attempt_with(token: str, person_id: int) -> Attempt | None:
    """The attempt that a token became, if it is this person's."""
    rows = sa.select(Attempt).join(Assignment, Assignment.id == Attempt.assignment_id)
    return db.session.scalar(rows.where(Attempt.token == token, Assignment.person_id == person_id))


def attempts_at(place: Place) -> list[Attempt]:
    """All attempts at a place on its assignment, the first one first."""
    if place.standing.assignment is None:
        return []
    rows = sa.select(Attempt).where(
        Attempt.assignment_id == place.standing.assignment.id,
        Attempt.module_id == place.module.id,
        Attempt.item_id == place.item.id,
    )
    return list(db.session.scalars(rows.order_by(Attempt.number)))


def is_open(assignment: Assignment | None) -> bool:
    """Whether there is an assignment that can still be completed."""
    return assignment is not None and assignment.closed_at is None


def was_finished(assignment: Assignment | None) -> bool:
    """Whether there is an assignment that was completed."""
    return assignment is not None and is_finished(assignment)


def _fresh(place: Place, assignment: Assignment, stage: Stage) -> tuple[str, int]:
    """Token and seed of a sheet on which nothing was typed yet: the same on every device, for nobody to guess.

    They follow from the assignment, the item as it is graded now and the number of the attempt, so that opening a
    page needs no row, and two tabs hold the same sheet. Of a drill's variants each attempt has the next one, and
    practice another than the test it is for.
    """
    number = place.standing.of(place.item).last_number or 0
    graded = place.item.hashes.grading
    digest = _digest(assignment.id, *place.item.key, stage.value, number, graded)
    first_turn = int.from_bytes(_digest(assignment.id, *place.item.key, graded)[:4])
    turn = first_turn + number + (stage is Stage.practice)
    return digest[:16].hex(), seed_of(lot=int.from_bytes(digest[16:20]), turn=turn)


def _digest(*facts: object) -> bytes:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(secret, "\x1f".join(map(str, facts)).encode(), "sha256")
