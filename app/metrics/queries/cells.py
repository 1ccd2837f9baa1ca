"""Numerators and denominators of every metric by day, department and path, added up by the database."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.foundation.calendar import working_calendar
from app.foundation.db import db
from app.metrics.formulas import coverage, ideas
from app.metrics.formulas.numbers import Ratio
from app.metrics.formulas.rows import AsOf
from app.metrics.formulas.training import AGES
from app.metrics.queries.ideas import idea_rows
from app.metrics.queries.sums import sums

Row = Any
Place = tuple[int, int | None]  # department; path, or None where there are no paths or people count once over all
AGE_NAMES = tuple(name for name, _, _ in AGES)


@dataclass(frozen=True)
class Cells:
    """For each metric and day: place -> (part, whole)."""

    points: tuple[AsOf, ...]
    values: dict[tuple[str, int], dict[Place, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))
    pairs: dict[Any, Any] = field(default_factory=dict)

    def put(self, metric: str, point: int, place: Place, part: int, whole: int) -> None:
        """Set one cell."""
        share = int(part), int(whole)  # PostgreSQL adds up to decimals
        self.values[metric, point][self._once(place)] = self._once(share)

    def _once(self, pair: Any) -> Any:
        """The same pair for all that are equal: the same few stand in thousands of cells, which are kept."""
        return self.pairs.setdefault(pair, pair)

    def ratio(self, metric: str, point: int, departments: Collection[int], path: int | None = None) -> Ratio:
        """The share of some departments together; of one path, or of all."""
        cells = self.values.get((metric, point), {})
        every_path = metric in BY_PATH and path is None
        parts = [
            value
            for (department, own_path), value in cells.items()
            if department in departments and (every_path or own_path == (path if metric in WITH_PATH else None))
        ]
        return Ratio(sum(part for part, _ in parts), sum(whole for _, whole in parts))


BY_PATH = frozenset({"completion", "on-time", "overdue", *(f"overdue:{name}" for name in AGE_NAMES)})
WITH_PATH = BY_PATH | {"compliance"}  # people are counted once over all paths, so these have cells of their own


def cells_of(points: Sequence[AsOf]) -> Cells:
    """All cells for some days (the last one is the day asked for); three statements, however much there is."""
    cells = Cells(tuple(points))
    departments: dict[str, int] = {}
    for row in db.session.execute(sums(points)):
        PUTTERS[row.kind](cells, row)
        if row.kind == "department":
            departments[row.code] = row.department_id
    _put_coverage(cells)
    _put_ideas(cells, departments)
    return cells


def _put_obligations(cells: Cells, row: Row) -> None:
    place = (row.department_id, row.path_id)
    cells.put("completion", row.point, place, row.second, row.first)
    cells.put("overdue", row.point, place, row.third, row.first)


def _put_people(cells: Cells, row: Row) -> None:
    cells.put("compliance", row.point, (row.department_id, row.path_id), row.first - row.second, row.first)


def _put_due(cells: Cells, row: Row) -> None:
    cells.put("on-time", row.point, (row.department_id, row.path_id), row.second, row.first)


def _put_ages(cells: Cells, row: Row) -> None:
    for name, count in zip(AGE_NAMES, (row.first, row.second, row.third, row.fourth), strict=True):
        cells.put(f"overdue:{name}", row.point, (row.department_id, row.path_id), count, count)


def _put_heads(cells: Cells, row: Row) -> None:
    cells.put("heads", row.point, (row.department_id, None), row.first, row.first)


def _put_superusers(cells: Cells, row: Row) -> None:
    cells.put("superusers", row.point, (row.department_id, None), row.first, row.first)


PUTTERS: Mapping[str, Callable[[Cells, Row], None]] = {
    "obligations": _put_obligations,
    "people": _put_people,
    "due": _put_due,
    "ages": _put_ages,
    "heads": _put_heads,
    "superusers": _put_superusers,
    "department": lambda _cells, _row: None,
}


def _put_coverage(cells: Cells) -> None:
    for point in range(len(cells.points)):
        superusers = cells.values["superusers", point]
        for place, (heads, _) in list(cells.values["heads", point].items()):
            count = superusers.get(place, (0, 0))[0]
            cells.put("coverage", point, place, int(count >= coverage.target(heads)), 1)


def _put_ideas(cells: Cells, departments: Mapping[str, int]) -> None:
    calendar = working_calendar()
    rows = idea_rows(cells.points[-1], since=cells.points[0].start)
    for number, point in enumerate(cells.points):
        heard = ideas.submitted(rows, point)
        found = ideas.first_response(heard, point, calendar)
        net = {row.id for row in ideas.net_submitted(heard, point)}
        parts = (("ideas", net, {row.id for row in heard}), ("first-response", set(found.met), set(found.counted)))
        for metric, part, whole in parts:
            _put_counts(
                cells,
                metric,
                number,
                Counter(departments[r.department] for r in heard if r.id in part),
                Counter(departments[r.department] for r in heard if r.id in whole),
            )


def _put_counts(cells: Cells, metric: str, point: int, part: Counter[int], whole: Counter[int]) -> None:
    for department, count in whole.items():
        cells.put(metric, point, (department, None), part[department], count)
