"""Synthetic companies in SQLite files or on PostgreSQL, made by `demo load` and kept while the code that makes them is the same."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench import postgresql

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
MAKERS = ("app/demo/synthetic/*.py", "migrations/versions/*.py", "content/training/**/*")
LARGE = (10_000, 5_000)
SMALL = (1_000, 500)
TINY = (100, 50)
FILE, ADDRESS = "uptake.sqlite3", "database-url"


def company(people: int, ideas: int) -> str:
    """The name of a company of that size, made now if none is kept; copy it before you write."""
    kept = f"{people}-{ideas}-{_makers_hash()}"
    if not _is_kept(kept):
        print(f"Making a company of {people:,} people and {ideas:,} ideas (kept for later runs):", end=" ", flush=True)
        began = time.perf_counter()
        _make(kept, people, ideas)
        print(f"{time.perf_counter() - began:.0f} s")
    return kept


def copied(kept: str, folder: Path) -> Path:
    """An instance folder with a copy of a company: in a file in it, or in the database that a file in it names."""
    folder.mkdir(parents=True, exist_ok=True)
    if postgresql.is_running():
        postgresql.create(folder.name, template=kept)
        (folder / ADDRESS).write_text(postgresql.address(folder.name), encoding="ascii")
    else:
        shutil.copy(CACHE / f"{kept}.sqlite3", folder / FILE)
    return folder


def database_url(folder: Path) -> str:
    """The address of the database of an instance folder."""
    named = folder / ADDRESS
    return named.read_text(encoding="ascii") if named.exists() else f"sqlite:///{folder / FILE}"


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
        "DATABASE_URL": database_url(folder),
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


def _is_kept(kept: str) -> bool:
    return postgresql.exists(kept) if postgresql.is_running() else (CACHE / f"{kept}.sqlite3").exists()


def _make(kept: str, people: int, ideas: int) -> None:
    folder = CACHE / f"making-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        if postgresql.is_running():
            _fill(copied("template1", folder), people, ideas)
            postgresql.rename(folder.name, kept)
        else:
            _fill(folder, people, ideas)
            for old in CACHE.glob(f"{people}-{ideas}-*.sqlite3"):
                old.unlink()
            (folder / FILE).replace(CACHE / f"{kept}.sqlite3")
    finally:
        shutil.rmtree(folder)


def _fill(folder: Path, people: int, ideas: int) -> None:
    flask(folder, "db", "upgrade")
    flask(folder, "demo", "load", "--people", str(people), "--ideas", str(ideas))


def _makers_hash() -> str:
    digest = hashlib.sha256(time.strftime("%Y-%m-%d").encode())  # the company's past ends on the day it was made
    for path in sorted(path for pattern in MAKERS for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
