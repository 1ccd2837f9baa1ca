"""Articles that are published, and superusers who serve."""

from pathlib import Path

import pytest
from flask import Flask

from app.accounts.models import PersonRole, Role
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.knowledge.writing import publish_articles, write_knowledge
from tests.training.practising import appoint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of two articles; nothing is published."""
    return write_knowledge(tmp_path)


@pytest.fixture
def articles(app: Flask, cast: Cast, folder: Path) -> Path:
    """The same, published."""
    publish_articles(app, folder.parent)
    return folder


@pytest.fixture
def served(app: Flask, cast: Cast) -> Cast:
    """Zhao serves the department of Lin, Wang that of Eve."""
    with app.app_context(), transaction():
        db.session.add(PersonRole(person_id=cast.wang, role=Role.superuser))
    appoint(app, cast.zhao, cast.department)
    appoint(app, cast.wang, cast.other_department)
    return cast
