"""The HR export of a million rows, beside the plain ways of writing the same query: time, memory, and the first byte."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from bench.bars import Bar
from bench.company import LARGE, ROOT, SMALL, company, copied, database_url, environment

ROWS, QUICK_ROWS = 1_000_000, 50_000
CSV, XLSX, MEMORY, FIRST_BYTE = 2.0, 0.5, 150.0, 1.0


def export(folder: Path, *, quick: bool) -> Iterator[Bar]:
    """CSV and XLSX of the product, each in a process of its own, against csv and xlsxwriter on the same rows."""
    wanted = QUICK_ROWS if quick else ROWS
    place = copied(company(*(SMALL if quick else LARGE)), folder / "export")
    rows = multiply(database_url(place), wanted)
    found = {way: _run(way, place) for way in ("csv", "plain-csv", "xlsx", "plain-xlsx")}
    for way, limit, plain in (("csv", CSV, "Python's csv module"), ("xlsx", XLSX, "xlsxwriter in constant memory")):
        own, other = found[way], found[f"plain-{way}"]
        note = f"{own['seconds']:.1f} s against {other['seconds']:.1f} s of {plain}, {rows:,} rows (CPU seconds)"
        yield Bar(f"export as {way.upper()}", own["seconds"] / other["seconds"], limit, "×", note)
        yield Bar(
            f"peak memory of the {way.upper()} export",
            own["memory"],
            MEMORY,
            " MiB",
            f"{own['bytes'] / 2**20:.0f} MiB written",
        )
    yield Bar("first byte of the CSV", found["csv"]["first"], FIRST_BYTE, " s")


def multiply(address: str, wanted: int) -> int:
    """Repeat closed assignments, with their completions and certificates, until there are so many; returns how many there are."""
    engine = sa.create_engine(address, poolclass=sa.NullPool)
    with engine.begin() as connection:
        _without_triggers(connection)
        tables = ("assignments", "completions", "certificates")
        each = " UNION ALL ".join(f"SELECT max(id) AS id FROM {table}" for table in tables)
        newest = f"SELECT max(id) FROM ({each}) AS newest"
        while (have := connection.scalar(sa.text("SELECT count(*) FROM assignments"))) < wanted:
            step = connection.scalar(sa.text(newest))
            for table, unique in (
                ("assignments", {"number": "NULL"}),
                ("completions", {}),
                ("certificates", {"number": "number || '+' || {step}"}),
            ):
                _repeat(connection, table, unique, step, wanted - have)
        connection.exec_driver_sql("ANALYZE")
        return int(have)


def _without_triggers(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = replica")
        return
    for trigger in connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")


def _repeat(connection: sa.Connection, table: str, unique: dict[str, str], step: int, most: int) -> None:
    """Copies of rows with their ids and references moved up; as many as the assignments they belong to."""
    columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    moved = {
        "id": "id + {step}",
        "assignment_id": "assignment_id + {step}",
        "completion_id": "completion_id + {step}",
        "superseded_by_id": "NULL",
        "corrects_id": "NULL",
        **unique,
    }
    values = ", ".join(moved.get(column, column).format(step=step) for column in columns)
    owner = {"assignments": "id", "completions": "assignment_id", "certificates": "completion_id"}[table]
    closed = f"SELECT id FROM assignments WHERE closed_at IS NOT NULL AND id <= {step} LIMIT {most}"
    of = closed if owner != "completion_id" else f"SELECT id FROM completions WHERE assignment_id IN ({closed})"
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {owner} IN ({of})"
    )


def _run(way: str, place: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.export_ways", way, str(place / f"{way}.out")]
    told = subprocess.run(command, cwd=ROOT, env=environment(place), check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(told)
    return figures
