"""Training in the company of the house tests: what is late, passed, practised and noted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions import gathering, remarking
from app.training.actions.assigning import assign
from app.training.actions.deadlines import extend
from app.training.actions.noting import note_no_time
from app.training.models import Assignment, AssignmentSource, Certificate, WorkshopPresence
from tests.page import Page
from tests.training.learning import Learner, publish
from tests.training.practising import ask_for_more, look_twice, put_in, write_practice_path

if TYPE_CHECKING:
    from tests.house.company import Company

TEST_OUT = "/training/paths/SP/modules/m1/test-out"


def learn(company: Company) -> None:
    """Everyone has training that is late; one has passed it, one has begun, one has no time."""
    app, cast = company.app, company.cast
    with app.app_context(), transaction():
        for person_id in (cast.lin, cast.wang, cast.zhao, cast.eve):
            assign_late(company, person_id, due=timedelta(days=3))
    Learner(app, company.client(cast.zhao), cast.zhao).pass_path()
    lin = Learner(app, company.client(cast.lin), cast.lin)
    lin.pass_item("SP", "m1", "fill")
    with app.app_context():
        company.values["certificate"] = db.session.scalars(sa.select(Certificate.number)).one()
        company.values["assignment_id"] = db.session.scalar(
            sa.select(Assignment.id).where(Assignment.person_id == cast.eve, Assignment.closed_at.is_(None))
        )
    with app.app_context(), transaction():
        note = note_no_time(assignment_id=int(str(company.values["assignment_id"])), text="整天在产线上")
        company.values["note_id"] = note.id
        company.values["own_assignment_id"] = db.session.scalar(
            sa.select(Assignment.id).where(Assignment.person_id == cast.lin, Assignment.closed_at.is_(None))
        )


def assign_late(company: Company, person_id: int, *, due: timedelta) -> None:
    """Half a year ago, due so long before today."""
    day = clock.today() - due
    path_id = int(str(company.values["path_id"]))
    with clock.fixed_at(clock.now() - timedelta(days=180)):
        assign(person_id=person_id, path_id=path_id, source=AssignmentSource.manual, due_on=day)


def practise(company: Company, folder: Path) -> None:
    """A task in the real tool that waits, one that was looked at twice, a request, and a module tested out of."""
    cast = company.cast
    publish(company.app, write_practice_path(folder / "practice", code="HT", audience="superuser"))
    with company.app.app_context(), transaction():
        company.values["submission_id"] = put_in(cast.lin, "HT").id
        look_twice(put_in(cast.sun, "HT"), cast.zhao, cast.eve)
        company.values["request_id"] = ask_for_more(cast.sun, "SP").id
    client = company.client(cast.audit)
    page = Page(client.get(TEST_OUT), TEST_OUT)
    client.post(f"{TEST_OUT}/attempts", data={**page.fields(f"{TEST_OUT}/attempts"), "confirmed": "1"})


def gather(company: Company) -> None:
    """A workshop that is on, at which Eve is."""
    with company.app.app_context(), transaction():
        told = {"path_id": int(str(company.values["path_id"])), "module_id": "m1", "place": "培训室"}
        workshop = gathering.hold(**told, starts_at=clock.now(), by_id=company.cast.zhao)  # type: ignore[arg-type]
        gathering.enter_sheet(workshop=workshop, person_ids=[company.cast.eve], by_id=company.cast.zhao)
        presence = db.session.scalar(sa.select(WorkshopPresence.id))
        company.values |= {"workshop_id": workshop.id, "presence_id": presence}


def write_remark(company: Company, text: str) -> None:
    """A note to the authors about a drill."""
    where = {"path_id": int(str(company.values["path_id"])), "module_id": "m1", "item_id": "fill"}
    remarking.write_note(**where, part="", text=text, by_id=company.cast.zhao)  # type: ignore[arg-type]


def write_notes(person_id: int) -> None:
    """No working time, and more of it then."""
    number = db.session.scalars(sa.select(Assignment.id).where(Assignment.person_id == person_id)).first()
    if number is not None:
        note_no_time(assignment_id=number, text="没有时间")
        extend(assignment_ids=[number], to_on=clock.today() + timedelta(days=9), reason="旺季", by_id=None)
