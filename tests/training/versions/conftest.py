"""One learner who has finished version 1 of the small path, and one who is under way."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import Cast
from tests.training.learning import Learner, assign
from tests.training.versions.changing import SignIn


@pytest.fixture
def finished(app: Flask, lin: Learner) -> Learner:
    """Lin, who has completed version 1 of the small path."""
    assign(app, lin.person_id)
    lin.pass_path()
    return lin


@pytest.fixture
def eve(app: Flask, small_path: str, cast: Cast, sign_in: SignIn) -> Learner:
    """Another learner, under way."""
    learner = Learner(app, sign_in(cast.eve), cast.eve)
    assign(app, cast.eve)
    return learner
