"""`python -m bench [--quick] [--postgresql] [NAME ...]`: measures each bar of the design and says whether it is held; exit 1 when one is missed."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

from bench import postgresql
from bench.bars import Bar
from bench.company import CACHE
from bench.export import export
from bench.growth import growth
from bench.kill import kill
from bench.memory import memory
from bench.statements import statements
from bench.throughput import throughput
from bench.weight import weight

Measure = Callable[..., Iterator[Bar]]
MEASURES: dict[str, Measure] = {
    "statements": statements,
    "weight": weight,
    "throughput": throughput,
    "growth": growth,
    "memory": memory,
    "export": export,
    "kill": kill,
}
ONLY_BY_NAME = ("kill",)


def main() -> int:
    """Measure what was asked for and print each bar as soon as it is known."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the bars of the design, as ratios within one run."
    )
    parser.add_argument(
        "names", nargs="*", choices=[[], *MEASURES], help="what to measure; without it everything but kill"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the data and shorter turns, to see that everything works"
    )
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite; not for kill")
    asked = parser.parse_args()
    if asked.postgresql and "kill" in asked.names:
        parser.error("kill is measured on SQLite")
    began, bars = time.perf_counter(), []
    database = postgresql.server(CACHE / "postgresql") if asked.postgresql else nullcontext()
    with database, tempfile.TemporaryDirectory(prefix="uptake-bench-") as folder:
        for name in asked.names or [name for name in MEASURES if name not in ONLY_BY_NAME]:
            for bar in MEASURES[name](Path(folder), quick=asked.quick):
                print(bar.line(), flush=True)
                bars.append(bar)
    missed = sum(not bar.held for bar in bars)
    print(f"{len(bars) - missed} of {len(bars)} bars held, in {time.perf_counter() - began:.0f} s.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
