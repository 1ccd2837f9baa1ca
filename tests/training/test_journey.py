"""From the shelf to the certificate, through the pages."""

import sqlalchemy as sa
from flask import Flask

from app.foundation.db import db
from app.foundation.settings import ROOT
from app.training.models import Attempt, Certificate, Completion, ModuleCompletion
from tests.training.learning import Learner, assign, publish, published


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_learner_goes_from_the_shelf_to_a_certificate(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    shelf = lin.open("/training/")
    assert "Small path" in shelf.text("main")
    lin.pass_path()
    assert (count(app, Attempt), count(app, ModuleCompletion), count(app, Completion)) == (4, 2, 1)
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate)).one()
    page = lin.open(f"/certificates/{certificate.number}")
    assert "林静" in page.text("main")
    assert certificate.number in lin.open("/training/").html


def test_the_shipped_path_leads_to_a_certificate(app: Flask, lin: Learner) -> None:
    publish(app, ROOT / "content")
    with app.app_context():
        held = published(app, "EU")
    from app.training.models import Assignment

    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(Assignment.path_id == held.path_id)) > 0
    lin.pass_path("EU")
    assert count(app, Completion) == 1
