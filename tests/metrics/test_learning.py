"""T10, T13 and T14 as they are worked out by hand: what was gained between two tests, and how questions did."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.formulas import training
from app.metrics.formulas.marks import Extra, Facts, QuestionRow
from app.metrics.formulas.marks_training import questions
from app.metrics.formulas.numbers import rounded
from app.metrics.formulas.rows import AsOf, AssignmentRow, AttemptRow, PersonRow
from app.metrics.texts import DEFINITIONS
from app.training.content.load import TEST_OUT
from app.training.models import Assignment, AssignmentSource, Attempt, ItemKind
from app.training.queries.published import Published
from tests.factories import Cast, make_person
from tests.page import Page
from tests.training.learning import publish, published, write_path

Visit = Callable[..., Page]
DAY = AsOf(date(2026, 6, 30), ZoneInfo("Asia/Shanghai"))
MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
numbers = count(1)


def row(*modules: tuple[int, ...], before: bool = True) -> AssignmentRow:
    """An assignment with the scores of each module; the first is that of the test before it."""
    series = tuple(
        tuple(
            AttemptRow(MOMENT + timedelta(days=n), score, score >= 80, before and n == 0) for n, score in enumerate(s)
        )
        for s in modules
    )
    return AssignmentRow(next(numbers), PersonRow(1, "1", "D10"), "EU", True, MOMENT, None, series=series)


def test_the_worked_example_of_the_gain() -> None:
    """(50, 85), (40, 90) and (100, 80): 21.7 points; of the first two 35/50 and 50/60 of what could be gained."""
    pairs = [(50, 85), (40, 90), (100, 80)]
    assert rounded(training.gain(pairs)) == "21.7"
    assert rounded(training.normalised_gain(pairs), 3) == "0.767"
    assert training.gain([]) is None
    assert training.normalised_gain([(100, 80)]) is None


def test_a_gain_needs_both_tests_and_takes_the_first_attempt_after() -> None:
    assert training.gains(row((50, 70, 95)), DAY) == [(50, 70)], "later attempts have seen the answers"
    assert training.gains(row((50,)), DAY) == [], "the test before alone"
    assert training.gains(row((60, 90), before=False), DAY) == [], "two attempts at the quiz are no test before it"
    assert training.gains(row((50, 85), (90,), (40, 90)), DAY) == [(50, 85), (40, 90)]
    early = AsOf(date(2026, 6, 1), DAY.zone)
    assert training.gains(row((50, 85)), early) == [], "the second was taken a day later"


@pytest.fixture
def path(app: Flask, tmp_path: Path, cast: Cast) -> Published:
    """The small path of two modules, published for a company that has people."""
    publish(app, write_path(tmp_path / "training"))
    return published(app)


def asked(path: Published, number: int, home: int) -> Assignment:
    """Somebody new in a department, with the path to do."""
    person = make_person(f"7{number:05}", f"Learner {number}", home)
    db.session.flush()
    own = db.session.scalar(
        sa.select(Assignment).where(Assignment.person_id == person.id, Assignment.path_id == path.path_id)
    )
    if own is None:
        own = Assignment(
            person_id=person.id,
            path_id=path.path_id,
            source=AssignmentSource.manual,
            assigned_at=clock.now(),
            mandatory=True,
        )
        db.session.add(own)
        db.session.flush()
    return own


def attempt(own: Assignment, path: Published, item_id: str, percent: int, number: int = 1, **more: Any) -> Attempt:
    """One graded attempt at the quiz of the first module, or at the test before it."""
    item = path.item("m1", item_id)
    assert item
    facts = {
        "assignment_id": own.id,
        "person_id": own.person_id,
        "kind": ItemKind.quiz,
        "module_id": "m1",
        "item_id": item_id,
        "number": number,
        "token": f"{own.id}-{item_id}-{number}",
        "submitted_at": clock.now(),
        "answers": {},
        "points": percent,
        "max_points": 100,
        "percent": percent,
        "passed": percent >= 50,
        "publication_id": path.id,
        "path_version": "1.0",
        "grading_hash": item.hashes.grading,
    }
    made = Attempt(**{**facts, **more})
    db.session.add(made)
    db.session.flush()
    return made


def test_the_page_of_the_gain_opens_who_took_both(app: Flask, cast: Cast, path: Published, visit: Visit) -> None:
    """20 to 60 and 40 to 30: (40 - 10) / 2 = 15 points, and (40/80 - 10/60) / 2 = 1/6 of what could be gained."""
    page = visit("/metrics/definitions/T10", as_=cast.pmo)
    assert page.text("[data-value]") == "— nobody has answered"
    with app.app_context(), transaction():
        told = [(20, (60,)), (40, (30, 90)), (45, ()), (None, (70,))]
        for number, (before, after) in enumerate(told):
            own = asked(path, number, cast.department)
            if before is not None:
                attempt(own, path, TEST_OUT, before)
            for place, score in enumerate(after, 1):
                attempt(own, path, "quiz", score, place)
    page = visit("/metrics/definitions/T10", as_=cast.pmo)
    assert page.text("[data-value]") == "15.0 points"
    assert page.text("[data-below]") == "2"
    assert page.list("[data-more]") == ["0.17"]
    assert sorted(page.list("#row-list tbody td:nth-of-type(2)")) == ["-10.0", "40.0"]
    assert "only people who had something to learn" in page.text("[aria-labelledby=meaning-heading]")
    other = visit("/metrics/definitions/T10?department=D20", as_=cast.pmo)
    assert other.text("[data-value]") == "— nobody has answered"


def answer(path: Published, seed: int, *, right: set[str]) -> dict[str, list[str]]:
    """What is posted to the quiz as that seed draws it, with only some questions answered right and the others left out."""
    quiz = path.quizzes[0][2]
    solved = quiz.solution("en", seed).answers
    names = dict(zip(quiz.input_names, quiz.draw(seed), strict=True))
    return {name: list(values) for name, values in solved.items() if names[name.partition("-")[0]].id in right}


def take(app: Flask, path: Published, home: int, times: int) -> None:
    """So many are asked the first question and another: two of three get both right, one of three only the other one."""
    quiz = path.quizzes[0][2]
    seeds = [seed for seed in range(10_000) if "one" in {question.id for question in quiz.draw(seed)}][:times]
    with app.app_context(), transaction():
        for number, seed in enumerate(seeds):
            others = {question.id for question in quiz.draw(seed)} - {"one"}
            knows = number % 3 > 0
            given = answer(path, seed, right=others | ({"one"} if knows else set()))
            own = asked(path, 100 + number, home)
            attempt(own, path, "quiz", 100 if knows else 50, seed=seed, answers=given)


def test_questions_are_judged_from_twenty_answers_on(app: Flask, cast: Cast, path: Published, visit: Visit) -> None:
    """21 answers to `one`, 14 right: 66.7 %. Each third holds seven: all right among the best, none among the weakest."""
    assert visit("/metrics/definitions/T14", as_=cast.pmo).list("[data-group]")[-1] == "8", (
        "two quizzes of four questions"
    )
    take(app, path, cast.department, 21)
    page = visit("/metrics/definitions/T14?q=one", as_=cast.pmo)
    assert [int(number) for number in page.list("[data-group]")] == [0, 0, 0, 1, 7]
    cells = {
        head: told
        for head, *told in (
            [" ".join(cell.text_content().split()) for cell in line.cssselect("th, td")]
            for line in page.root.cssselect("#row-list tbody tr")
        )
    }
    assert cells["Module m1 SP · m1 · one"] == ["nothing to remark", "1", "21", "66.7 %", "1.00"]
    assert cells["Module m2 SP · m2 · one"] == ["fewer than 20 answers", "1", "0", "—", "—"]
    assert page.links("#row-list tbody th a")[0] == "/training/mistakes/SP/m1/quiz"
    with app.app_context():
        early = (clock.today() - timedelta(days=1)).isoformat()
    before = visit(f"/metrics/definitions/T14?as_of={early}", as_=cast.pmo)
    assert before.text("[data-value]").startswith("—"), "nothing was published on that day"


def test_questions_of_the_other_path_are_left_out(app: Flask, cast: Cast, path: Published, visit: Visit) -> None:
    take(app, path, cast.department, 3)
    own = visit("/metrics/definitions/T14?path=SP", as_=cast.pmo)
    assert len(own.list("#row-list tbody tr")) == 8
    chosen = visit("/metrics/definitions/T14?department=D10", as_=cast.pmo)
    assert chosen.text("[data-value]") == "— counted for the whole company only"


def test_marks_of_questions() -> None:
    told = [
        QuestionRow("EU", "m1", "hard", 20, 5, Fraction(1, 2), "hard"),
        QuestionRow("EU", "m1", "few", 19, 1, Fraction(1), ""),
        QuestionRow("AD", "m1", "back", 30, 15, Fraction(-1, 10), "backwards"),
    ]
    facts = Facts(company=None, whole=None, departments=frozenset(), extra=Extra(questions=tuple(told)))  # type: ignore[arg-type]
    assert [(one.key, one.group, one.beside) for one in questions(facts)] == [
        ("AD/m1/back", "backwards", (50, Fraction(-1, 10))),
        ("EU/m1/hard", "hard", (25, Fraction(1, 2))),
        ("EU/m1/few", "few", (None, None)),
    ]


def test_what_nobody_is_asked_is_not_measured(cast: Cast, visit: Visit) -> None:
    assert DEFINITIONS["T13"].count is None
    page = visit("/metrics/definitions/T13", as_=cast.pmo)
    assert page.text("[data-value]") == "— not measured"
    assert "Nobody is asked to rate a module" in page.text("[aria-labelledby=value-heading]")
