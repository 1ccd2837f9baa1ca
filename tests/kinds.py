"""Types of what fixtures give."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.page import Page

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]
Make = Callable[..., int]
Take = Callable[..., bytes]
