"""A small company in which every page of the portal has something to show, and can have twice as much."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.models import Person, Tier
from app.foundation.db import db, transaction
from app.foundation.settings import ROOT
from app.training.actions.ruling import set_rule
from app.training.actions.supplementing import publish_supplements
from app.training.models import PathRule, TrainingPath
from app.training.queries.criteria import Criteria, Terms
from tests.changes.company import propose
from tests.factories import Cast, make_cast, make_group
from tests.house.knowing import know
from tests.house.recording import more_values, score, take_a_file
from tests.house.serving import appoint, meet, share_practice, write_ideas
from tests.house.teaching import gather, learn, practise, write_remark
from tests.metrics.frozen import keep_figures
from tests.metrics.pulse import ask_pulse
from tests.metrics.usage import bring_and_record
from tests.page import Page, inspected
from tests.training.learning import publish, write_path


@dataclass
class Company:
    """A portal with people, and the values that stand for themselves in addresses: endpoint argument to value."""

    app: Flask
    cast: Cast
    values: dict[str, object] = field(default_factory=dict)
    rounds: int = 0

    def client(self, person_id: int | None, language: str = "en") -> FlaskClient:
        """A browser of somebody, or of a stranger."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if person_id is not None:
            with self.app.app_context(), transaction():
                token = accounts.start_session(person=db.session.get_one(Person, person_id), browser="test")
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = token, True
        return client

    def visit(self, address: str, *, as_: int | None, status: int = 200, language: str = "en") -> Page:
        """Open a page as somebody and inspect the house on the way."""
        return inspected(self.client(as_, language).get(address), address, status)


def settle(app: Flask, folder: Path) -> Company:
    """The cast, a small path, and one of everything."""
    publish(app, write_path(folder / "training"))
    with app.app_context(), transaction():
        company = Company(app, make_cast())
        path = db.session.scalars(sa.select(TrainingPath)).one()
        company.values |= {
            "path_id": path.id,
            "group_id": make_group("G0", "试点").id,
            "department_id": company.cast.department,
        }
        set_rule(criteria=Criteria(path.id, tier=Tier.end_user), terms=Terms(due_days=30), by_id=company.cast.he)
        company.values["rule_id"] = db.session.scalar(sa.select(PathRule.id).where(PathRule.tier == Tier.end_user))
    learn(company)
    write_ideas(company)
    appoint(company)
    propose(company)
    take_a_file(company)
    more_values(company)
    practise(company, folder)
    gather(company)
    score(company)
    meet(company)
    share_practice(company)
    company.values["round_id"] = ask_pulse(company)
    company.values["report_id"] = keep_figures(company)
    bring_and_record(company)
    know(company, folder)
    spare = write_path(folder / "spare", code="RT")
    told = spare / "rt" / "path.yaml"
    told.write_text(told.read_text("utf-8") + "audience: ambassador\n", "utf-8")
    publish(app, spare)
    with app.app_context(), transaction():
        publish_supplements(ROOT / "content")
        write_remark(company, "起点")
    return company
