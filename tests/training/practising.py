"""A path whose modules end with a task in the real tool, and people who hand in and review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path as Folder

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.ambassadors.models import Appointment, AppointmentKind, AppointmentState, GatePass
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions import assigning, practising
from app.training.models import AttemptRequest, PracticeReview, PracticeSubmission, ReviewKind
from app.training.queries import places, practice
from app.training.queries.published import current
from tests.page import Page
from tests.training.learning import MODULE, PATH, address

SIGNOFF = {
    "en": """
## Do it today {#do-it .signoff by=superuser}

Submit today's report in the real tool.

- The task is right
  > Look at its name.
- The hours are real
  > Ask.
- A blocker is named
  > Who is waited for?

""",
    "zh": """
## 今天就用一次 {#do-it .signoff by=superuser}

在正式系统里提交今天的日报。

- 任务对
  > 看任务名。
- 工时是真的
  > 问一句。
- 写明卡在哪里
  > 在等谁？

""",
}
TASK = "do-it"


def write_practice_path(
    folder: Folder,
    *,
    code: str = "SP",
    reviewers: str = "any",
    audience: str = "tier",
    modules: tuple[str, ...] = ("m1", "m2"),
    tasks: int = 1,
) -> Folder:
    """The small path; its first modules, as many as `tasks`, end with a task in the real tool."""
    home = folder / code.lower()
    home.mkdir(parents=True, exist_ok=True)
    yaml = (
        PATH.format(code=code, version="1", modules=", ".join(modules))
        + f"reviewers: {reviewers}\naudience: {audience}\n"
    )
    (home / "path.yaml").write_text(yaml, "utf-8")
    for index, name in enumerate(modules):
        for language, text in MODULE.items():
            told = text.format(id=name, version=1, hours="6.5", typo="")
            if index < tasks:
                head, quiz, rest = told.partition("## Quiz" if language == "en" else "## 测验")
                told = head + SIGNOFF[language].lstrip() + quiz + rest
            (home / f"{name}.{language}.md").write_text(told, "utf-8")
    return folder


def appoint(app: Flask, person_id: int, department_id: int) -> None:
    """Make somebody a superuser of a department, in office: the kit was passed elsewhere."""
    with app.app_context(), transaction():
        began = clock.today() - timedelta(days=30)
        seat = Appointment(
            kind=AppointmentKind.superuser,
            person_id=person_id,
            department_id=department_id,
            state=AppointmentState.active,
            nominated_at=clock.now(),
            starts_on=began,
        )
        db.session.add(seat)
        db.session.flush()
        db.session.add(GatePass(appointment_id=seat.id, passed_on=began, noted_at=clock.now()))


def change(app: Flask, person_id: int, **facts: object) -> None:
    """Change facts of a person."""
    with app.app_context(), transaction():
        person = db.session.get_one(Person, person_id)
        for name, value in facts.items():
            setattr(person, name, value)


def sending(client: FlaskClient, where: str, data: Mapping[str, str]) -> Callable[[], int]:
    """A call that posts a form and gives the status of the answer."""
    return lambda: client.post(where, data=data).status_code


def hand_in(client: FlaskClient, module_id: str = "m1", code: str = "SP", **values: str) -> TestResponse:
    """Hand in a task from its page."""
    where = address(code, module_id, TASK)
    page = Page(client.get(where), where)
    fields = page.fields(f"{where}/submissions")
    return client.post(f"{where}/submissions", data={**fields, "note": "Report of 20 November, WB-12", **values})


def decide(
    client: FlaskClient, number: int, verdict: str, ticked: int = 3, comment: str = "", *, of: int = 3
) -> TestResponse:
    """Review a task from its page: tick the first so many criteria."""
    where = f"/training/reviews/{number}"
    page = Page(client.get(where), where)
    fields = page.fields(f"{where}/decisions")
    boxes = {f"c{index + 1}": "1" for index in range(min(ticked, of))}
    return client.post(f"{where}/decisions", data={**fields, **boxes, "verdict": verdict, "comment": comment})


def put_in(person_id: int, code: str, module_id: str = "m1") -> PracticeSubmission:
    """A task handed in by somebody who takes the path by choice, in the present transaction."""
    published = current(code)
    assert published is not None
    assigning.enrol(person_id=person_id, path_id=published.path_id)
    place = places.place_at(person_id, code, module_id, TASK)
    assert place is not None
    return practising.hand_in(place=place, token=practice.sheet_at(place).token, note="Done", link="")


def look_twice(submission: PracticeSubmission, first_id: int, second_id: int) -> None:
    """Two looks at a submission, in the present transaction."""
    now = clock.now()
    for kind, reviewer_id in ((ReviewKind.review, first_id), (ReviewKind.recheck, second_id)):
        facts = {"criteria": [True, True, False], "accepted": False, "comment": "Not yet", "reviewed_at": now}
        db.session.add(PracticeReview(submission_id=submission.id, kind=kind, reviewer_id=reviewer_id, **facts))
    db.session.flush()


def ask_for_more(person_id: int, code: str, module_id: str = "m1", item_id: str = "quiz") -> AttemptRequest:
    """An open request of somebody for one more attempt, in the present transaction."""
    place = places.place_at(person_id, code, module_id, item_id)
    assert place is not None
    request = AttemptRequest(
        assignment_id=place.assignment.id,
        person_id=person_id,
        module_id=module_id,
        item_id=place.item.id,
        note="Please",
        asked_at=clock.now(),
    )
    db.session.add(request)
    db.session.flush()
    return request
