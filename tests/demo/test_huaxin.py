"""The demo company is built through the portal's own actions, with a past in which everything happened in order."""

import sqlalchemy as sa
from flask import Flask

from app.demo.huaxin import build
from app.feedback.models import Idea, IdeaStatus
from app.foundation.db import db, transaction
from app.training.actions.publishing import publish_folder
from app.training.models import Assignment, Attempt, Certificate, Completion, Publication


def test_the_demo_company_has_a_past_without_contradictions(app: Flask) -> None:
    said: list[str] = []
    with app.app_context():
        with build.before_the_story(), transaction():
            publish_folder(app.extensions["uptake.settings"].content / "training", by_id=None)
        build.build_company(said.append)
        assert said == [
            "people",
            "training",
            "appointments",
            "obligations",
            "ideas",
            "changes",
            "practice sharing",
            "meetings",
        ]
        assert not build.is_empty()
        published = db.session.scalars(sa.select(sa.func.max(Publication.published_at))).one()
        assert published < db.session.scalars(sa.select(sa.func.min(Assignment.assigned_at))).one()
        assert published < db.session.scalars(sa.select(sa.func.min(Attempt.submitted_at))).one()
        completions = db.session.scalars(sa.select(sa.func.count()).select_from(Completion)).one()
        assert completions == db.session.scalars(sa.select(sa.func.count()).select_from(Certificate)).one() > 20
        assert set(db.session.scalars(sa.select(Idea.status))) == set(IdeaStatus)
