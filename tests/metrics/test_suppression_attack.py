"""Somebody who may see every figure asks for all of them, on many days, and tries to find out a few people by combining answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from flask import Flask

from app.accounts.models import Person, Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.formulas.marks import Found
from app.metrics.models import PulseAnswer, UsageMonth
from app.metrics.queries.definitions import figure
from app.metrics.queries.scope import scope_for
from app.metrics.texts import DEFINITIONS
from tests.factories import make_department, make_person
from tests.metrics.usage import ZONE, last_month
from tests.page import Page

FEW = 5
SIZES = {"D10": 8, "D20": 7, "D30": 3, "D50": 5, "D60": 6}
WITH_TASKS = {"D10": 8, "D20": 6, "D30": 3, "D50": 1, "D60": 0}
ANSWERS = {"D10": 6, "D20": 5, "D30": 2, "D50": 1, "D60": 0}
Equation = tuple[frozenset[object], Fraction]


class Attacked:
    """A company, who was where at the end of each month, and everything that was answered."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.months = (last_month(2), last_month(1))
        self.members: dict[str, list[int]] = {}
        self.then: dict[str, dict[str, set[int]]] = {}
        with app.app_context():
            with transaction():
                self._people()
            self._leave_and_move()
            with transaction():
                self._facts()

    def _people(self) -> None:
        top = make_department("D00", "总部", "Head office").id
        for number, (code, size) in enumerate(SIZES.items()):
            home = make_department(code, code, code, parent_id=top).id
            people = [make_person(f"{number}{n:05}", f"{code}-{n}", home) for n in range(size)]
            self.members[code] = [person.id for person in people]
        self.pmo = make_person("900001", "查看", top, Role.pmo, leave_from=date(2020, 1, 1)).id

    def _leave_and_move(self) -> None:
        """In the middle of the last month one of D10 leaves, and one of D20 moves to D50."""
        self.then[self.months[0]] = {code: set(ids) for code, ids in self.members.items()}
        self.day = date.fromisoformat(f"{self.months[1]}-15")
        leaver, mover = self.members["D10"][0], self.members["D20"][0]
        with clock.fixed_at(datetime.combine(self.day, time(12), ZONE)), transaction():
            db.session.get_one(Person, leaver).last_day = self.day
            there = db.session.get_one(Person, self.members["D50"][0]).department_id
            db.session.get_one(Person, mover).department_id = there
        after = {code: set(ids) for code, ids in self.members.items()}
        after["D10"] -= {leaver}
        after["D20"] -= {mover}
        after["D50"] |= {mover}
        self.then[self.months[1]] = after

    def _facts(self) -> None:
        for month in self.months:
            for code, ids in self.members.items():
                for n, person in enumerate(ids):
                    due = 5 if n < WITH_TASKS[code] else 0
                    told = {"active_weeks": n % 4, "core_due": due, "core_on_time": due * (n % 2)}
                    more = {"features_used": n % 5 if due else 0, "features_enabled": 5 if due else 0}
                    db.session.add(UsageMonth(person_id=person, month=month, **told, **more))
        for code, count in ANSWERS.items():
            home = db.session.get_one(Person, self.members[code][-1]).department_id
            for n in range(count):
                db.session.add(PulseAnswer(round=self.months[1], department_id=home, answer=1 + n * 2 % 5))

    def days(self) -> Iterator[date]:
        """Month-ends, and the days around the leaver and the mover."""
        end = self.day.replace(day=1) - timedelta(days=1)
        yield from (end, *(self.day + timedelta(days=n) for n in (-1, 0)))
        yield datetime.now(ZONE).date()

    def ask(self, code: str, department: str, day: date) -> Found:
        """A figure as the page of the registry gives it."""
        reader = db.session.get_one(Person, self.pmo)
        db.session.refresh(reader, ["role_rows"])
        return figure(DEFINITIONS[code], scope_for(reader, department=department, path="", day=day)).found

    def month_of(self, day: date) -> str:
        """The month that is counted on a day."""
        last = day if (day + timedelta(days=1)).day == 1 else day.replace(day=1) - timedelta(days=1)
        return f"{last:%Y-%m}"


@pytest.fixture
def attacked(app: Flask) -> Attacked:
    return Attacked(app)


def told(attacked: Attacked, code: str, behind: Callable[[str, str], frozenset[object]], each: int) -> list[Equation]:
    """Everything that is told of a metric, as sums over those behind it; below the line each of them counts so much."""
    found: list[Equation] = []
    for day in attacked.days():
        month = attacked.month_of(day)
        for department in ("", *SIZES):
            answer = attacked.ask(code, department, day)
            if answer.reason:
                continue
            named = {str(row.key) for row in answer.rows}
            others = frozenset[object]().union(*(behind(d, month) for d in SIZES if d not in named))
            for row in answer.rows:
                those = behind(str(row.key), month) if row.key else others
                assert row.below == each * len(those), (code, department, day, row)
                found.append((those, Fraction(row.above)))
    return found


def found_out(equations: Iterable[Equation]) -> list[frozenset[object]]:
    """Groups of one to four whose sum the answers tell: combinations of whole answers are linear algebra."""
    sets = list(dict.fromkeys(those for those, _sum in equations if those))
    everyone = frozenset[object]().union(*sets) if sets else frozenset()
    atoms: dict[tuple[bool, ...], list[object]] = {}
    for one in everyone:
        atoms.setdefault(tuple(one in those for those in sets), []).append(one)
    patterns = list(atoms)
    rows = [[Fraction(pattern[n]) for pattern in patterns] for n in range(len(sets))]
    caught = []
    for size in range(1, FEW):
        for chosen in combinations(range(len(patterns)), size):
            people = [one for n in chosen for one in atoms[patterns[n]]]
            target = [Fraction(n in chosen) for n in range(len(patterns))]
            if len(people) < FEW and rank([*rows, target]) == rank(rows):
                caught.append(frozenset(people))
    return caught


def rank(matrix: list[list[Fraction]]) -> int:
    rows, found = [list(row) for row in matrix], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            factor = rows[n][column] / rows[found][column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def test_the_attack_finds_what_a_careless_portal_would_tell() -> None:
    seven, four, three = frozenset(range(7)), frozenset(range(3, 7)), frozenset(range(3))
    assert found_out([(seven, Fraction(3)), (four, Fraction(2))]) == [four, three] or three in found_out(
        [(seven, Fraction(3)), (four, Fraction(2))]
    )
    day = frozenset(range(20)), frozenset(range(1, 20))
    assert found_out([(day[0], Fraction(9)), (day[1], Fraction(8))]) == [frozenset({0})], "two days and a leaver"
    assert found_out([(frozenset(range(20)), Fraction(9)), (frozenset(range(10)), Fraction(4))]) == []


def test_usage_gives_nobody_away_whatever_is_combined(attacked: Attacked) -> None:
    def everyone(code: str, month: str) -> frozenset[object]:
        return frozenset((person, month) for person in attacked.then[month][code])

    def with_tasks(code: str, month: str) -> frozenset[object]:
        first = {person for name, ids in attacked.members.items() for person in ids[: WITH_TASKS[name]]}
        return frozenset((person, month) for person in attacked.then[month][code] & first)

    with attacked.app.app_context():
        # An index tells what is left when the parts of open pages are taken off: the usage of its department.
        places = [(department, day) for department in SIZES for day in attacked.days()]
        indexed = {(d, attacked.month_of(day)) for d, day in places if not attacked.ask("AX", d, day).reason}
        assert indexed
        for code, behind, each in (("U1", everyone, 1), ("U2", with_tasks, 5), ("U3", with_tasks, 5)):
            equations = told(attacked, code, behind, each)
            assert equations, code
            equations += [(behind(department, month), Fraction()) for department, month in indexed]
            assert found_out(equations) == [], code


def test_the_pulse_gives_nobody_away_either_nor_does_it_inside_the_index(attacked: Attacked) -> None:
    def answers(code: str, _month: str) -> frozenset[object]:
        return frozenset((code, n) for n in range(ANSWERS[code]))

    with attacked.app.app_context():
        end = date.fromisoformat(f"{attacked.months[1]}-28")
        end = (end + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        equations = []
        for department in ("", *SIZES):
            found = attacked.ask("P1", department, end)
            if not found.reason:
                named = {str(row.key) for row in found.rows}
                rest = frozenset[object]().union(*(answers(d, "") for d in SIZES if d not in named))
                equations += [(answers(str(r.key), "") if r.key else rest, Fraction(r.above)) for r in found.rows]
            index = attacked.ask("AX", department, end) if department else None
            if index and any(row.key == "voice" for row in index.rows):
                equations.append((answers(department, ""), Fraction()))
        assert equations
        assert found_out(equations) == []


def test_no_row_behind_usage_is_a_person(attacked: Attacked, visit: Callable[..., Page]) -> None:
    for code in ("U1", "U2", "U3", "AX"):
        page = visit(f"/metrics/definitions/{code}?as_of={attacked.day}", as_=attacked.pmo)
        for ids in attacked.members.values():
            for name in (f"D10-{n}" for n in range(len(ids))):
                assert name not in page.text(), code
        assert (
            "Nothing found" in visit(f"/metrics/definitions/U1?q=D10-1&as_of={attacked.day}", as_=attacked.pmo).text()
        )
