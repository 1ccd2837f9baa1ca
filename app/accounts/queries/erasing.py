"""Who may be erased, what somebody was ever known by, and who was erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Erasure, Person, PersonState, PersonVersion, RosterChange
from app.accounts.queries.people import hold_person
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains


def has_left(person: Person) -> bool:
    """Whether the last day of somebody is over; an account that is only closed may be opened again."""
    return person.state_on(clock.today()) is PersonState.left


def is_erasable(person: Person) -> bool:
    """Whether somebody can be erased today: has left, is not erased yet, and leads to no other account."""
    return has_left(person) and person.erased_at is None and person.merged_into_id is None


def accounts_held(person_id: int) -> list[Person]:
    """The account of a person and all that were merged into it, the kept one first, held until commit."""
    found = [person_id]
    for number in found:
        merged = sa.select(Person.id).where(Person.merged_into_id == number).order_by(Person.id)
        found.extend(set(db.session.scalars(merged)) - set(found))
    for number in sorted(found):
        hold_person(number)
    rows = sa.select(Person).where(Person.id.in_(found)).execution_options(populate_existing=True)
    people = {one.id: one for one in db.session.scalars(rows)}
    return [people[number] for number in found if number in people]


def merged_into(person_id: int) -> int:
    """How many closed accounts lead to this one."""
    rows = sa.select(sa.func.count()).select_from(Person).where(Person.merged_into_id == person_id)
    return db.session.scalar(rows) or 0


@dataclass(frozen=True, slots=True)
class KnownAs:
    """All that an account was ever known by."""

    names: tuple[str, ...]
    clear_names: tuple[str, ...]
    numbers: tuple[str, ...]
    addresses: tuple[str, ...]


def known_as(person: Person) -> KnownAs:
    """Names, numbers and addresses of an account, those of today and those that histories remember."""
    facts = [{"name": person.name, "employee_no": person.employee_no, "email": person.email}, *_remembered(person.id)]
    names = _texts(facts, "name")
    clear = tuple(name for name in names if not _has_namesake(name, person.id))
    return KnownAs(names, clear, _texts(facts, "employee_no"), _texts(facts, "email"))


def _remembered(person_id: int) -> Iterator[Mapping[str, Any]]:
    versions = sa.select(PersonVersion.name, PersonVersion.employee_no).where(PersonVersion.person_id == person_id)
    yield from (dict(row) for row in db.session.execute(versions).mappings())
    audited = sa.select(AuditEntry.before, AuditEntry.after).where(
        AuditEntry.subject_kind == "person",
        AuditEntry.subject_id == str(person_id),
        AuditEntry.act.in_(("person:added", "person:changed")),
    )
    imported = sa.select(RosterChange.before, RosterChange.after).where(RosterChange.person_id == person_id)
    for rows in (audited, imported):
        for row in db.session.execute(rows):
            yield from (facts for facts in row if facts)


def _texts(facts: Iterable[Mapping[str, Any]], name: str) -> tuple[str, ...]:
    found = dict.fromkeys(str(one[name]) for one in facts if one.get(name))
    return tuple(found)


def _has_namesake(name: str, person_id: int) -> bool:
    """Whether somebody else has this name, or one of which it is a part."""
    others = sa.select(Person.id).where(Person.id != person_id, Person.name.contains(name, autoescape=True))
    return db.session.scalar(others.limit(1)) is not None


def naming(columns: Sequence[Any], needles: Sequence[str]) -> sa.ColumnElement[bool]:
    """Rows in which one of the texts stands in one of the columns, also inside JSON."""
    texts = [sa.cast(column, sa.Text) for column in columns]
    return sa.or_(sa.false(), *(text.contains(needle, autoescape=True) for text in texts for needle in needles))


def erasures() -> list[tuple[Erasure, date | None]]:
    """Every erasure with the last day of the person, the first one first: what is done again after an older backup came back."""
    rows = sa.select(Erasure, Person.last_day).join(Person, Person.id == Erasure.person_id).order_by(Erasure.id)
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def erasable_people(number: int, words: str) -> Page[Person]:
    """People who have left and are not erased, the longest gone first, found by name, number or mail."""
    gone = sa.select(Person).where(
        Person.last_day < clock.today(), Person.erased_at.is_(None), Person.merged_into_id.is_(None)
    )
    found = gone.where(contains(Person.search_text, words)).order_by(Person.last_day, Person.id)
    return page_of(found.options(sa.orm.joinedload(Person.department)), number=number)
