"""A random walk through everything that happens to content, people and time; nothing of it may harm a record.

How to add to it: write a method with `@rule(...)` in `Walk` (or in a mixin that `Walk` inherits from), do one thing inside
`with self.step():`, which opens an application context and a transaction and holds the clock, and let the invariants
below look. Draw people with `self.someone(n)` and modules with `self.module(n)`; `n` is any whole number. What is remembered
between steps is plain values only. A new fact that must never fall is one more entry in `Walk.facts`.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions import assigning, learning
from app.training.actions.expiring import open_renewals
from app.training.actions.publishing import publish_folder
from app.training.actions.reissuing import NotCurrent, reissue
from app.training.actions.retaking import open_retakes
from app.training.actions.retiring import retire_path
from app.training.models import (
    Assignment,
    Attempt,
    CarriedAttempt,
    Certificate,
    Completion,
    ModuleCompletion,
    Regrade,
    Stage,
    TrainingPath,
)
from app.training.queries import places
from app.training.queries.published import current
from app.training.queries.records import transcript_of
from app.training.queries.standing import Standing
from tests.factories import make_department, make_person

LEDGER = (Attempt, ModuleCompletion, Completion, Regrade, CarriedAttempt)
PEOPLE = 3
NUMBERS = itertools.count(1)
ANY = st.integers(0, 10**6)
RARELY = st.sampled_from([False] * 5 + [True])

PATH = """code: {code}
tier: management
version: "{version}"
title: {{zh: 漫步{code}, en: Walk {code}}}
summary: {{zh: 很短。, en: Very short.}}
order: free
pass_mark: 80
valid_months: 2
modules: [{modules}]
"""
DRILLS = {
    "zh": "## 练习 {id} {{#{id} .form pass=100}}\n\n> 你做了 {right} 小时。\n\n"
    "| 字段 | 控件 | 正确 | 提示 |\n|---|---|---|---|\n| 工时* | 数字 0..99 步长 1 | {right} | 实际工时 |\n\n",
    "en": "## Drill {id} {{#{id} .form pass=100}}\n\n> You worked {right} hours.\n\n"
    "| Field | Control | Correct | Hint |\n|---|---|---|---|\n| Hours* | number 0..99 step 1 | {right} | Real hours |\n\n",
}
QUESTION = "### {name} {{#q{name} .number}}\n\n[[{key}]]\n\n> {why}\n\n"
"""Bank of a quiz: four alike, two of which are asked; half of them right is enough."""
ALMOST = "97"
"""Wrong under every key but one that was mended."""
MENDED = "1..97"

WALKS = int(os.environ.get("UPTAKE_WALKS", "1"))
"""How many times as many walks: 1 is what fits into every run of the suite, 20 is for a quiet hour."""


@dataclass
class Module:
    """A module as its author has it: drills by id with the number that is right, and what the front matter says."""

    id: str
    version: int = 1
    drills: dict[str, int] = field(default_factory=dict)
    key: str = "1"
    on_change: str = "keep"
    formerly: list[str] = field(default_factory=list)
    regrade: list[str] = field(default_factory=list)
    typo: str = ""
    served_as: str = ""

    def text(self, language: str) -> str:
        """The file of one language."""
        title, goal, lesson = (
            (f"模块 {self.id}", "会做", f"读一读 {self.id}。{self.typo}")
            if language == "zh"
            else (f"Module {self.id}", "Do it", f"Read {self.id}.{self.typo}")
        )
        front = [
            f"id: {self.id}",
            f'title: "{title}"',
            "tiers: [management]",
            f"version: {self.version}",
            f"on_change: {self.on_change}",
            "minutes: 5",
            f'goals: ["{goal}"]',
            *([f"formerly: [{', '.join(self.formerly)}]"] if self.formerly else []),
            *([f"regrade: [{', '.join(self.regrade)}]"] if self.regrade else []),
        ]
        drills = "".join(DRILLS[language].format(id=name, right=right) for name, right in self.drills.items())
        head, why = ("测验", "因为。") if language == "zh" else ("Quiz", "So.")
        questions = "".join(QUESTION.format(name=name, key=self.key, why=why) for name in range(1, 5))
        quiz = f"## {head} {{#quiz .quiz ask=2 pass=50 attempts=20}}\n\n{questions}"
        return "---\n" + "\n".join(front) + f"\n---\n\n{lesson}\n\n{drills}{quiz}"


class Walk(RuleBasedStateMachine):
    """Authors, learners, workers and the calendar, in any order."""

    app: Flask
    home: Path

    def __init__(self) -> None:
        super().__init__()
        self.number = next(NUMBERS)
        self.code = f"W{self.number}"
        self.root = self.home / self.code
        self.folder = self.root / self.code.lower()
        self.names = itertools.count(1)
        self.versions: dict[str, int] = {}
        self.modules: list[Module] = []
        self.path_version = 0
        self.before: dict[str, set[str]] = {}
        self.worth: dict[int, tuple[Any, ...]] = {}
        self.done: dict[int, set[str]] = {}
        self.successor: dict[str, str] = {}
        with self.app.app_context():
            self.moment = clock.now()
        self._settle_in()

    def _settle_in(self) -> None:
        """A path of two modules, and people who take it."""
        for _ in range(2):
            self._new_module()
        with self.step():
            department = make_department(self.code, self.code, self.code).id
            self.people = [make_person(f"{self.number:03}{n:03}", f"行者{n}", department).id for n in range(PEOPLE)]
        self._publish()
        for person_id in self.people:
            self._enrol(person_id)
        while self._submit(self.people[0], right=False):
            pass
        for _ in range(3):  # a module is done, the next one begun
            self._submit(self.people[1], right=True)

    # What rules use

    @contextmanager
    def step(self) -> Iterator[None]:
        """One thing that happens, a minute after the last."""
        self.moment += timedelta(minutes=1)
        with self.app.app_context(), clock.fixed_at(self.moment), transaction():
            yield

    @contextmanager
    def look(self) -> Iterator[None]:
        """Look at things as they are at this moment."""
        with self.app.app_context(), clock.fixed_at(self.moment):
            yield

    def someone(self, n: int) -> int:
        """The id of one of the people."""
        return self.people[n % len(self.people)]

    def module(self, n: int) -> Module:
        """One of the modules as the author has them now."""
        return self.modules[n % len(self.modules)]

    def standing(self, person_id: int) -> Standing | None:
        """How somebody stands; None while the path is retired."""
        return places.standing_on(person_id, self.code)

    def _now_called(self, name: str, taught: set[str]) -> str:
        """What a module is called in what is served, whatever it was called before."""
        while name not in taught and name in self.successor:
            name = self.successor[name]
        return name

    def _new_module(self) -> None:
        name = next(self.names)
        module = Module(f"m{name}", drills={f"d{next(self.names)}": name % 50 + 1}, key=str(name % 50 + 1))
        self.modules.append(module)

    def _raise(self, module: Module, on_change: str = "keep", regrade: tuple[str, ...] = ()) -> None:
        """What decides a grade has changed."""
        module.version = self.versions.get(module.id, 0) + 1
        module.on_change = f"{on_change}\ndue: +10d" if on_change == "retake" else on_change
        module.regrade = list(regrade)
        if (
            module.served_as and module.served_as not in module.formerly
        ):  # renamed and changed in one go: only the author can say what it was
            module.formerly = [*module.formerly, module.served_as]

    def _rename(self, module: Module, *, changed: bool) -> None:
        if module.id not in self.versions or module.version != self.versions[module.id]:
            return  # not published yet as it is
        old, module.id = module.id, f"m{next(self.names)}"
        module.served_as = module.served_as or old
        self.successor[old] = module.id
        self.versions[module.id] = module.version
        if changed:
            module.key = str(next(self.names) % 50 + 1)
            self._raise(module)

    def _publish(self) -> None:
        self.path_version += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.iterdir():
            old.unlink()
        names = ", ".join(module.id for module in self.modules)
        path = PATH.format(code=self.code, version=self.path_version, modules=names)
        (self.folder / "path.yaml").write_text(path, "utf-8")
        for module in self.modules:
            for language in ("zh", "en"):
                (self.folder / f"{module.id}.{language}.md").write_text(module.text(language), "utf-8")
        with self.step():
            effects = [effect for effect in publish_folder(self.root) if effect.code == self.code]
        assert [str(fault) for effect in effects for fault in effect.faults] == []
        assert [effect.lost for effect in effects] == [0]
        self.versions |= {module.id: module.version for module in self.modules}
        for module in self.modules:
            module.served_as = ""

    def _enrol(self, person_id: int) -> None:
        with self.step():
            found = current(self.code)
            if found:
                assigning.enrol(person_id=person_id, path_id=found.path_id)

    # Authors

    @rule(n=ANY)
    def mends_a_typo(self, n: int) -> None:
        """A better sentence in a lesson."""
        self.module(n).typo = f" ({n})"

    @rule(n=ANY, right=st.integers(1, 90), on_change=st.sampled_from(["keep", "notify", "retake"]))
    def changes_a_key(self, n: int, right: int, on_change: str) -> None:
        """Another number is right in a drill, and the version says whom that concerns."""
        module = self.module(n)
        name = list(module.drills)[n % len(module.drills)]
        if module.drills[name] != right:
            module.drills[name] = right
            self._raise(module, on_change)

    @rule(n=ANY)
    def publishes_a_retake(self, n: int) -> None:
        """A module has to be learned anew, at once."""
        module = self.module(n)
        module.key = str(next(self.names) % 50 + 1)
        self._raise(module, "retake")
        self._publish()

    @rule(n=ANY, right=st.integers(1, 90), quiz=st.booleans())
    def admits_a_wrong_key(self, n: int, right: int, quiz: bool) -> None:  # noqa: FBT001 (a draw)
        """A key was wrong; the answers are graded anew."""
        module = self.module(n)
        if module.version != self.versions.get(module.id):
            return  # changed already since it was published: what was asked may be something else
        if quiz and module.key != MENDED:
            module.key = MENDED
            self._raise(module, regrade=("quiz",))
            return
        name = list(module.drills)[n % len(module.drills)]
        module.drills[name] = right
        self._raise(module, regrade=(name,))

    @rule(n=ANY)
    def adds_a_drill(self, n: int) -> None:
        """One more drill."""
        module = self.module(n)
        module.drills[f"d{next(self.names)}"] = n % 50 + 1
        self._raise(module)

    @rule(n=ANY)
    def removes_a_drill(self, n: int) -> None:
        """One drill fewer."""
        module = self.module(n)
        if len(module.drills) > 1:
            del module.drills[list(module.drills)[n % len(module.drills)]]
            self._raise(module)

    @rule(n=ANY, m=ANY)
    def moves_a_drill(self, n: int, m: int) -> None:
        """A drill goes to another module."""
        here, there = self.module(n), self.module(m)
        if here is not there and len(here.drills) > 1:
            name = list(here.drills)[n % len(here.drills)]
            there.drills[name] = here.drills.pop(name)
            self._raise(here)
            self._raise(there)

    @rule()
    def adds_a_module(self) -> None:
        """One more module."""
        if len(self.modules) < 5:
            self._new_module()

    @rule(n=ANY)
    def removes_a_module(self, n: int) -> None:
        """One module fewer."""
        if len(self.modules) > 1:
            self.modules.remove(self.module(n))

    @rule(n=ANY, changed=st.booleans())
    def renames_a_module(self, n: int, changed: bool) -> None:  # noqa: FBT001 (a draw)
        """The same under another name; with a change it says what it was called."""
        self._rename(self.module(n), changed=changed)

    @rule(n=ANY, changed=st.booleans())
    def reorganises(self, n: int, changed: bool) -> None:  # noqa: FBT001 (a draw)
        """A module is renamed, and that is published at once."""
        self._rename(self.module(n), changed=changed)
        self._publish()

    @rule()
    def publishes(self) -> None:
        """What the author has is taught."""
        self._publish()

    @rule(rarely=RARELY, back=st.sampled_from([True, True, False]))
    def retires_the_path(self, rarely: bool, back: bool) -> None:  # noqa: FBT001 (draws)
        """Offered no longer, and mostly again soon; who wants it takes it again."""
        if not rarely:
            return
        with self.step(), suppress(LookupError):
            retire_path(code=self.code, by_id=None)
        if back:
            self._publish()
            self.everybody_takes_the_path()

    # Learners

    @rule()
    def everybody_takes_the_path(self) -> None:
        """By choice, who has it not."""
        for n in range(PEOPLE):
            self._enrol(self.someone(n))

    @rule(n=ANY, right=st.sampled_from([True, True, True, False]))
    def submits(self, n: int, right: bool) -> None:  # noqa: FBT001 (a draw)
        """The next thing to do, rightly or wrongly."""
        self._submit(self.someone(n), right=right)

    @rule(n=ANY)
    def muddles_through(self, n: int) -> None:
        """Everything that is left, half of it wrongly."""
        while self._submit(self.someone(n), right=False):
            pass

    @rule(n=ANY)
    def works_an_evening(self, n: int) -> None:
        """Everything that is left, rightly."""
        while self._submit(self.someone(n), right=True):
            pass

    def _submit(self, person_id: int, *, right: bool) -> bool:
        with self.step():
            standing = self.standing(person_id)
            module = standing.current_module if standing else None
            item = standing.next_item(module) if standing and module else None
            if standing is None or item is None or standing.assignment is None or standing.assignment.closed_at:
                return False
            place = places.Place(standing, module, item)  # type: ignore[arg-type]
            sheet = places.working(place, Stage.test)
            answers = {name: list(values) for name, values in item.content.solution("en", sheet.seed).answers.items()}
            if not right:  # in a quiz all but the first, which is enough; in a drill the only one, at first
                wrong = list(answers)[1:] if item.id == "quiz" else list(answers)[: not standing.of(item).count]
                answers |= {name: [ALMOST] for name in wrong}
            if place.may_be_tested:
                learning.submit(place=place, token=sheet.token, answers=answers)
            return place.may_be_tested

    # Time, workers, offices

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        """The calendar moves on."""
        self.moment += timedelta(days=days)

    @rule()
    def a_worker_looks(self) -> None:
        """Renewals that are due are opened; twice, as by two workers."""
        for _ in range(2):
            with self.look():
                open_renewals()
                open_retakes()

    @rule(n=ANY, rarely=RARELY)
    def takes_one_back(self, n: int, rarely: bool) -> None:  # noqa: FBT001 (a draw)
        """An open assignment is withdrawn."""
        if not rarely:
            return
        with self.step():
            person_id = self.someone(n)
            found = sa.select(Assignment.id).where(Assignment.person_id == person_id, Assignment.closed_at.is_(None))
            number = db.session.scalar(found)
            if number:
                assigning.withdraw(assignment_id=number, reason="not now", by_id=None)

    @rule(n=ANY)
    @precondition(lambda self: bool(self.worth))
    def corrects_a_name(self, n: int) -> None:
        """HR issues a certificate again."""
        with self.step():
            rows = sa.select(Certificate.id).where(Certificate.person_id == self.someone(n)).order_by(Certificate.id)
            numbers = db.session.scalars(rows).all()
            if numbers:
                with suppress(NotCurrent):
                    reissue(certificate_id=numbers[-1], name=f"新名{n}", reason="marriage", by_id=self.people[0])

    # What must hold after every step

    def facts(self) -> dict[int, tuple[Any, ...]]:
        """What each completed assignment is worth: never lower, never at another time. Assignment id to facts."""
        rows = sa.select(Completion).join(Assignment, Assignment.id == Completion.assignment_id)
        mine = rows.where(Assignment.person_id.in_(self.people)).order_by(Completion.id)
        return {
            row.assignment_id: (row.completed_at, row.completed_on, row.zone, row.path_version, row.score)
            for row in db.session.scalars(mine)
        }

    @invariant()
    def no_row_of_the_ledger_changes_or_goes(self) -> None:
        """Append-only, seen from outside."""
        with self.look():
            for table in LEDGER:
                columns = table.__table__
                owner = sa.select(Assignment.id).where(Assignment.person_id.in_(self.people))
                if table is Regrade:
                    owned = columns.c.attempt_id.in_(sa.select(Attempt.id).where(Attempt.assignment_id.in_(owner)))
                else:
                    owned = columns.c.assignment_id.in_(owner)
                found = {repr(tuple(row)) for row in db.session.execute(sa.select(columns).where(owned))}
                before = self.before.get(table.__tablename__, set())
                assert before <= found, table.__tablename__
                self.before[table.__tablename__] = found

    @invariant()
    def no_completion_is_lowered_or_redated(self) -> None:
        """A correction only ever raises the score."""
        with self.look():
            now = self.facts()
        for number, (*dated, score) in self.worth.items():
            *then, new = now[number]
            assert then == dated
            assert new >= score
        self.worth = now

    @invariant()
    def one_open_assignment_at_most(self) -> None:
        """Whatever opened it."""
        with self.look():
            rows = sa.select(Assignment.person_id, Assignment.path_id, sa.func.count()).where(
                Assignment.closed_at.is_(None), Assignment.person_id.in_(self.people)
            )
            counts = [row[2] for row in db.session.execute(rows.group_by(Assignment.person_id, Assignment.path_id))]
        assert all(count == 1 for count in counts)

    @invariant()
    def progress_is_what_was_done_of_what_is_asked(self) -> None:
        """0 to 100, and no module that is still taught is undone again."""
        with self.look():
            for person_id in self.people:
                standing = self.standing(person_id)
                if standing is None:
                    continue
                assert 0 <= standing.done <= standing.required
                assert standing.percent == 100 * standing.done // standing.required
                if standing.assignment is None:
                    continue
                done = {module.id for module in standing.published.path.modules if standing.is_done(module)}
                taught = {module.id for module in standing.published.path.modules}
                before = self.done.get(standing.assignment.id, set())
                still = {self._now_called(name, taught) for name in before}
                assert still & taught <= done, "a module was undone"
                self.done[standing.assignment.id] = before | done

    @invariant()
    def the_transcript_adds_up(self) -> None:
        """Every row is on it once; one certificate of a path counts."""
        with self.look():
            for person_id in self.people:
                person = db.session.get_one(Person, person_id)
                transcript = transcript_of(person)
                count = sa.select(sa.func.count()).select_from(Attempt).where(Attempt.person_id == person_id)
                assert sum(len(record.attempts) for record in transcript.records) == db.session.scalar(count)
                for record in transcript.records:
                    first = [row for row in record.completions if row.corrects_id is None]
                    assert len(first) == (1 if record.state == "completed" else 0)
                    assert len(record.certificates) >= len(first)
                states = [state.value for state in transcript.states.values()]
                standing = [name for name in states if name not in ("superseded", "reissued")]
                assert len(standing) == (1 if states else 0)
                path = db.session.scalar(sa.select(TrainingPath.id).where(TrainingPath.code == self.code))
                assert all(record.assignment.path_id == path for record in transcript.records)


@pytest.mark.slow
def test_nothing_that_happens_harms_a_record(app: Flask, tmp_path: Path) -> None:
    """T02: nor does anything that happens to content, learners and time."""
    (tmp_path / "training").mkdir()

    class Here(Walk):
        """The walk in this portal."""

    Here.app, Here.home = app, tmp_path / "training"
    with app.app_context():
        sqlite = db.engine.dialect.name == "sqlite"
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=(9 if sqlite else 4) * WALKS,
            stateful_step_count=50 if sqlite else 40,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),  # shrinking would take longer than reading the steps
            suppress_health_check=list(HealthCheck),
        ),
    )
