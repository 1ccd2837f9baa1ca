"""Departments and project groups are made, renamed, moved and ended; each act is audited."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.events import DepartmentMoved
from app.accounts.models import Department, ProjectGroup
from app.accounts.queries.departments import department_branch
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.events import publish


class CodeTaken(Exception):
    """Another department, or another project group, has this code."""


class DepartmentLoop(Exception):
    """A department cannot stand below itself or below its own branch."""


def add_department(*, code: str, name: str, name_en: str, parent_id: int | None, by: int | None) -> Department:
    """Make a department. Raises CodeTaken."""
    department = Department(code=code, name=name, name_en=name_en, parent_id=parent_id)
    with _refusing_taken_code():
        db.session.add(department)
    audit.record(act="department:added", subject=("department", department.id), actor_id=by, after=_facts(department))
    return department


def update_department(
    *, department: Department, code: str, name: str, name_en: str, parent_id: int | None, by: int
) -> None:
    """Rename or move a department with everything below it. Raises CodeTaken, DepartmentLoop."""
    db.session.execute(locked(sa.select(Department.id)))  # two moves at the same moment could close a loop together
    if parent_id is not None and parent_id in department_branch(department.id):
        raise DepartmentLoop
    before = _facts(department)
    with _refusing_taken_code():
        department.code, department.name, department.name_en, department.parent_id = code, name, name_en, parent_id
    _record_change("department:changed", ("department", department.id), before, _facts(department), by)
    if before["parent_id"] != parent_id:
        publish(DepartmentMoved(department_id=department.id))


def add_project_group(*, code: str, name: str, name_en: str, by: int) -> ProjectGroup:
    """Make a project group. Raises CodeTaken."""
    group = ProjectGroup(code=code, name=name, name_en=name_en)
    with _refusing_taken_code():
        db.session.add(group)
    audit.record(act="project_group:added", subject=("project_group", group.id), actor_id=by, after=_facts(group))
    return group


def update_project_group(*, group: ProjectGroup, code: str, name: str, name_en: str, by: int) -> None:
    """Rename a project group. Raises CodeTaken."""
    before = _facts(group)
    with _refusing_taken_code():
        group.code, group.name, group.name_en = code, name, name_en
    _record_change("project_group:changed", ("project_group", group.id), before, _facts(group), by)


def end_project_group(*, group: ProjectGroup, by: int) -> None:
    """Say that a project is over: yesterday was the group's last day; members and records stay as they were."""
    _end_on(group, clock.today() - timedelta(days=1), by)


def resume_project_group(*, group: ProjectGroup, by: int) -> None:
    """Say that a project goes on after all."""
    _end_on(group, None, by)


def _end_on(group: ProjectGroup, day: date | None, by: int) -> None:
    before = _facts(group)
    group.active_to = day
    _record_change(
        "project_group:ended" if day else "project_group:resumed",
        ("project_group", group.id),
        before,
        _facts(group),
        by,
    )


@contextmanager
def _refusing_taken_code() -> Iterator[None]:
    """Change something inside a savepoint, so that the form can still be answered when the database refuses."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except sa.exc.IntegrityError as error:
        raise CodeTaken from error


def _facts(thing: Department | ProjectGroup) -> dict[str, object]:
    own: dict[str, object] = {"code": thing.code, "name": thing.name, "name_en": thing.name_en}
    if isinstance(thing, Department):
        return {**own, "parent_id": thing.parent_id}
    return {**own, "active_to": thing.active_to.isoformat() if thing.active_to else None}


def _record_change(
    act: str, subject: tuple[str, int], before: dict[str, object], after: dict[str, object], by: int
) -> None:
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        audit.record(
            act=act,
            subject=subject,
            actor_id=by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
