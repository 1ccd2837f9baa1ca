"""Believable rows; each function adds to the present transaction and flushes."""

from dataclasses import dataclass
from typing import TypeVar

from app.accounts.models import Department, Person, PersonRole, PersonTier, ProjectGroup, Role, Tier
from app.foundation import clock
from app.foundation.db import db

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of the people of every test. Lin learns; the others hold one role each; Eve is of another department."""

    lin: int
    zhou: int
    chen: int
    wang: int
    zhao: int
    sun: int
    he: int
    guo: int
    pmo: int
    audit: int
    eve: int
    department: int
    other_department: int


def make_department(
    code: str = "D10", name: str = "研发部", name_en: str = "R&D", parent_id: int | None = None
) -> Department:
    """A department."""
    return _added(Department(code=code, name=name, name_en=name_en, parent_id=parent_id))


def make_group(code: str = "G1", name: str = "冲压线改造", name_en: str = "Press line retrofit") -> ProjectGroup:
    """A project group."""
    return _added(ProjectGroup(code=code, name=name, name_en=name_en))


def make_person(
    employee_no: str,
    name: str,
    department_id: int,
    *roles: Role,
    tiers: tuple[Tier, ...] = (Tier.end_user,),
    **more: object,
) -> Person:
    """A person with roles and tiers; e-mail from the number."""
    return _added(_person(employee_no, name, department_id, *roles, tiers=tiers, **more))


def make_cast() -> Cast:
    """Everyone of the tests."""
    own = make_department().id
    other = make_department("D20", "采购部", "Procurement").id
    chen = make_person("000110", "陈刚", own, Role.manager, tiers=(Tier.management,)).id
    people = {
        "lin": _person("000101", "林静", own, manager_id=chen),
        "zhou": _person("000102", "周凯", own, Role.administrator, tiers=(Tier.administrator,), manager_id=chen),
        "wang": _person("000201", "王磊", other, Role.ambassador),
        "zhao": _person("000103", "赵敏", own, Role.superuser),
        "sun": _person("000104", "孙岩", own, Role.board_member),
        "he": _person("000105", "何琳", own, Role.hr_officer),
        "guo": _person("000106", "郭强", own, Role.it_operator),
        "pmo": _person("000107", "彭默", own, Role.pmo),
        "audit": _person("000108", "高审", own, Role.auditor),
        "eve": _person("000202", "伊文", other),
    }
    db.session.add_all(people.values())
    db.session.flush()  # once: every test that has a cast waits for it
    ids = {name: person.id for name, person in people.items()}
    return Cast(**ids, chen=chen, department=own, other_department=other)


def _person(
    employee_no: str,
    name: str,
    department_id: int,
    *roles: Role,
    tiers: tuple[Tier, ...] = (Tier.end_user,),
    **more: object,
) -> Person:
    person = Person(department_id=department_id, created_at=clock.now(), **more)
    person.identify(employee_no=employee_no, name=name, email=f"{employee_no}@huaxin.example")
    person.role_rows = [PersonRole(role=role) for role in roles]
    person.tier_rows = [PersonTier(tier=tier) for tier in tiers]
    return person


def _added(row: T) -> T:
    db.session.add(row)
    db.session.flush()
    return row
