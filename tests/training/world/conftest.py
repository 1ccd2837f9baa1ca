"""The world of Huaxin, three drills in it, and a learner at a browser."""

import shutil
from collections.abc import Callable
from pathlib import Path as Folder

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.training.content.kinds.world import WorldDrill
from app.training.content.load import load_path
from app.training.content.objects import Path
from app.training.content.world.objects import World
from app.training.content.world.read import read_world
from tests.factories import Cast
from tests.training.learning import assign, publish
from tests.training.world.worker import Worker

HERE = Folder(__file__).parent
WORLD_FILE = HERE.parents[2] / "content" / "sim" / "huaxin.yaml"


@pytest.fixture(scope="session")
def world_text() -> str:
    """The file of the world that is shipped."""
    return WORLD_FILE.read_text("utf-8")


@pytest.fixture(scope="session")
def world(world_text: str) -> World:
    """The world that is shipped."""
    found, faults = read_world("huaxin", world_text, "huaxin.yaml")
    assert found is not None, faults
    return found


@pytest.fixture(scope="session")
def files(world_text: str) -> dict[str, str]:
    """The files of the sample path, with its world."""
    texts = {file.name: file.read_text("utf-8") for file in (HERE / "sample").iterdir()}
    return texts | {"sim/huaxin.yaml": world_text}


@pytest.fixture(scope="session")
def path(files: dict[str, str]) -> Path:
    """The sample path."""
    return load_path(files)


@pytest.fixture(scope="session")
def drills(path: Path) -> dict[str, WorldDrill]:
    """Its drills by id."""
    return {drill.id: drill for drill in path.modules[0].drills if isinstance(drill, WorldDrill)}


@pytest.fixture
def worker(app: Flask, tmp_path: Folder, cast: Cast, sign_in: Callable[[int | None], FlaskClient]) -> Worker:
    """Zhou at a browser, reading English, with the sample path assigned."""
    shutil.copytree(HERE / "sample", tmp_path / "training" / "sample")
    (tmp_path / "sim").mkdir()
    shutil.copy(WORLD_FILE, tmp_path / "sim")
    publish(app, tmp_path / "training")
    assign(app, cast.lin, "MW")
    client = sign_in(cast.lin)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return Worker(app, client, cast.lin, tmp_path / "training")
