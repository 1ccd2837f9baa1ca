"""Synthetic companies in SQLite files, made by `demo load` and kept in .cache/bench while the code that makes them is the same."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
MAKERS = ("app/demo/synthetic/*.py", "migrations/versions/*.py", "content/training/**/*")
LARGE = (10_000, 5_000)
SMALL = (1_000, 500)
TINY = (100, 50)


def company(people: int, ideas: int) -> Path:
    """The file of a company of that size, made now if it is not in the cache; copy it before you write."""
    kept = CACHE / f"{people}-{ideas}-{_makers_hash()}.sqlite3"
    if not kept.exists():
        print(f"Making a company of {people:,} people and {ideas:,} ideas (kept for later runs):", end=" ", flush=True)
        began = time.perf_counter()
        _make(kept, people, ideas)
        print(f"{time.perf_counter() - began:.0f} s")
    return kept


def copied(kept: Path, folder: Path) -> Path:
    """An instance folder with a copy of a company in it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept, folder / "uptake.sqlite3")
    return folder


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the product's processes are started with: demo mode, a quiet log, nothing of ours."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("UPTAKE_", "COMPANY_", "MAIL_", "DATABASE_URL"))
    }
    return {
        **inherited,
        "UPTAKE_DEMO": "1",
        "UPTAKE_INSTANCE": str(folder),
        "UPTAKE_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
        # Compiled once, whatever the caller has switched off: a server starts as fast as it does at its users'.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(CACHE / "pyc"),
        **more,
    }


def flask(folder: Path, *arguments: str) -> None:
    """Run one command of the product on an instance folder."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)


def _make(kept: Path, people: int, ideas: int) -> None:
    folder = CACHE / f"making-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        flask(folder, "db", "upgrade")
        flask(folder, "demo", "load", "--people", str(people), "--ideas", str(ideas))
        for old in CACHE.glob(f"{people}-{ideas}-*.sqlite3"):
            old.unlink()
        (folder / "uptake.sqlite3").replace(kept)
    finally:
        shutil.rmtree(folder)


def _makers_hash() -> str:
    digest = hashlib.sha256(time.strftime("%Y-%m-%d").encode())  # the company's past ends on the day it was made
    for path in sorted(path for pattern in MAKERS for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
