"""The figures of a scope: each metric now, over the last month-ends, by department and by path."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.accounts.queries.departments import Node
from app.metrics.formulas.numbers import Ratio
from app.metrics.labels import METRICS
from app.metrics.queries.cells import AGE_NAMES, WITH_PATH, Cells, cells_of
from app.metrics.queries.kept import kept
from app.metrics.queries.scope import Scope, branch_of
from app.training.models import TrainingPath

Ratios = dict[str, Ratio]
WITH_PATHS = tuple(name for name in METRICS if name in WITH_PATH)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the metrics of a department with all below it, or of a path."""

    code: str
    title_zh: str
    title_en: str
    depth: int
    ratios: Ratios


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Plain values, so that they can be kept while the facts stay the same."""

    days: tuple[date, ...]
    now: Ratios
    trends: dict[str, tuple[Ratio, ...]]
    ages: dict[str, int]
    departments: tuple[Line, ...]
    paths: tuple[Line, ...]


def dashboard(scope: Scope) -> Dashboard:
    """The dashboard of a scope; one statement while nothing has changed, four after a change."""
    return kept(("dashboard", *scope.key), lambda: _dashboard(scope))


def _dashboard(scope: Scope) -> Dashboard:
    cells = kept(("cells", scope.as_of), lambda: cells_of(scope.points))
    last = len(scope.points) - 1
    trends = {
        name: tuple(cells.ratio(name, point, scope.departments, scope.path_id) for point in range(last + 1))
        for name in METRICS
    }
    return Dashboard(
        days=tuple(point.day for point in scope.points),
        now={name: trend[-1] for name, trend in trends.items()},
        trends=trends,
        ages={n: cells.ratio(f"overdue:{n}", last, scope.departments, scope.path_id).numerator for n in AGE_NAMES},
        departments=tuple(_department_line(cells, scope, node) for node in scope.next_level),
        paths=tuple(_path_line(cells, scope, path) for path in scope.paths),
    )


def _department_line(cells: Cells, scope: Scope, node: Node) -> Line:
    below = {each.department.id for each in branch_of(scope.nodes, node)}
    department = node.department
    return Line(
        department.code,
        department.title("zh"),
        department.title("en"),
        node.depth - scope.branch[0].depth,
        _ratios(cells, below, scope.path_id, tuple(METRICS)),
    )


def _path_line(cells: Cells, scope: Scope, path: TrainingPath) -> Line:
    ratios = _ratios(cells, scope.departments, path.id, WITH_PATHS)
    return Line(path.code, path.title("zh"), path.title("en"), 0, ratios)


def _ratios(cells: Cells, departments: Collection[int], path_id: int | None, metrics: Collection[str]) -> Ratios:
    last = len(cells.points) - 1
    return {name: cells.ratio(name, last, departments, path_id) for name in metrics}
