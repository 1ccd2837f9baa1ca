"""Certificates of the kits, as training issues them."""

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Tier
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.events import publish
from app.training.events import PathCompleted
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method, TrainingPath


def kit(code: str = "SU") -> TrainingPath:
    """The path of a kit, made where it is not there."""
    found: TrainingPath | None = db.session.scalar(sa.select(TrainingPath).where(TrainingPath.code == code))
    if found is None:
        found = TrainingPath(
            code=code, tier=Tier.end_user, title_zh="工具包", title_en="Kit", version="1.0", pass_mark=80
        )
        db.session.add(found)
        db.session.flush()
    return found


def certify(app: Flask, person_id: int, *, code: str = "SU", until: date | None = None, days_ago: int = 0) -> int:
    """Complete a kit some days ago, with a certificate that is valid until a day; gives the certificate's id."""
    with app.app_context(), transaction():
        day, moment = clock.today() - timedelta(days=days_ago), clock.now() - timedelta(days=days_ago)
        path = kit(code)
        assignment = db.session.scalar(
            sa.select(Assignment).where(
                Assignment.person_id == person_id, Assignment.path_id == path.id, Assignment.closed_at.is_(None)
            )
        ) or Assignment(person_id=person_id, path_id=path.id, source=AssignmentSource.manual, assigned_at=moment)
        assignment.closed_at = moment
        db.session.add(assignment)
        db.session.flush()
        done = Completion(
            assignment_id=assignment.id,
            person_id=person_id,
            path_id=path.id,
            path_version="1.0",
            method=Method.passed,
            score=100,
            completed_at=moment,
            completed_on=day,
            zone="Asia/Shanghai",
        )
        db.session.add(done)
        db.session.flush()
        certificate = Certificate(
            number=f"C-{code}-{done.id:06}",
            completion_id=done.id,
            person_id=person_id,
            person_name="x",
            path_id=path.id,
            title_zh="工具包",
            title_en="Kit",
            path_version="1.0",
            completed_on=day,
            issued_on=day,
            expires_on=until,
        )
        db.session.add(certificate)
        db.session.flush()
        publish(PathCompleted(assignment.id, person_id, certificate.number))
        return certificate.id
