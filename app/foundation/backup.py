"""Backups that are consistent while the server runs, and restores that verify before they replace."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from app.foundation.settings import Settings


class BackupError(Exception):
    """A backup or restore could not be made; the text says why and what to do."""


def back_up(settings: Settings, target: Path) -> None:
    """Write one file with everything. Raises BackupError. An older file of that name is replaced only at the end."""
    with tempfile.TemporaryDirectory(dir=_folder_of(target)) as folder:
        made = Path(folder) / "backup"
        if settings.sqlite:
            _copy_sqlite(_sqlite_path(settings), made)
            _verify_sqlite(made, target.name)
        else:
            _run("pg_dump", "--format=custom", f"--file={made}", f"--dbname={_plain_url(settings)}")
        made.replace(target)


def restore(settings: Settings, source: Path) -> None:
    """Replace the database with a backup, after the backup has been verified. Raises BackupError.

    Stop the web processes and workers first. On SQLite the database that was there is kept beside the new one.
    """
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    if settings.sqlite:
        _restore_sqlite(_sqlite_path(settings), source)
        return
    _run("pg_restore", "--list", str(source))
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--single-transaction",
        "--no-owner",
        f"--dbname={_plain_url(settings)}",
        str(source),
    )


def _folder_of(target: Path) -> Path:
    folder = target.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise BackupError(f"The folder {folder} does not exist or cannot be written to.")
    return folder


def _sqlite_path(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _plain_url(settings: Settings) -> str:
    return settings.database_url.replace("postgresql+psycopg", "postgresql")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupError(f"There is no database at {source}.")
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _verify_sqlite(path: Path, name: str) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
            migrated = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{name} is not a backup of Uptake: {error}.") from error
    if not sound or orphans or not migrated:
        raise BackupError(f"{name} is damaged or incomplete; nothing was replaced.")


def _restore_sqlite(path: Path, source: Path) -> None:
    with tempfile.TemporaryDirectory(dir=_folder_of(path)) as folder:
        made = Path(folder) / "restored"
        shutil.copyfile(source, made)
        _verify_sqlite(made, source.name)
        if path.exists():
            _copy_sqlite(path, path.with_name(path.name + ".before-restore"))
        for rest in path.parent.glob(path.name + "-*"):
            rest.unlink()
        made.replace(path)


def _run(*command: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(f"{command[0]} is not installed; it comes with PostgreSQL's client programs.")
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(done.stderr.strip() or f"{command[0]} failed.")
