"""Rows and hands for the tests of feedback."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.accounts.models import Person
from app.feedback import actions
from app.feedback.models import DeclineCode, Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import make_person
from tests.page import Page

T = TypeVar("T")
SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]
HANDS = 24
DECLINED = {"decline_code": DeclineCode.too_costly, "decision_ref": "Minutes 7"}
"""What a refusal needs besides words."""


def grounds(to: IdeaStatus) -> dict[str, Any]:
    """All that a move by hand to a status needs besides words."""
    if to is IdeaStatus.parked:
        return {"parked_until": clock.today() + timedelta(days=20)}
    return DECLINED if to is IdeaStatus.declined else {}


def make_idea(
    author_id: int, title: str = "Export the plan", *, status: IdeaStatus = IdeaStatus.open, text: str = ""
) -> int:
    """An idea in a status, straight into the database; gives its number."""
    idea = actions.submit_idea(author_id=author_id, title=title, text=text or f"{title}, please.")
    idea.status = status
    db.session.flush()
    return idea.id


def picture(width: int = 640, height: int = 480, kind: str = "JPEG", **more: Any) -> bytes:
    """A small photo, as a file."""
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind, **more)
    return out.getvalue()


def make_people(count: int, department_id: int) -> list[int]:
    """Many people of one department; gives their ids."""
    return [make_person(f"9{n:05}", f"某{n}", department_id).id for n in range(count)]


def person(person_id: int) -> Person:
    """Somebody with roles, in the present session."""
    found = db.session.get_one(Person, person_id)
    db.session.refresh(found, ["role_rows"])
    return found


def version_of(number: int) -> int:
    """The version a form would see now."""
    return db.session.get_one(Idea, number, populate_existing=True).version


def together(app: Flask, hands: int, act: Callable[[int], T]) -> list[T | Exception]:
    """Do something from many threads at the same instant, each in its own transaction; results or errors in order."""
    start = Barrier(hands)

    def one(number: int) -> T | Exception:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    return act(number)
            except Exception as error:  # noqa: BLE001 (the test looks at what it was)
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))


def send_together(clients: list[FlaskClient], send: Callable[[FlaskClient, int], int]) -> list[int]:
    """Send one request from each browser at the same instant; gives the statuses in order."""
    start = Barrier(len(clients))

    def one(pair: tuple[int, FlaskClient]) -> int:
        start.wait()
        return send(pair[1], pair[0])

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(one, enumerate(clients)))
