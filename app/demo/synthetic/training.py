"""Years of training: ten short paths, renewed every year, and the end-user path with its modules and attempts."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Tier
from app.demo.synthetic import words
from app.demo.synthetic.people import Colleague, Staff
from app.demo.synthetic.rows import insert_rows, numbers_of
from app.foundation import clock
from app.foundation.db import Base, db
from app.training.models import (
    Assignment,
    AssignmentSource,
    Attempt,
    Certificate,
    Completion,
    ItemKind,
    Method,
    ModuleCompletion,
    TrainingPath,
)
from app.training.queries.published import Item, Published, current

PEOPLE_AT_ONCE = 200
VALID_MONTHS, PASS_MARK, DUE_DAYS, MINUTES = 12, 80, 30, 25
ROUNDS = (650, 285)  # days ago that the finished rounds of a path were assigned, more or less
OPENED = 0.25  # share of the next rounds that are asked for already
FINISHED, BEGUN = 0.55, 0.30  # shares of people who finished, or have begun, the end-user path
TABLES: tuple[type[Base], ...] = (Assignment, Attempt, ModuleCompletion, Completion, Certificate)


@dataclass(frozen=True, slots=True)
class Course:
    """A path as the history needs it."""

    id: int
    code: str
    zh: str
    en: str
    version: str = "1.0"


class Numbers:
    """Free ids of the tables of training."""

    def __init__(self) -> None:
        self._free = {table: numbers_of(table) for table in TABLES}

    def next(self, table: type[Base]) -> int:
        """The next id of a table."""
        return next(self._free[table])


class History:
    """Collects rows of some people, then inserts them in the order of their references."""

    def __init__(self, numbers: Numbers, rng: random.Random) -> None:
        self.rng = rng
        self._numbers = numbers
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._zone = str(clock.zone())
        self._now = clock.now()

    def write(self) -> None:
        """Insert everything collected. Later certificates come first, because earlier ones name them."""
        self._rows[Certificate].reverse()
        for table in TABLES:
            insert_rows(table, self._rows[table])
        self._rows.clear()

    def moment(self, days_ago: int) -> datetime:
        """Some time of a working day so many days ago; never after now."""
        then = self._now - timedelta(days=days_ago, seconds=self.rng.randrange(30_000))
        return min(then, self._now - timedelta(minutes=1))

    def assign(self, one: Colleague, course: Course, days_ago: int, **more: Any) -> dict[str, Any]:
        """An assignment, open until something closes it."""
        assigned = self.moment(days_ago)
        due = clock.local_date(assigned) + timedelta(days=DUE_DAYS)
        row = {
            "id": self._numbers.next(Assignment),
            "person_id": one.id,
            "path_id": course.id,
            "source": AssignmentSource.rule,
            "mandatory": True,
            "assigned_at": assigned,
            "due_on": due,
            "original_due_on": due,
            "started_at": None,
            "closed_at": None,
            **more,
        }
        self._rows[Assignment].append(row)
        return row

    def attempt(
        self,
        row: dict[str, Any],
        course: Course,
        at: datetime,
        percent: int,
        *,
        number: int = 1,
        item: Item | None = None,
        publication: int | None = None,
    ) -> None:
        """One graded submission; without an item, of a quiz that was taken elsewhere."""
        own = self._numbers.next(Attempt)
        self._rows[Attempt].append(
            {
                "id": own,
                "assignment_id": row["id"],
                "person_id": row["person_id"],
                "kind": item.kind if item else ItemKind.quiz,
                "module_id": item.module_id if item else "",
                "item_id": item.id if item else "quiz",
                "number": number,
                "token": f"{own:x}.{self.rng.getrandbits(64):016x}",
                "seed": 0,
                "submitted_at": at,
                "answers": {},
                "points": percent,
                "max_points": 100,
                "percent": percent,
                "passed": percent >= PASS_MARK,
                "publication_id": publication,
                "path_version": course.version,
                "module_version": 1,
                "display_hash": item.hashes.display if item else "",
                "grading_hash": item.hashes.grading if item else "",
            }
        )

    def complete_module(
        self, row: dict[str, Any], course: Course, published: Published, *, number: int, at: datetime, score: int
    ) -> None:
        """One module of a path."""
        module = published.path.modules[number]
        self._rows[ModuleCompletion].append(
            {
                "id": self._numbers.next(ModuleCompletion),
                "assignment_id": row["id"],
                "person_id": row["person_id"],
                "module_id": module.id,
                "module_version": module.version,
                "path_version": course.version,
                "grading_hash": published.module_hashes[module.id].grading,
                "score": score,
                "minutes": module.minutes,
                "completed_at": at,
            }
        )

    def complete(
        self,
        one: Colleague,
        row: dict[str, Any],
        course: Course,
        at: datetime,
        score: int,
        *,
        valid_months: int | None,
        published: Published | None = None,
        superseded_by: int | None = None,
        certificate: int | None = None,
    ) -> None:
        """The ledger row and its certificate; the assignment closes."""
        row["closed_at"] = at
        number, day = self._numbers.next(Completion), clock.local_date(at)
        self._rows[Completion].append(
            {
                "id": number,
                "assignment_id": row["id"],
                "person_id": one.id,
                "path_id": course.id,
                "path_version": course.version,
                "publication_id": published.id if published else None,
                "grading_hash": published.hashes.grading if published else "",
                "method": Method.passed if published else Method.imported,
                "score": score,
                "minutes": MINUTES,
                "completed_at": at,
                "completed_on": day,
                "zone": self._zone,
            }
        )
        self._rows[Certificate].append(
            {
                "id": certificate or self.next_certificate(),
                "completion_id": number,
                "person_id": one.id,
                "person_name": one.name,
                "path_id": course.id,
                "title_zh": course.zh,
                "title_en": course.en,
                "path_version": course.version,
                "completed_on": day,
                "number": f"C-{course.code}-{day.year}-{number:06d}-{self.rng.getrandbits(32):08X}",
                "issued_on": day,
                "expires_on": clock.months_after(day, valid_months) if valid_months else None,
                "superseded_by_id": superseded_by,
            }
        )

    def next_certificate(self) -> int:
        """The id of a certificate that is still to be written."""
        return self._numbers.next(Certificate)


def add_training(staff: Staff, rng: random.Random) -> Iterator[int]:
    """Training of everyone; yields after each part how many people are done."""
    courses, published = _add_paths(), current("EU")
    own = _course_of(published) if published else None
    numbers = Numbers()
    for start in range(0, len(staff.people), PEOPLE_AT_ONCE):
        history = History(numbers, rng)
        for one in staff.people[start : start + PEOPLE_AT_ONCE]:
            _renew(history, one, courses)
            if published and own:
                _learn(history, one, own, published)
        history.write()
        yield min(start + PEOPLE_AT_ONCE, len(staff.people))


def _add_paths() -> list[Course]:
    ids = numbers_of(TrainingPath)
    courses = [Course(next(ids), code, zh, en) for code, zh, en in words.PATHS]
    insert_rows(
        TrainingPath,
        [
            {
                "id": one.id,
                "code": one.code,
                "tier": Tier.end_user,
                "title_zh": one.zh,
                "title_en": one.en,
                "version": one.version,
                "pass_mark": PASS_MARK,
                "valid_months": VALID_MONTHS,
            }
            for one in courses
        ],
    )
    return courses


def _course_of(published: Published) -> Course:
    path = db.session.scalars(sa.select(TrainingPath).where(TrainingPath.id == published.path_id)).one()
    return Course(path.id, path.code, path.title("zh"), path.title("en"), path.version)


def _renew(history: History, one: Colleague, courses: Iterable[Course]) -> None:
    """Each path once a year; for some the next round is open, and now and then late."""
    rng = history.rng
    for course in courses:
        certificates = [history.next_certificate() for _ in ROUNDS]
        for place, days in enumerate(ROUNDS):
            days_ago = days + rng.randint(-60, 60)
            row = history.assign(one, course, days_ago, source=AssignmentSource.imported)
            took = rng.randint(2, DUE_DAYS - 2) if rng.random() < 0.92 else rng.randint(DUE_DAYS + 1, DUE_DAYS + 40)
            done, score = history.moment(days_ago - took), rng.randint(PASS_MARK, 100)
            row["started_at"] = max(row["assigned_at"], done - timedelta(hours=1))
            history.attempt(row, course, done, score)
            later = certificates[place + 1] if place + 1 < len(ROUNDS) else None
            history.complete(
                one,
                row,
                course,
                done,
                score,
                valid_months=VALID_MONTHS,
                superseded_by=later,
                certificate=certificates[place],
            )
        if one.last_day is None and rng.random() < OPENED:
            history.assign(one, course, rng.randint(0, DUE_DAYS + 12))


def _learn(history: History, one: Colleague, course: Course, published: Published) -> None:
    """The end-user path: finished, half-way, or still ahead; attempts and modules agree with it."""
    rng, modules = history.rng, published.path.modules
    chance = rng.random()
    done = len(modules) if chance < FINISHED else rng.randint(0, len(modules) - 1) if chance < FINISHED + BEGUN else 0
    days_ago = rng.randint(40, 200) if done else rng.randint(1, 45)
    row = history.assign(one, course, days_ago)
    pace = max(1, (days_ago - 1) * 12 // len(modules))  # hours a module takes at most, so that all lies in the past
    at, scores = row["assigned_at"], []
    for number in range(done):
        at += timedelta(hours=rng.randint(1, pace))
        scores.append(_pass_module(history, row, course, published, number=number, at=at))
    if done:
        row["started_at"] = row["assigned_at"] + timedelta(minutes=10)
    if done == len(modules):
        history.complete(
            one,
            row,
            course,
            at,
            sum(scores) // len(scores),
            valid_months=published.path.valid_months,
            published=published,
        )


def _pass_module(
    history: History, row: dict[str, Any], course: Course, published: Published, *, number: int, at: datetime
) -> int:
    """Pass every drill and the quiz of a module; returns the score of the quiz."""
    score = 100
    for item in published.items_of(published.path.modules[number]):
        if item.kind is ItemKind.drill:
            history.attempt(row, course, at - timedelta(minutes=9), 100, item=item, publication=published.id)
            continue
        failed = history.rng.random() < 0.1
        if failed:
            history.attempt(row, course, at - timedelta(minutes=5), 60, item=item, publication=published.id)
        score = history.rng.randint(PASS_MARK, 100)
        history.attempt(row, course, at, score, number=2 if failed else 1, item=item, publication=published.id)
    history.complete_module(row, course, published, number=number, at=at, score=score)
    return score
