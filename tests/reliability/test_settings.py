"""What an operator gets wrong is answered by one sentence that says what to do, never by a traceback."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bench.company import ROOT, environment

STRONG = "b5d1c0f0a7e94c2fb8a1d3e6f7029384756a"
WRONG = {
    "missing SECRET_KEY": ({}, "SECRET_KEY is not set"),
    "weak SECRET_KEY": ({"SECRET_KEY": "secret"}, "too weak"),
    "monotonous SECRET_KEY": ({"SECRET_KEY": "a" * 64}, "too weak"),
    "misspelt setting": ({"SECRET_KEY": STRONG, "COMPANY_ZON": "UTC"}, "Did you mean COMPANY_ZONE?"),
    "misspelt DATABASE_URL": ({"SECRET_KEY": STRONG, "DATABSE_URL": "x"}, "Did you mean DATABASE_URL?"),
    "half-set mail": ({"SECRET_KEY": STRONG, "MAIL_URL": "smtp://localhost"}, "set both, or neither"),
    "unknown zone": ({"SECRET_KEY": STRONG, "COMPANY_ZONE": "Asia/Shangri-La"}, "no time zone"),
    "port in words": ({"SECRET_KEY": STRONG, "PORT": "eight"}, "PORT must be a whole number"),
    "foreign database": ({"SECRET_KEY": STRONG, "DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin with"),
}


def _flask(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    given = {**environment(folder), **settings}
    given = {name: value for name, value in given.items() if value}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=300)


def _is_one_sentence(done: "subprocess.CompletedProcess[str]", words: str) -> None:
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert words in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) <= 3, told


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_setting_is_refused_in_a_sentence(tmp_path: Path, wrong: str) -> None:
    settings, words = WRONG[wrong]
    _is_one_sentence(_flask(tmp_path, "jobs", UPTAKE_DEMO="", **settings), words)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    _is_one_sentence(_flask(tmp_path / "file" / "instance", "jobs"), "cannot be made")


def test_a_folder_that_cannot_be_written_to_is_named() -> None:
    _is_one_sentence(_flask(Path("/proc/uptake"), "jobs"), "cannot be")


@pytest.mark.slow
def test_a_port_in_use_is_named(instance: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = _flask(instance, "serve", "--no-worker", PORT=port)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"Port {port} on 127.0.0.1 is in use" in told
    assert "Traceback" not in told
