"""People: found, listed, and shown on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Membership, Person, PersonRole, PersonState, PersonTier, Role, Tier
from app.accounts.policies import may_see_everyone
from app.accounts.queries.departments import branch_of
from app.foundation import clock, paging, search
from app.foundation.db import db

SUGGESTIONS = 12
DAYS = ("hired_on", "leave_from", "leave_to", "last_day")


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What the list of people is narrowed to; `state` may also be `deactivated`."""

    q: str = ""
    department_id: int | None = None
    role: Role | None = None
    tier: Tier | None = None
    state: str = ""


def people_list(viewer: Person, wanted: PeopleFilter, number: int) -> paging.Page[Person]:
    """A page of the people whom a viewer may see, by employee number; with department, roles and tiers."""
    found = sa.select(Person).where(people_in_scope(viewer), *_conditions(wanted))
    found = found.options(joinedload(Person.department), selectinload(Person.role_rows), selectinload(Person.tier_rows))
    return paging.page_of(found.order_by(Person.employee_no_key), number=number)


def people_in_scope(viewer: Person) -> sa.ColumnElement[bool]:
    """Condition on Person: whom a viewer finds. Everyone, by role; else the own direct reports and oneself."""
    if may_see_everyone(viewer):
        return sa.true()
    return sa.or_(Person.manager_id == viewer.id, Person.id == viewer.id)


def _conditions(wanted: PeopleFilter) -> list[sa.ColumnElement[bool]]:
    found = [search.contains(Person.search_text, wanted.q)] if wanted.q else []
    if wanted.department_id is not None:
        found.append(Person.department_id.in_(branch_of(wanted.department_id)))
    if wanted.role:
        found.append(Person.id.in_(sa.select(PersonRole.person_id).where(PersonRole.role == wanted.role, runs_today())))
    if wanted.tier:
        found.append(Person.id.in_(sa.select(PersonTier.person_id).where(PersonTier.tier == wanted.tier)))
    if wanted.state:
        found.append(_in_state(wanted.state))
    return found


def runs_today() -> sa.ColumnElement[bool]:
    """Condition on PersonRole: given by hand, or lent for days of which this is one."""
    today = clock.today()
    begun = sa.or_(PersonRole.starts_on.is_(None), PersonRole.starts_on <= today)
    return sa.and_(begun, sa.or_(PersonRole.ends_on.is_(None), PersonRole.ends_on >= today))


def _in_state(state: str) -> sa.ColumnElement[bool]:
    if state == "deactivated":
        return Person.deactivated_at.is_not(None)
    return sa.and_(Person.deactivated_at.is_(None), in_state_on(PersonState(state), clock.today()))


def in_state_on(state: PersonState, day: date) -> sa.ColumnElement[bool]:
    """Condition on Person: in a state on a day; the same rule as `Person.state_on`."""
    left = sa.and_(Person.last_day.is_not(None), Person.last_day < day)
    back = sa.and_(Person.leave_to.is_not(None), Person.leave_to < day)
    away = sa.and_(Person.leave_from.is_not(None), Person.leave_from <= day, sa.not_(back))
    if state is PersonState.left:
        return left
    return sa.and_(sa.not_(left), away if state is PersonState.on_leave else sa.not_(away))


def people_picker(query: str, limit: int = SUGGESTIONS) -> Sequence[Person]:
    """People to choose from, by part of name, number or mail; nobody who left or was deactivated; with department."""
    if not search.folded(query):
        return ()
    present = sa.select(Person).where(
        search.contains(Person.search_text, query),
        Person.deactivated_at.is_(None),
        sa.not_(in_state_on(PersonState.left, clock.today())),
    )
    return db.session.scalars(
        present.options(joinedload(Person.department)).order_by(Person.employee_no_key).limit(limit)
    ).all()


def person_page(person_id: int) -> Person | None:
    """A person with department, manager, roles, tiers and project groups."""
    return db.session.scalar(_with_everything(person_id))


def _with_everything(person_id: int) -> sa.Select[Person]:
    return sa.select(Person).where(Person.id == person_id).options(*_everything())


def _everything() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Person.department),
        joinedload(Person.manager),
        selectinload(Person.role_rows),
        selectinload(Person.tier_rows),
        selectinload(Person.memberships).joinedload(Membership.project_group),
    )


def person_to_change(person_id: int) -> Person | None:
    """The same as `person_page`, read anew and held until commit so that two editors do not overwrite each other.

    Who was loaded before (the signed-in person may be the manager) must be loaded again to be shown.
    """
    db.session.flush()
    hold_person(person_id)
    return db.session.scalar(_with_everything(person_id).execution_options(populate_existing=True))


def hold_person(person_id: int) -> None:
    """Hold a person's row until commit against others who change the person; new rows may still name the person.

    Otherwise whoever assigns paths to many people would wait here, holding what this change asks for next.
    """
    row = sa.select(Person.id).where(Person.id == person_id)
    db.session.scalar(row.with_for_update(key_share=True))


def person_facts(person: Person) -> dict[str, Any]:
    """A person of `person_page` as the audit trail and rosters keep it: plain values, things by their codes."""
    return {
        "employee_no": person.employee_no,
        "name": person.name,
        "email": person.email,
        "department": person.department.code,
        "project_groups": sorted(row.project_group.code for row in person.memberships),
        "job_title": person.job_title,
        "manager": person.manager.employee_no if person.manager else None,
        **{name: day.isoformat() if (day := getattr(person, name)) else None for name in DAYS},
        "language": person.language,
        "zone": person.zone,
        "tiers": sorted(person.tiers),
    }


def everybody() -> Sequence[Person]:
    """Everyone there ever was, by employee number, each as on the own page; six statements."""
    return db.session.scalars(sa.select(Person).options(*_everything()).order_by(Person.employee_no_key)).all()


def reports_of(manager_id: int) -> Sequence[Person]:
    """Direct reports who are still here, by employee number; with department."""
    own = sa.select(Person).where(
        Person.manager_id == manager_id,
        Person.deactivated_at.is_(None),
        sa.not_(in_state_on(PersonState.left, clock.today())),
    )
    return db.session.scalars(own.options(joinedload(Person.department)).order_by(Person.employee_no_key)).all()


def report_line(manager_id: int) -> set[int]:
    """Ids of everyone below a manager: reports, their reports, and so on."""
    below = sa.select(Person.id).where(Person.manager_id == manager_id).cte("below", recursive=True)
    below = below.union(sa.select(Person.id).where(Person.manager_id == below.c.id))
    return set(db.session.scalars(sa.select(below.c.id)))


def names_of(person_ids: set[int]) -> dict[int, str]:
    """Names of people by id, in one statement."""
    if not person_ids:
        return {}
    rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def heads_by_department() -> dict[int, int]:
    """How many people who can sign in belong to each department itself, without its branch."""
    present = sa.select(Person.department_id, sa.func.count()).where(
        Person.deactivated_at.is_(None), sa.not_(in_state_on(PersonState.left, clock.today()))
    )
    return {row[0]: row[1] for row in db.session.execute(present.group_by(Person.department_id))}


def heads_by_group() -> dict[int, int]:
    """How many people who can sign in belong to each project group."""
    present = (
        sa.select(Membership.project_group_id, sa.func.count())
        .join(Person, Person.id == Membership.person_id)
        .where(Person.deactivated_at.is_(None), sa.not_(in_state_on(PersonState.left, clock.today())))
        .group_by(Membership.project_group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(present)}
