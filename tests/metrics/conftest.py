import json
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.demo.company.faults import read_company
from app.demo.company.load import load_company
from app.foundation.db import transaction
from app.metrics.queries.report import report


@pytest.fixture
def loaded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], None]:
    """Load a company into the empty database, in its own zone."""

    def load(company: dict[str, Any]) -> None:
        monkeypatch.setitem(app.extensions, "uptake.zone", ZoneInfo(company["zone"]))
        with app.app_context(), transaction():
            load_company(read_company(json.dumps(company)))

    return load


@pytest.fixture
def english(sign_in: Callable[[int | None], FlaskClient]) -> Callable[[int], FlaskClient]:
    """A browser that asks for English, signed in as a person."""

    def signed_in(person_id: int) -> FlaskClient:
        client = sign_in(person_id)
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return signed_in


@pytest.fixture
def report_of(app: Flask, loaded: Callable[[dict[str, Any]], None]) -> Callable[..., dict[str, Any]]:
    """Load a company and give its report."""

    def reported(company: dict[str, Any], day: str = "2026-06-30") -> dict[str, Any]:
        loaded(company)
        with app.app_context():
            return report(date.fromisoformat(day))

    return reported
