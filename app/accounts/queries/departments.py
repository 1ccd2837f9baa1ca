"""The tree of departments, and the project groups beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Department, ProjectGroup
from app.foundation import clock
from app.foundation.db import db


@dataclass(frozen=True, slots=True)
class Node:
    """A department and how deep it stands in the tree; 0 is the top."""

    department: Department
    depth: int

    def title(self, language: str) -> str:
        """Name in a language."""
        return self.department.title(language)


def departments_tree() -> list[Node]:
    """Every department in the order of a printed tree: each followed by its branch, siblings by code."""
    below: dict[int | None, list[Department]] = {}
    for department in db.session.scalars(sa.select(Department).order_by(Department.code)):
        below.setdefault(department.parent_id, []).append(department)
    return list(_walk(below, None, 0))


def _walk(below: dict[int | None, list[Department]], parent_id: int | None, depth: int) -> Iterator[Node]:
    for department in below.get(parent_id, ()):
        yield Node(department, depth)
        yield from _walk(below, department.id, depth + 1)


def branch_of(department_id: int) -> sa.Select[tuple[int]]:
    """Select of the ids of a department and everything below it, for use inside another statement."""
    branch = sa.select(Department.id).where(Department.id == department_id).cte("branch", recursive=True)
    branch = branch.union(sa.select(Department.id).where(Department.parent_id == branch.c.id))
    return sa.select(branch.c.id)


def department_branch(department_id: int) -> list[int]:
    """Ids of a department and everything below it; empty when there is no such department."""
    return sorted(db.session.scalars(branch_of(department_id)))


def department_by_id(department_id: int) -> Department | None:
    """A department."""
    return db.session.get(Department, department_id)


def project_groups(*, with_ended: bool = False) -> Sequence[ProjectGroup]:
    """Project groups by code; those that have ended only on request."""
    every = sa.select(ProjectGroup).order_by(ProjectGroup.code)
    if not with_ended:
        every = every.where(sa.or_(ProjectGroup.active_to.is_(None), ProjectGroup.active_to >= clock.today()))
    return db.session.scalars(every).all()


def project_group_by_id(group_id: int) -> ProjectGroup | None:
    """A project group."""
    return db.session.get(ProjectGroup, group_id)
