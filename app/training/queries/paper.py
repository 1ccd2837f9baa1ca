"""Names on a paper sheet: who is meant by each line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person, identity_key
from app.foundation.db import db
from app.foundation.search import folded
from app.training.queries.workshops import present_among

MOST_LINES = 100
_APART = re.compile(r"[\t,;，；、|]+|\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was typed and the person it means; `problem` says why it means nobody (yet).

    `unknown`, `ambiguous` (with those it could mean), `other_name` (number and name are of two people), `twice`, `self`.
    """

    number: int
    text: str
    person: Person | None = None
    problem: str = ""
    several: tuple[Person, ...] = ()
    there: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it means one person."""
        return self.person is not None and not self.problem


def lines_of(text: str, *, workshop_id: int, by_id: int) -> list[Line]:
    """What each filled line means; three statements however many lines there are."""
    return meant_by(text, by_id=by_id, there_among=partial(present_among, workshop_id))


def meant_by(text: str, *, by_id: int, there_among: Callable[[list[int]], set[int]]) -> list[Line]:
    """What each filled line of any list of names means; `there_among` says who of them is on the list already."""
    typed = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip()][:MOST_LINES]
    by_number, by_name = _people(line for _, line in typed)
    found = [_line(at, line, by_number, by_name) for at, line in typed]
    there = there_among([one.person.id for one in found if one.person])
    return _checked(found, there, by_id)


def _people(lines: Iterable[str]) -> tuple[dict[str, Person], dict[str, list[Person]]]:
    """Those who work here among the lines, by key of the employee number and by folded name."""
    words = {word for line in lines for word in _parts(line)}
    keys, names = {identity_key(word) for word in words}, {_name(word) for word in words}
    plain = sa.func.replace(sa.func.lower(Person.name), " ", "")
    meant = sa.or_(Person.employee_no_key.in_(keys), plain.in_(names | {name.lower() for name in names}))
    rows = sa.select(Person).where(meant, Person.deactivated_at.is_(None)).options(joinedload(Person.department))
    by_number, by_name = {}, defaultdict(list)
    for person in db.session.scalars(rows.order_by(Person.id)):
        by_number[person.employee_no_key] = person
        by_name[_name(person.name)].append(person)
    return by_number, by_name


def _parts(line: str) -> list[str]:
    """The whole line, and its pieces: a number, a name, or both."""
    pieces = [piece for piece in _APART.split(line) if piece]
    rest = [" ".join(pieces[:at] + pieces[at + 1 :]) for at in range(len(pieces))] if len(pieces) > 1 else []
    return [line, *pieces, *rest]


def _name(text: str) -> str:
    return folded(text).replace(" ", "")


def _line(at: int, line: str, by_number: dict[str, Person], by_name: dict[str, list[Person]]) -> Line:
    pieces = [piece for piece in _APART.split(line) if piece]
    numbered = [by_number[identity_key(piece)] for piece in pieces if identity_key(piece) in by_number]
    if numbered:
        person = numbered[0]
        rest = "".join(piece for piece in pieces if identity_key(piece) != person.employee_no_key)
        problem = "other_name" if rest and _name(rest) != _name(person.name) else ""
        return Line(at, line, person, problem)
    named = by_name.get(_name(line), [])
    if len(named) == 1:
        return Line(at, line, named[0])
    return Line(at, line, None, "ambiguous" if named else "unknown", tuple(named))


def _checked(found: list[Line], there: set[int], by_id: int) -> list[Line]:
    seen: set[int] = set()
    told = []
    for one in found:
        number = one.person.id if one.person else 0
        problem = one.problem or ("self" if number == by_id else "twice" if number in seen else "")
        told.append(Line(one.number, one.text, one.person, problem, one.several, there=number in there))
        seen.add(number or -one.number)
    return told
