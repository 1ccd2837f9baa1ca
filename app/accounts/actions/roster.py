"""Rosters are brought, taken over as a whole, and taken back until the next one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.actions.departments import add_department
from app.accounts.actions.people import (
    PersonData,
    add_person,
    deactivate_person,
    reactivate_person,
    write_person,
)
from app.accounts.models import (
    Department,
    Person,
    ProjectGroup,
    RosterChange,
    RosterImport,
    RosterState,
    Tier,
    identity_key,
)
from app.accounts.queries.people import DAYS, person_facts, person_to_change
from app.accounts.queries.roster import Plan, last_taken_over, roster_plan
from app.accounts.queries.roster_lines import Line, NewDepartment
from app.foundation import audit, clock
from app.foundation.db import db, locked
from app.foundation.search import folded
from app.foundation.tables import read_table

NOTHING: Mapping[str, Any] = {
    "email": None,
    "job_title": "",
    "project_groups": [],
    "manager": None,
    "language": None,
    "zone": None,
    "tiers": [Tier.end_user.value],
    **dict.fromkeys(DAYS),
}
"""Facts of somebody new of whom a file says nothing else."""


class RosterRefused(Exception):
    """The file has faults, names nobody, or leaves out too many people; nothing was changed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__("\n".join(str(fault) for fault in plan.faults))


class RosterSettled(Exception):
    """The file was taken over already, or it is not the last one any more."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back did: people restored, accounts closed again, facts kept because somebody changed them since."""

    restored: int
    closed: int
    kept: int


def bring_roster(*, data: bytes, name: str, by: int | None) -> RosterImport:
    """Keep a file to be looked at. Raises UnreadableTable."""
    read_table(data)
    row = RosterImport(
        file_name=name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        content=data,
        state=RosterState.checked,
        uploaded_at=clock.now(),
        uploaded_by_id=by,
        search_text=folded(name[:200]),
    )
    db.session.add(row)
    db.session.flush()
    return row


def import_roster(*, import_id: int, partial: bool, with_departments: bool, by: int | None) -> Plan:
    """Take a file over, all of it or nothing. Raises LookupError, RosterSettled, RosterRefused."""
    row = _held(import_id)
    if row.state is not RosterState.checked:
        raise RosterSettled
    plan = roster_plan(row.content, partial=partial, with_departments=with_departments)
    if not plan.possible:
        raise RosterRefused(plan)
    for department in plan.new_departments:
        _make(department, by)
    _take_over(row, plan, by)
    row.state, row.imported_at = RosterState.imported, clock.now()
    row.partial, row.with_departments = partial, with_departments
    facts = {"file": row.file_name, "sha256": row.digest, "added": len(plan.added), "changed": len(plan.changed)}
    audit.record(act="roster:imported", subject=("roster", row.id), actor_id=by, after=facts)
    return plan


def undo_roster(*, import_id: int, by: int | None) -> Undone:
    """Take the last import back: facts that are still as it left them become what they were, accounts it brought are closed.

    Raises LookupError, RosterSettled (it was not the last one, or is taken back already).
    """
    row = _held(import_id)
    if last_taken_over() != row.id:
        raise RosterSettled
    changes = db.session.scalars(sa.select(RosterChange).where(RosterChange.import_id == row.id)).all()
    codes = Codes()
    restored = closed = kept = 0
    for change in changes:
        if change.before is None:
            closed += _close(change, by)
        else:
            back, left = _restore(change, codes, by)
            restored, kept = restored + back, kept + left
    row.state, row.undone_at, row.undone_by_id = RosterState.undone, clock.now(), by
    audit.record(act="roster:undone", subject=("roster", row.id), actor_id=by, after={"file": row.file_name})
    return Undone(restored, closed, kept)


class Codes:
    """Ids by the codes and numbers that facts hold."""

    def __init__(self) -> None:
        self.departments = {code: one for one, code in db.session.execute(sa.select(Department.id, Department.code))}
        self.groups = {code: one for one, code in db.session.execute(sa.select(ProjectGroup.id, ProjectGroup.code))}
        self.people = {key: one for one, key in db.session.execute(sa.select(Person.id, Person.employee_no_key))}

    def data_of(self, facts: Mapping[str, Any]) -> PersonData:
        """Facts as the actions on people take them."""
        days = {name: date.fromisoformat(facts[name]) if facts[name] else None for name in DAYS}
        return PersonData(
            employee_no=facts["employee_no"],
            name=facts["name"],
            email=facts["email"],
            department_id=self.departments[facts["department"]],
            project_group_ids=frozenset(self.groups[code] for code in facts["project_groups"]),
            job_title=facts["job_title"],
            manager_id=self.people[identity_key(facts["manager"])] if facts["manager"] else None,
            language=facts["language"],
            zone=facts["zone"],
            tiers=frozenset(Tier(tier) for tier in facts["tiers"]),
            **days,
        )


def _held(import_id: int) -> RosterImport:
    """The file, while no other is taken over or back: all are held, in one order."""
    rows = sa.select(RosterImport).order_by(RosterImport.id).execution_options(populate_existing=True)
    found: dict[int, RosterImport] = {row.id: row for row in db.session.scalars(locked(rows))}
    if import_id not in found:
        raise LookupError(import_id)
    return found[import_id]


def _make(new: NewDepartment, by: int | None) -> None:
    parent = db.session.scalar(sa.select(Department.id).where(Department.code == new.parent)) if new.parent else None
    add_department(code=new.code, name=new.name, name_en="", parent_id=parent, by=by)


def _take_over(row: RosterImport, plan: Plan, by: int | None) -> None:
    """New people first and without a manager, who may be new as well."""
    codes = Codes()
    written = _written(plan)
    for line in plan.added:
        person = add_person(data=codes.data_of({**NOTHING, **line.after, "manager": None}), by=by)
        codes.people[person.employee_no_key] = person.id
    for line in plan.changed:
        if line.reopens and line.person:
            reactivate_person(person_id=line.person.id, by=by)
    for line in written:
        facts = {**NOTHING, **line.after}
        write_person(person_id=codes.people[line.key], data=codes.data_of(facts), by=by)
    rows = [_change(row.id, codes.people[line.key], line) for line in (*plan.added, *plan.changed)]
    db.session.add_all(rows)
    db.session.flush()


def _written(plan: Plan) -> list[Line]:
    """Lines to write once everybody is there. An address that passes from one person to another is freed first."""
    changed = [line for line in plan.changed if line.changed]
    wanted = {identity_key(told) for line in (*plan.added, *changed) if (told := line.after.get("email"))}
    for line in changed:
        address = line.before["email"]
        if "email" in line.changed and address and identity_key(address) in wanted:
            _free_address(line)
    return [*(line for line in plan.added if line.after.get("manager")), *changed]


def _free_address(line: Line) -> None:
    person = person_to_change(line.person.id) if line.person else None
    if person is not None:
        person.email = person.email_key = None
        db.session.flush()


def _change(import_id: int, person_id: int, line: Line) -> RosterChange:
    after = {**NOTHING, **line.after}
    return RosterChange(import_id=import_id, person_id=person_id, before=line.before or None, after=after)


def _close(change: RosterChange, by: int | None) -> int:
    if change.person_id == by:
        return 0
    deactivate_person(person_id=change.person_id, reason="roster undone", by=by)
    return 1


def _restore(change: RosterChange, codes: Codes, by: int | None) -> tuple[int, int]:
    """Whether a person got facts back, and how many facts were left because somebody has changed them since."""
    person = person_to_change(change.person_id)
    if person is None or change.before is None or person.erased_at is not None:
        return 0, 0
    now = person_facts(person)
    moved = [name for name, value in change.before.items() if change.after[name] != value]
    back = {name: change.before[name] for name in moved if now[name] == change.after[name]}
    if back:
        write_person(person_id=change.person_id, data=codes.data_of({**now, **back}), by=by)
    return int(bool(back)), len(moved) - len(back)
