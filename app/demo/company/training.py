"""Paths, assignments, attempts and completions of a company file."""

import secrets

from app.accounts.models import PersonTier
from app.demo.company.file import AssignmentEntry, CompanyFile
from app.demo.company.names import Names
from app.foundation.db import db
from app.training.models import (
    Assignment,
    AssignmentSource,
    Attempt,
    Completion,
    ItemKind,
    Method,
    PracticeAcceptance,
    TrainingPath,
)


def load_paths(company: CompanyFile) -> dict[str, TrainingPath]:
    """Paths without content: what was completed elsewhere is known, what was taught is not."""
    rows = {
        entry.code: TrainingPath(
            code=entry.code,
            tier=entry.tier,
            title_zh=entry.title,
            title_en="",
            version=entry.version,
            pass_mark=entry.pass_mark,
        )
        for entry in company.paths
    }
    db.session.add_all(rows.values())
    db.session.flush()
    return rows


def load_assignments(company: CompanyFile, names: Names) -> None:
    """Assignments with all that became of them; people get the tiers of their paths."""
    rows = [(entry, _assignment(entry, names)) for entry in company.assignments]
    db.session.add_all(row for _, row in rows)
    db.session.flush()
    for entry, row in rows:
        _load_attempts(entry, row, names)
        _load_completion(entry, row, names)
        if entry.practice_accepted_on:
            db.session.add(PracticeAcceptance(assignment_id=row.id, accepted_on=entry.practice_accepted_on))
    for number, tier in sorted({(entry.employee_no, names.paths[entry.path].tier) for entry in company.assignments}):
        names.people[number].tier_rows.append(PersonTier(tier=tier))


def _assignment(entry: AssignmentEntry, names: Names) -> Assignment:
    waived = entry.waived
    lifted_by = names.people[waived.by].id if waived and waived.by else None
    return Assignment(
        number=entry.id,
        person_id=names.people[entry.employee_no].id,
        path_id=names.paths[entry.path].id,
        source=AssignmentSource.imported,
        mandatory=entry.mandatory,
        assigned_at=entry.assigned_at,
        due_on=entry.due_on,
        original_due_on=entry.due_on,
        started_at=entry.attempts[0].at if entry.attempts else None,
        waived_at=entry.assigned_at if waived else None,
        waived_by_id=lifted_by,
        waived_reason=waived.reason if waived else "",
        closed_at=entry.completed_at or (entry.assigned_at if waived else None),
    )


def _load_attempts(entry: AssignmentEntry, row: Assignment, names: Names) -> None:
    path = names.paths[entry.path]
    for number, attempt in enumerate(entry.attempts, 1):
        db.session.add(
            Attempt(
                assignment_id=row.id,
                person_id=row.person_id,
                kind=ItemKind.quiz,
                number=number,
                token=secrets.token_urlsafe(16),
                submitted_at=attempt.at,
                answers={},
                points=attempt.score,
                max_points=100,
                percent=attempt.score,
                passed=attempt.score >= path.pass_mark,
                path_version=path.version,
            )
        )


def _load_completion(entry: AssignmentEntry, row: Assignment, names: Names) -> None:
    if entry.completed_at is None:
        return
    path = names.paths[entry.path]
    scores = [attempt.score for attempt in entry.attempts]
    passing = [score for score in scores if score >= path.pass_mark]
    db.session.add(
        Completion(
            assignment_id=row.id,
            person_id=row.person_id,
            path_id=row.path_id,
            path_version=path.version,
            method=Method.imported,
            score=passing[0] if passing else max(scores, default=0),
            completed_at=entry.completed_at,
            completed_on=names.local_day(entry.completed_at),
            zone=names.zone.key,
        )
    )
