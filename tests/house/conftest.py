"""The company of the house tests: built once for each database, and never changed by tests that only look."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.foundation.db import db
from tests.conftest import make_portal
from tests.house.company import Company, settle
from tests.house.growing import grow


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A small company on SQLite; what is tested with it is not the database."""
    folder = tmp_path_factory.mktemp("company")
    portal = make_portal(f"sqlite:///{folder / 'uptake.sqlite3'}", folder, UPTAKE_CONTENT=str(folder))
    with portal.app_context():
        upgrade()
    yield built(portal, folder)
    with portal.app_context():
        db.engine.dispose()


@pytest.fixture
def settled(app: Flask, tmp_path: Path) -> Iterator[Company]:
    """A small company on either database, whose authors have their files in a folder of its own."""
    before = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = dataclasses.replace(before, content=tmp_path)
    yield settle(app, tmp_path)
    app.extensions["uptake.settings"] = before


def built(portal: Flask, folder: Path) -> Company:
    """A settled company of a useful size."""
    found = settle(portal, folder)
    grow(found)
    return found
