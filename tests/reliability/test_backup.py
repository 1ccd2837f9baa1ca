"""Backups taken while people write are whole; a damaged one replaces nothing."""

import hashlib
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest

from bench.browser import portal_on
from bench.company import ROOT, environment
from bench.kill import Confirmed, _open_ideas, _write, faults, make_writers
from bench.server import serving

COUNTED = ("people", "assignments", "completions", "certificates", "ideas", "votes", "comments", "audit_entries")


def _flask(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False, timeout=300
    )


def _counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}  # noqa: S608


@pytest.mark.slow
def test_a_backup_under_writes_holds_what_was_confirmed_before_it(instance: Path, tmp_path: Path) -> None:
    portal = portal_on(instance)
    writers, ideas = make_writers(portal), _open_ideas(portal)
    confirmed, stopped = Confirmed(), threading.Event()
    with serving(instance) as server:
        threads = [
            threading.Thread(target=_write, args=(server.port, one, ideas, confirmed, stopped)) for one in writers
        ]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 120
        while confirmed.total < 20 and time.monotonic() < until:
            time.sleep(0.05)
        before = deepcopy(confirmed)
        made = _flask(instance, "backup", str(tmp_path / "backup"))
        stopped.set()
        for thread in threads:
            thread.join()
    assert made.returncode == 0, made.stderr
    other = tmp_path / "other"
    other.mkdir()
    assert _flask(other, "restore", str(tmp_path / "backup"), "--yes").returncode == 0
    assert _counts(other / "uptake.sqlite3") == _counts(tmp_path / "backup")
    assert before.total >= 20
    assert faults(other / "uptake.sqlite3", before) == []


@pytest.mark.parametrize("damage", ["cut", "overwritten", "something else"])
def test_a_damaged_backup_replaces_nothing(instance: Path, tmp_path: Path, damage: str) -> None:
    backup = tmp_path / "backup"
    assert _flask(instance, "backup", str(backup)).returncode == 0
    content = backup.read_bytes()
    half = len(content) // 2
    backup.write_bytes(
        {
            "cut": content[:half],
            "overwritten": content[:half] + b"\xa5" * 50_000 + content[half + 50_000 :],
            "something else": b"not a database at all\n" * 1000,
        }[damage]
    )
    before = hashlib.sha256((instance / "uptake.sqlite3").read_bytes()).hexdigest()
    done = _flask(instance, "restore", str(backup), "--yes")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert hashlib.sha256((instance / "uptake.sqlite3").read_bytes()).hexdigest() == before
