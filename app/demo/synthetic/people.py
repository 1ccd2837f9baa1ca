"""Departments, project groups, people with managers, roles and tiers; the demo accounts among them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.actions.hashing import hash_password
from app.accounts.models import (
    Department,
    DepartmentVersion,
    Membership,
    Person,
    PersonRole,
    PersonTier,
    PersonVersion,
    ProjectGroup,
    Role,
    Tier,
    identity_key,
)
from app.accounts.models.history import ALWAYS
from app.demo.huaxin.cast import ACCOUNTS, DOMAIN, PASSWORD, Member
from app.demo.synthetic import words
from app.demo.synthetic.rows import Row, insert_rows, numbers_of
from app.foundation import clock
from app.foundation.db import db
from app.foundation.search import folded

DATED = ("valid_from", "recorded_at")
PEOPLE_OF_A_TEAM = 40
LEFT, AWAY = 37, 53  # every so many-th colleague has left, or is on leave
NUMBERS_FROM = 200_000


@dataclass(frozen=True, slots=True)
class Colleague:
    """What the other parts need to know of a person."""

    id: int
    name: str
    department_id: int
    hired_on: date
    last_day: date | None
    member: Member | None = None


@dataclass(slots=True)
class Staff:
    """Departments by their place in the tree, and everyone."""

    teams: list[int]
    groups: list[int]
    people: list[Colleague] = field(default_factory=list)

    @property
    def present(self) -> list[Colleague]:
        """Those who have not left."""
        return [one for one in self.people if one.last_day is None]


def add_people(wanted: int, *, with_password: bool, rng: random.Random) -> Staff:
    """So many people, the demo accounts first; in teams of about forty, each with a manager."""
    staff = Staff(teams=_add_departments(wanted), groups=_add_groups())
    rows = list(_people(staff, max(wanted, len(ACCOUNTS)), hash_password(PASSWORD) if with_password else None, rng))
    insert_rows(Person, [{**row, "manager_id": None} for row in rows[:1]] + rows[1:])
    insert_rows(PersonRole, _roles(staff))
    insert_rows(PersonTier, _tiers(staff))
    insert_rows(Membership, _memberships(staff))
    _begin_histories()
    return staff


def _begin_histories() -> None:
    """Rows that are written by the thousand begin their history here, as others do by themselves: so it was always."""
    for thing, version, key in ((Department, DepartmentVersion, "department_id"), (Person, PersonVersion, "person_id")):
        own = [column.name for column in version.__table__.columns if column.name in thing.__table__.columns]
        facts = [name for name in own if name != "id"]
        begun = (ALWAYS, clock.now())
        dated = [sa.literal(value, version.__table__.c[name].type) for name, value in zip(DATED, begun, strict=True)]
        known = sa.select(thing.__table__.c.id, *dated, *(thing.__table__.c[name] for name in facts))
        db.session.execute(sa.insert(version).from_select([key, *DATED, *facts], known))


def _add_departments(wanted: int) -> list[int]:
    """The tree: the company, sites with branches, teams. Returns the ids of the teams."""
    ids, rows, teams = numbers_of(Department), [], []
    top = next(ids)
    rows.append(_department(top, "D0", "华信汽车零部件", "Huaxin Auto Parts", None))
    needed = max(len(words.BRANCHES), -(-wanted // PEOPLE_OF_A_TEAM))
    for number in range(-(-needed // len(words.TEAMS))):
        name, english = words.BRANCHES[number % len(words.BRANCHES)]
        site = words.SITES[number // len(words.BRANCHES) % len(words.SITES)]
        branch = next(ids)
        rows.append(
            _department(
                branch,
                f"D{number + 1:03d}",
                f"{site}{name}",
                f"{english}, site {number // len(words.BRANCHES) + 1}",
                top,
            )
        )
        for place, (team, team_english) in enumerate(words.TEAMS, 1):
            teams.append(next(ids))
            rows.append(
                _department(teams[-1], f"D{number + 1:03d}{place}", name + team, f"{english}, {team_english}", branch)
            )
    insert_rows(Department, rows)
    return teams[:needed]


def _department(number: int, code: str, name: str, english: str, parent: int | None) -> Row:
    return {"id": number, "code": code, "name": name, "name_en": english, "parent_id": parent}


def _add_groups() -> list[int]:
    ids = numbers_of(ProjectGroup)
    rows = [
        {"id": next(ids), "code": f"G{place}", "name": name, "name_en": f"Project {place}"}
        for place, name in enumerate(words.PROJECTS, 1)
    ]
    insert_rows(ProjectGroup, rows)
    return [row["id"] for row in rows]  # type: ignore[misc]


def _people(staff: Staff, wanted: int, password: str | None, rng: random.Random) -> Iterator[dict[str, Any]]:
    """The first person of each team leads it; leaders report to the manager among the accounts."""
    ids, today, now = numbers_of(Person), clock.today(), clock.now()
    chief = 0
    leaders: dict[int, int] = {}
    for place, member in _members(wanted):
        number, team = next(ids), staff.teams[place % len(staff.teams)]
        chief = number if member is not None and member.mail == "chen" else chief or number
        facts = _facts(place, member, today, rng)
        manager = leaders.setdefault(team, chief)
        if manager == chief and number != chief:
            leaders[team] = number
        staff.people.append(Colleague(number, facts["name"], team, facts["hired_on"], facts["last_day"], member))
        yield {
            "id": number,
            "department_id": team,
            "manager_id": manager if manager != number else None,
            "created_at": now,
            "password_hash": password if member else None,
            "version": 1,
            **facts,
        }


def _members(wanted: int) -> Iterator[tuple[int, Member | None]]:
    first = sorted(ACCOUNTS, key=lambda member: member.mail != "chen")
    for place in range(wanted):
        yield place, first[place] if place < len(first) else None


def _facts(place: int, member: Member | None, today: date, rng: random.Random) -> dict[str, Any]:
    name = member.name if member else rng.choice(words.SURNAMES) + rng.choice(words.GIVEN)
    number = member.number if member else f"{NUMBERS_FROM + place:06d}"
    email = f"{member.mail if member else f'e{number}'}@{DOMAIN}"
    gone = member is None and place % LEFT == 0
    away = member is None and not gone and place % AWAY == 0
    return {
        "name": name,
        "employee_no": number,
        "employee_no_key": identity_key(number),
        "email": email,
        "email_key": identity_key(email),
        "search_text": folded(name, number, email),
        "job_title": member.job if member else rng.choice(words.JOBS),
        "hired_on": today - timedelta(days=rng.randint(900, 6000)),
        "last_day": today - timedelta(days=rng.randint(10, 200)) if gone else None,
        "leave_from": today - timedelta(days=rng.randint(5, 60)) if away else None,
    }


def _roles(staff: Staff) -> Iterator[Row]:
    seen: set[int] = set()
    for one in staff.people:
        leads = one.department_id not in seen and one.last_day is None
        seen.add(one.department_id)
        roles = set(one.member.roles) if one.member else ({Role.manager} if leads else set())
        yield from ({"person_id": one.id, "role": role} for role in sorted(roles))


def _tiers(staff: Staff) -> Iterator[Row]:
    for one in staff.people:
        for tier in one.member.tiers if one.member else (Tier.end_user,):
            yield {"person_id": one.id, "tier": tier}


def _memberships(staff: Staff) -> Iterator[Row]:
    for place, one in enumerate(staff.people):
        if one.member or place % 5 == 0:
            yield {"person_id": one.id, "project_group_id": staff.groups[place % len(staff.groups)]}
