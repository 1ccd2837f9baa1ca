"""The index of each department with its parts, and how far ideas have come."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from app.accounts.queries.departments import Node
from app.metrics.formulas import funnel
from app.metrics.formulas.marks import Facts, Found, Row
from app.metrics.formulas.rows import AssignmentRow, Company
from app.metrics.queries.company import company_as_of
from app.metrics.queries.ideas import idea_rows
from app.metrics.queries.kept import kept
from app.metrics.queries.scope import Scope
from app.metrics.texts import DEFINITIONS

AX = DEFINITIONS["AX"]
FEW = 24


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One department by itself: its index with what there is of each part; without a value a reason."""

    node: Node
    found: Found

    @property
    def parts(self) -> dict[str, Fraction]:
        """The parts that were measured, in percent."""
        return {str(row.key): Fraction(row.above) / Fraction(row.below) for row in self.found.rows}


def index_lines(scope: Scope) -> list[IndexLine]:
    """The department on top of a scope and those directly below it."""
    key = ("index", *scope.key)
    found: dict[str, Found] = kept(key, lambda: dict(_indexes(scope)), shelf="overviews", largest=FEW)
    return [IndexLine(node, found[node.department.code]) for node in scope.next_level]


def _indexes(scope: Scope) -> Iterator[tuple[str, Found]]:
    company = company_as_of(scope.as_of.day, AX.needs, parents=scope.parents)
    own = _by_department(company)
    for node in scope.next_level:
        code = node.department.code
        alone = replace(company, assignments=tuple(own.get(code, ())))
        yield code, AX.of(Facts(company=alone, whole=alone, departments=frozenset({code}), single=code))


def _by_department(company: Company) -> dict[str, list[AssignmentRow]]:
    rows: dict[str, list[AssignmentRow]] = {}
    for row in company.assignments:
        rows.setdefault(row.person.department, []).append(row)
    return rows


def funnel_of(scope: Scope) -> dict[str, list[Row]]:
    """For each step and exit the ideas of a scope that got there, as rows to be opened."""
    return kept(("funnel", *scope.key), lambda: _funnel(scope), shelf="overviews", largest=FEW)


def _funnel(scope: Scope) -> dict[str, list[Row]]:
    codes = {node.department.code for node in scope.branch}
    ideas = [row for row in idea_rows(scope.as_of) if row.department in codes]
    return {
        name: [Row("idea", row.id, 1, 1) for row in rows] for name, rows in funnel.reached(ideas, scope.as_of).items()
    }
