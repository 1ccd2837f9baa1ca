"""The demo company is built through the portal's own actions, with a past in which everything happened in order."""

import sqlalchemy as sa
from flask import Flask

from app.demo.huaxin import build
from app.feedback.models import Idea, IdeaStatus
from app.foundation.db import db, transaction
from app.metrics.models.months import MetricReport, MonthCount
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
            "knowledge",
            "meetings",
            "value",
            "pulse",
            "figures",
            "records",
        ]
        assert not build.is_empty()
        published = db.session.scalars(sa.select(sa.func.max(Publication.published_at))).one()
        assert published < db.session.scalars(sa.select(sa.func.min(Assignment.assigned_at))).one()
        assert published < db.session.scalars(sa.select(sa.func.min(Attempt.submitted_at))).one()
        first = sa.select(sa.func.count()).select_from(Completion).where(Completion.corrects_id.is_(None))
        assert (
            db.session.scalars(first).one()
            == db.session.scalars(sa.select(sa.func.count()).select_from(Certificate)).one()
            > 20
        )
        assert set(db.session.scalars(sa.select(Idea.status))) == set(IdeaStatus)
        assert set(db.session.scalars(sa.select(MonthCount.number))) == {0, 1}, "months frozen, one of them restated"
        assert set(db.session.scalars(sa.select(MetricReport.untold))) == {"", "late"}
