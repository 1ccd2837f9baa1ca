"""Which part of the company is looked at, by whom, on which path, as of which day."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import sqlalchemy as sa

from app.accounts.models import Department, Person
from app.accounts.queries.departments import Node, departments_tree
from app.foundation import clock
from app.foundation.db import db
from app.metrics.formulas.rows import AsOf
from app.metrics.policies import sees_whole_company
from app.metrics.queries.kept import kept
from app.training.models import TrainingPath

MONTHS = 6


class NotInScope(Exception):
    """There is no such department or path, or it is not the viewer's to see."""


@dataclass(frozen=True)
class Scope:
    """A branch of departments (None: all that the viewer sees), a path (None: all) and a day."""

    as_of: AsOf
    nodes: Sequence[Node]  # what the viewer may see, in the order of a printed tree
    parents: Mapping[str, str | None]  # of the whole company: code -> code of the department above
    paths: Sequence[TrainingPath]  # where they are offered
    chosen: Node | None = None
    path: TrainingPath | None = None
    whole_company: bool = False
    every: Sequence[Node] = ()  # all departments, whoever sees them: they say what is below what

    @cached_property
    def branch(self) -> list[Node]:
        """The chosen department and all below it, or everything the viewer sees."""
        return list(self.nodes) if self.chosen is None else branch_of(self.nodes, self.chosen)

    @cached_property
    def next_level(self) -> list[Node]:
        """The top of the branch and what is directly below it; only the tops where there are several."""
        if not self.branch:
            return []
        top = self.branch[0].depth
        tops = [node for node in self.branch if node.depth == top]
        return tops if len(tops) > 1 else [node for node in self.branch if node.depth <= top + 1]

    @cached_property
    def departments(self) -> frozenset[int]:
        """Ids of the branch."""
        return frozenset(node.department.id for node in self.branch)

    @property
    def single_id(self) -> int | None:
        """Id of the one department looked at with all below it: the chosen one, or the top of what the viewer sees."""
        if self.chosen is not None:
            return self.chosen.department.id
        return None if self.whole_company else self.nodes[0].department.id

    @property
    def path_id(self) -> int | None:
        """Id of the chosen path."""
        return self.path.id if self.path else None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What tells two scopes apart."""
        chosen = self.chosen.department.id if self.chosen else None
        return (self.as_of, self.departments, chosen, self.path_id, self.whole_company)

    @cached_property
    def points(self) -> list[AsOf]:
        """The last month-ends and, at the end, the day itself."""
        points = [self.as_of]
        while len(points) < MONTHS:
            points.insert(0, AsOf(points[0].first - timedelta(days=1), self.as_of.zone))
        return points

    @property
    def address(self) -> dict[str, str]:
        """The same scope as parameters of a link."""
        given = {
            "department": self.chosen.department.code if self.chosen else "",
            "path": self.path.code if self.path else "",
        }
        return {**{name: code for name, code in given.items() if code}, "as_of": self.as_of.day.isoformat()}


def branch_of(nodes: Sequence[Node], top: Node) -> list[Node]:
    """A node and the deeper ones that follow it directly in the printed tree."""
    place = next(number for number, node in enumerate(nodes) if node.department.id == top.department.id)
    branch = [nodes[place]]
    for node in nodes[place + 1 :]:
        if node.depth <= top.depth:
            break
        branch.append(node)
    return branch


def own_branch(person: Person) -> frozenset[int]:
    """Ids of the department of a person and of all below it, in one statement."""
    nodes = departments_tree()
    own = next(node for node in nodes if node.department.id == person.department_id)
    return frozenset(node.department.id for node in branch_of(nodes, own))


def scope_for(person: Person, *, department: str, path: str, day: date, with_paths: bool = False) -> Scope:
    """What a person asks to see, in two statements at most, and one more where paths are offered or one is chosen.

    Raises NotInScope for what is not there or not theirs.
    """
    every, parents = kept(("departments",), _departments)
    nodes = every
    whole = sees_whole_company(person)
    if not whole:
        own = next(node for node in nodes if node.department.id == person.department_id)
        nodes = branch_of(nodes, own)
    paths = _every_path() if with_paths or path else []
    chosen = next((node for node in nodes if node.department.code == department), None)
    chosen_path = next((each for each in paths if each.code == path), None)
    if (department and chosen is None) or (path and chosen_path is None):
        raise NotInScope(department if department and chosen is None else path)
    return Scope(AsOf(day, clock.zone()), nodes, parents, paths, chosen, chosen_path, whole, every)


def _departments() -> tuple[list[Node], dict[str, str | None]]:
    """The printed tree, and what stands above what. Copies: they outlive the session that read them."""
    nodes = [Node(_copy(node.department), node.depth) for node in departments_tree()]
    return nodes, _parents(nodes)


def _copy(one: Department) -> Department:
    return Department(id=one.id, code=one.code, name=one.name, name_en=one.name_en, parent_id=one.parent_id)


def _every_path() -> Sequence[TrainingPath]:
    return db.session.scalars(sa.select(TrainingPath).order_by(TrainingPath.id)).all()


def _parents(nodes: Sequence[Node]) -> dict[str, str | None]:
    """Code of each department and of the one above it, in the order they were made."""
    made = sorted((node.department for node in nodes), key=lambda one: one.id)
    codes = {one.id: one.code for one in made}
    return {one.code: codes.get(one.parent_id or 0) for one in made}
