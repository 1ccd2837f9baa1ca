"""Browsers of these tests ask for English; what is said in Chinese is asked for by name."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient


class EnglishBrowser(FlaskClient):
    """A browser whose owner reads English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture(autouse=True)
def _english(request: pytest.FixtureRequest) -> Iterator[None]:
    if "app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    before, app.test_client_class = app.test_client_class, EnglishBrowser
    yield
    app.test_client_class = before
