"""A nomination that waits for its answer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.ambassadors import actions
from app.ambassadors.models import AppointmentKind
from app.foundation import clock
from app.foundation.db import transaction
from tests.factories import Cast
from tests.page import post

Nominate = Callable[..., int]


@pytest.fixture
def nominated(app: Flask, cast: Cast) -> Nominate:
    """Nominate somebody for a department, as its manager or the PMO would; gives the number of the appointment."""

    def nominate(person_id: int, department_id: int, **more: Any) -> int:
        facts: dict[str, Any] = {
            "starts_on": clock.today(),
            "ends_on": None,
            "reason": "knows the tool well",
            "by": cast.pmo,
            **more,
        }
        made = actions.nominate(kind=AppointmentKind.superuser, person_id=person_id, unit_id=department_id, **facts)
        return made.id

    def committed(*args: int, **more: Any) -> int:
        with app.app_context(), transaction():
            return nominate(*args, **more)

    return committed


@pytest.fixture
def answered(sign_in: Callable[[int | None], FlaskClient]) -> Callable[..., int]:
    """Answer a nomination on its page; gives the status of the answer."""

    def answer(number: int, person_id: int, value: str = "accept") -> int:
        here = f"/ambassadors/appointments/{number}"
        return post(sign_in(person_id), here, f"{here}/answer", answer=value).status_code

    return answer
