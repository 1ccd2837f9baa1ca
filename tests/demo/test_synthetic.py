"""`demo load`: a synthetic company that keeps the rules of the real one."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.feedback.models import VOTING, Idea, IdeaEvent, Vote
from app.feedback.queries.votes import vote_budget
from app.foundation import clock
from app.foundation.db import db
from app.hr.queries.columns import NAMES
from app.hr.queries.records import Filter, cells
from app.training.models import Assignment, Certificate, Completion

LOAD = ["demo", "load", "--people", "60", "--ideas", "80"]


def test_a_company_of_the_asked_size_keeps_the_rules(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=LOAD)
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 60
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 80
        finished = sa.select(Assignment.id).where(Assignment.closed_at.is_not(None))
        assert set(db.session.scalars(finished)) == set(db.session.scalars(sa.select(Completion.assignment_id)))
        certified = db.session.scalars(sa.select(Certificate.completion_id)).all()
        assert sorted(certified) == sorted(db.session.scalars(sa.select(Completion.id)))
        spent = (
            sa.select(sa.func.count())
            .select_from(Vote)
            .join(Idea, Idea.id == Vote.idea_id)
            .where(Idea.status.in_(VOTING))
        )
        assert max(db.session.scalars(spent.group_by(Vote.person_id))) <= vote_budget()
        own = sa.select(Vote.id).join(Idea, Idea.id == Vote.idea_id).where(Idea.author_id == Vote.person_id)
        assert db.session.scalars(own).all() == []
        latest = sa.select(sa.func.max(IdeaEvent.id)).group_by(IdeaEvent.idea_id)
        stands = sa.select(IdeaEvent.idea_id, IdeaEvent.to_status).where(IdeaEvent.id.in_(latest))
        assert dict(db.session.execute(stands).all()) == dict(db.session.execute(sa.select(Idea.id, Idea.status)).all())


def test_known_accounts_sign_in_and_write(app: Flask) -> None:
    app.test_cli_runner().invoke(args=LOAD)
    client = app.test_client()
    page = client.get("/login").get_data(as_text=True)
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    fields = {"login": "lin@huaxin.example", "password": "uptake-demo", "csrf_token": token}
    assert client.post("/login", data=fields).status_code == 303
    for address in ("/", "/training/", "/feedback/ideas"):
        assert client.get(address).status_code == 200


def test_its_records_have_people_and_departments_of_any_day(app: Flask) -> None:
    app.test_cli_runner().invoke(args=LOAD)
    with app.app_context():
        for day in (clock.today(), clock.today() - timedelta(days=30)):
            rows = list(cells(Filter(day)))
            assert rows
            assert all(row[NAMES.index("dept_code")] and row[NAMES.index("name")] for row in rows)


def test_a_second_company_is_refused(app: Flask) -> None:
    app.test_cli_runner().invoke(args=LOAD)
    again = app.test_cli_runner().invoke(args=LOAD)
    assert again.exit_code == 2
    assert "loaded into an empty one only" in again.output
