"""An instance of the real product with a small company in it."""

from pathlib import Path

import pytest

from bench.company import TINY, company, copied


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder with a company of a hundred people, as a server finds it."""
    return copied(company(*TINY), tmp_path / "instance")
