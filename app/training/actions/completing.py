"""Completing modules and paths: ledger rows, certificate and event, in the transaction that earned them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TypeAlias

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock, events
from app.foundation.db import db
from app.training.content.load import TEST_OUT
from app.training.content.objects import Module
from app.training.events import PathCompleted
from app.training.models import (
    Assignment,
    Certificate,
    Completion,
    ItemKind,
    Method,
    ModuleCompletion,
    ModuleMethod,
    TrainingPath,
)
from app.training.queries.published import Published
from app.training.queries.standing import Standing
from app.training.queries.tried import ModuleRow

Earned: TypeAlias = ModuleCompletion | ModuleRow
"""A module of the ledger: written just now, or read."""

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters that nobody mistakes for a digit or for one another."""


def settle(standing: Standing) -> Completion | None:
    """Complete the modules, and then the path, whose every required item was passed; the completion, if there is one now.

    The assignment must be open and locked by the caller. Doing it again changes nothing.
    """
    assignment = standing.assignment
    if assignment is None or assignment.closed_at is not None:
        return None
    modules = standing.published.path.modules
    rows: dict[str, Earned] = dict(standing.rows)
    for module in modules:
        if module.id not in rows and standing.may_complete(module):
            rows[module.id] = _complete_module(standing, assignment, module)
    done = [rows[module.id] for module in modules if module.id in rows]
    return _complete_path(standing.published, assignment, done) if done and len(done) == len(modules) else None


def _complete_module(standing: Standing, assignment: Assignment, module: Module) -> ModuleCompletion:
    """What was wholly carried over from an earlier assignment keeps its day, and a renewal does not count its minutes twice."""
    carried = _carried_at(standing, module)
    row = ModuleCompletion(
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        module_id=module.id,
        module_version=module.version,
        path_version=standing.published.path.version,
        grading_hash=standing.published.module_hashes[module.id].grading,
        score=_score(standing, module),
        minutes=0 if carried and assignment.renews_id else module.minutes,
        completed_at=carried or clock.now(),
        method=ModuleMethod.tested_out if _is_known(standing, module) else ModuleMethod.passed,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _carried_at(standing: Standing, module: Module) -> datetime | None:
    """When the last of a module's items was passed, if all of them were passed on earlier assignments."""
    keys = [item.key for item in standing.published.items_of(module)] + [(module.id, TEST_OUT)]
    tried = [standing.tried[key] for key in keys if key in standing.tried and standing.tried[key].passed]
    days = [one.official_at for one in tried if one.official_at]
    return max(days) if days and all(one.carried for one in tried) else None


def _is_known(standing: Standing, module: Module) -> bool:
    """Tested out, and its quiz was never passed in the ordinary way."""
    quizzes = [item for item in standing.published.items_of(module) if item.kind is ItemKind.quiz]
    return standing.tested_out(module.id) and not any(standing.of(item).passed for item in quizzes)


def _score(standing: Standing, module: Module) -> int:
    return scored(standing, module) or 0


def scored(standing: Standing, module: Module) -> int | None:
    """The official score of the quiz, or of the test-out in its place; of the drills, where a module has no quiz.

    None where something that counts was not passed as it is graded now.
    """
    if _is_known(standing, module):
        return standing.of(standing.published.tests_out[module.id]).official
    items = standing.published.items_of(module)
    asked = [item for item in items if item.kind is ItemKind.quiz] or items
    scores = [standing.of(item).official for item in asked]
    told = [score for score in scores if score is not None]
    return half_up_mean(told) if told and len(told) == len(scores) else None


def half_up_mean(scores: Iterable[int]) -> int:
    """The mean of whole scores, rounded half up."""
    told = list(scores)
    return int((2 * Fraction(sum(told), len(told)) + 1) // 2)


def _complete_path(published: Published, assignment: Assignment, modules: Sequence[Earned]) -> Completion:
    now = clock.now()
    completion = Completion(
        assignment_id=assignment.id,
        person_id=assignment.person_id,
        path_id=assignment.path_id,
        publication_id=published.id,
        path_version=published.path.version,
        grading_hash=published.hashes.grading,
        method=Method.passed,
        score=half_up_mean(row.score for row in modules),
        minutes=sum(row.minutes for row in modules),
        completed_at=now,
        completed_on=clock.local_date(now),
        zone=str(clock.zone()),
    )
    assignment.closed_at = now
    db.session.add(completion)
    db.session.flush()
    certificate = _issue(completion, published.path.valid_months)
    events.publish(PathCompleted(assignment.id, assignment.person_id, certificate.number))
    return completion


def _issue(completion: Completion, valid_months: int | None) -> Certificate:
    """The certificate of a completion; earlier ones of the same person and path are superseded and stay verifiable."""
    path = db.session.get_one(TrainingPath, completion.path_id)
    name = db.session.scalars(sa.select(Person.name).where(Person.id == completion.person_id)).one()
    certificate = Certificate(
        number=new_number(path.code, completion),
        completion_id=completion.id,
        person_id=completion.person_id,
        person_name=name,
        path_id=path.id,
        title_zh=path.title("zh"),
        title_en=path.title("en"),
        path_version=completion.path_version,
        completed_on=completion.completed_on,
        issued_on=completion.completed_on,
        expires_on=clock.months_after(completion.completed_on, valid_months) if valid_months else None,
    )
    db.session.add(certificate)
    db.session.flush()
    db.session.execute(_earlier_than(certificate, completion).values(superseded_by_id=certificate.id))
    return certificate


def _earlier_than(certificate: Certificate, completion: Completion) -> sa.Update:
    """Certificates of the same person and path, those of an account merged into this one too."""
    person = sa.select(Assignment.person_id).where(Assignment.id == completion.assignment_id).scalar_subquery()
    same = (
        sa.select(Completion.id)
        .join(Assignment, Assignment.id == Completion.assignment_id)
        .where(Assignment.person_id == person, Assignment.path_id == completion.path_id)
    )
    return sa.update(Certificate).where(
        Certificate.completion_id.in_(same), Certificate.id != certificate.id, Certificate.superseded_by_id.is_(None)
    )


def new_number(code: str, completion: Completion) -> str:
    """A number for a certificate of a completion; nobody guesses it from another."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"C-{code}-{completion.completed_on.year}-{completion.id:06d}-{letters}"
