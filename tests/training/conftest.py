"""A small path, published; a learner at a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Cast
from tests.training.learning import Learner, publish, write_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small path in it."""
    return write_path(tmp_path / "training")


@pytest.fixture
def small_path(app: Flask, folder: Path) -> str:
    """The code of the small path, published before there are people, so that nobody has it yet."""
    publish(app, folder)
    return "SP"


@pytest.fixture
def lin(app: Flask, small_path: str, cast: Cast, sign_in: Callable[[int | None], FlaskClient]) -> Learner:
    """Lin at a browser, reading English."""
    client = sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return Learner(app, client, cast.lin)
