"""One way of writing the records, in a process of its own: `python -m bench.export_ways WAY FILE`; figures as JSON."""

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter

from app import create_app
from app.foundation import clock
from app.foundation.db import db, transaction
from app.hr.actions.exporting import FileFormat, export_bytes, start_export
from app.hr.queries.records import FETCHED, Filter, be_patient
from app.hr.queries.records import record_rows as _asked


def main(way: str, path: Path) -> None:
    """Write the file and print seconds of CPU, seconds to the first byte, peak MiB and bytes."""
    app = create_app()
    with app.test_request_context():
        chosen = Filter(as_of=clock.today())
        began, wall = time.process_time(), time.perf_counter()
        first = WAYS[way](chosen, path) - wall
        seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "first": first, "memory": _peak(), "bytes": path.stat().st_size}))


def _peak() -> float:
    """Most MiB that were resident at once; of this program alone, where getrusage also knows the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _product(kind: FileFormat) -> Callable[[Filter, Path], float]:
    def write(chosen: Filter, path: Path) -> float:
        with transaction():
            number = start_export(chosen=chosen, file_format=kind, by=None).id
        first = 0.0
        with path.open("wb") as file:
            for chunk in export_bytes(export_id=number, chosen=chosen, file_format=kind, language="zh"):
                first = first or time.perf_counter()
                file.write(chunk)
        return first

    return write


def _rows(chosen: Filter) -> Iterator[tuple[object, ...]]:
    """The same query, as it comes."""
    be_patient()
    statement = _asked(chosen).execution_options(yield_per=FETCHED)
    return (tuple(row) for row in db.session.execute(statement))


def _plain_csv(chosen: Filter, path: Path) -> float:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(_rows(chosen))
    return time.perf_counter()


def _plain_xlsx(chosen: Filter, path: Path) -> float:
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    for number, row in enumerate(_rows(chosen)):
        sheet.write_row(number, 0, [value if isinstance(value, int | str | None) else str(value) for value in row])
    book.close()
    return time.perf_counter()


WAYS = {
    "csv": _product(FileFormat.csv),
    "xlsx": _product(FileFormat.xlsx),
    "plain-csv": _plain_csv,
    "plain-xlsx": _plain_xlsx,
}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
