"""The golden company, with somebody of HR to look at it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Department, Role
from app.demo.company.faults import read_company
from app.demo.company.load import load_company
from app.foundation.db import db, transaction
from tests.factories import make_person
from tests.hr.files import take

GOLDEN = Path(__file__).parent.parent / "golden" / "company.json"


@pytest.fixture
def officer(app: Flask) -> int:
    """Id of the HR officer of the golden company, whose own name begins like a formula."""
    with app.app_context(), transaction():
        load_company(read_company(GOLDEN.read_bytes()))
        home = db.session.scalar(sa.select(Department.id).where(Department.code == "D10"))
        return make_person("000900", "何琳", home or 0, Role.hr_officer, language="en").id


@pytest.fixture
def taken(sign_in: Callable[[int | None], FlaskClient], officer: int) -> Callable[..., bytes]:
    """Take a file as the HR officer does, from the page."""
    return lambda **asked: take(sign_in(officer), **asked)
