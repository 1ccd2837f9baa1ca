"""A small valid path with every kind of drill and question, to break one thing at a time."""

from pathlib import Path as FilePath

import pytest

from app.training.content.load import load_path, read_folder
from app.training.content.objects import Path

HERE = FilePath(__file__).parent


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    """The files of the sample path."""
    return read_folder(HERE)["sample"]


@pytest.fixture(scope="session")
def more_files() -> dict[str, str]:
    """The files of a path with drills to order, to tick, to find faults in, and with variants."""
    return read_folder(HERE)["more"]


@pytest.fixture(scope="session")
def more(more_files: dict[str, str]) -> Path:
    """That path."""
    return load_path(more_files)


@pytest.fixture(scope="session")
def sample(files: dict[str, str]) -> Path:
    """The sample path."""
    return load_path(files)
