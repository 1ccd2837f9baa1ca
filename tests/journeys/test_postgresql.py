"""The same product on PostgreSQL: two journeys, end to end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from tests.journeys.conftest import Arrive, visitors
from tests.journeys.product import Product, running
from tests.journeys.test_appointments import test_a_gap_is_filled as fill_a_gap
from tests.journeys.test_ideas import test_an_idea_is_sent_voted_for_and_answered as follow_an_idea
from tests.journeys.test_records import test_files_and_screen_agree as compare_files


@pytest.fixture(scope="module")
def served(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demo company on a PostgreSQL database of its own."""
    base = sa.make_url(postgresql_url)
    name = f"{base.database}_journeys"
    engine = sa.create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    url = base.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with running(tmp_path_factory.mktemp("served"), url) as product:
        yield product
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def come(browser: Browser, served: Product) -> Iterator[Arrive]:
    """Open a browser on it."""
    with visitors(browser, served) as arrived:
        yield arrived


def test_an_idea_is_answered_on_postgresql(served: Product, come: Arrive) -> None:
    follow_an_idea(served, come, script=True)


def test_files_and_screen_agree_on_postgresql(come: Arrive, tmp_path: Path) -> None:
    compare_files(come, tmp_path, script=True)


def test_a_gap_is_filled_on_postgresql(served: Product, come: Arrive) -> None:
    fill_a_gap(served, come, unit="G4", who="zhou", name="周凯", script=True)


def test_the_figures_stand_on_postgresql(come: Arrive) -> None:
    for who in ("chen", "he", "sun"):
        visitor = come().enter(who, "zh")
        visitor.open("/")
        visitor.open("/metrics/")
