"""From the shelf to the certificate, through the pages."""

import sqlalchemy as sa
from flask import Flask

from app.foundation.db import db
from app.foundation.settings import ROOT
from app.training.models import Attempt, Certificate, Completion, ModuleCompletion
from tests.training.learning import Learner, assign, publish


def count(app: Flask, table: type) -> int:
    """Rows of a table."""
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_learner_goes_from_the_shelf_to_a_certificate(app: Flask, lin: Learner) -> None:
    assign(app, lin.person_id)
    assert "Small path" in lin.open("/training/").text("main")
    lin.pass_path()
    assert (count(app, Attempt), count(app, ModuleCompletion), count(app, Completion)) == (4, 2, 1)
    with app.app_context():
        certificate = db.session.scalars(sa.select(Certificate)).one()
    assert "林静" in lin.open(f"/certificates/{certificate.number}").text("main")
    assert certificate.number in lin.open("/training/").html


def test_the_shipped_path_leads_to_a_certificate(app: Flask, lin: Learner) -> None:
    publish(app, ROOT / "content")
    assert "End users: start with the daily report" in lin.open("/training/").text("main")
    lin.pass_path("EU")
    assert count(app, Completion) == 1
    assert "whole path" in lin.open("/training/paths/EU/modules/eu-07/quiz/attempts/1").text("main")
