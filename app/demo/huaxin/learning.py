"""Months of training: everyone learns at a pace of their own, through the same actions as a real learner."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.training.actions.learning import submit, take_step
from app.training.actions.practising import hand_in
from app.training.actions.reviewing import review
from app.training.content.kinds.form import FormDrill
from app.training.content.kinds.signoff import SignoffDrill
from app.training.content.load import TEST_OUT
from app.training.content.objects import Module
from app.training.content.steps import SteppedDrill
from app.training.content.variants import drawn, model
from app.training.models import Assignment, PracticeSubmission, Stage, TrainingPath
from app.training.queries.places import Place, place_at, working
from app.training.queries.practice import sheet_at
from app.training.queries.published import Published

LANGUAGE = "zh"
DONE = "已经在正式系统里做完，按清单自查过一遍。"
SLIPS = ("number", "choice")
LOOKED_AT = timedelta(hours=20)
"""How long a superuser takes."""


def learn(
    person: Person,
    published: Published,
    *,
    begins: datetime,
    modules: int,
    pace: timedelta,
    fails: int = 0,
    reviewer_id: int,
) -> None:
    """Take the first so many modules of a path, one step every `pace`, failing so many quizzes at the first attempt.

    What is done in the real tool is looked at by the reviewer a day later.
    """
    with transaction():
        moment = begins
        for position, module in enumerate(published.path.modules[:modules]):
            ways = _Ways(person.id, published.path.code, pace, reviewer_id)
            moment = ways.take(module, moment, position=position, fails=position < fails)


def do_in_the_tool(person_id: int, code: str, module_id: str, item_id: str, note: str) -> PracticeSubmission | None:
    """Hand in one hands-on task now; None where it is not open."""
    place = place_at(person_id, code, module_id, item_id)
    if place is None or place.why_not_tested or place.item.key in place.standing.waiting:
        return None
    return hand_in(place=place, token=sheet_at(place).token, note=note, link="")


def judge(submission: PracticeSubmission, reviewer_id: int, *, failed: int | None = None, comment: str = "") -> None:
    """Accept what was handed in, or return it because of one criterion, counted from 0."""
    place = place_at(submission.person_id, _code_of(submission), submission.module_id, submission.item_id)
    task = model(place.item.content) if place else None
    if not isinstance(task, SignoffDrill):
        return
    met = [index != failed for index in range(len(task.criteria))]
    review(
        submission=submission,
        task=task,
        reviewer_id=reviewer_id,
        met=met,
        accepted=failed is None,
        comment=comment,
    )


def _code_of(submission: PracticeSubmission) -> str:
    rows = sa.select(TrainingPath.code).join(Assignment, Assignment.path_id == TrainingPath.id)
    return db.session.scalars(rows.where(Assignment.id == submission.assignment_id)).one()


@dataclass(frozen=True, slots=True)
class _Ways:
    """How one person goes through one path."""

    person_id: int
    code: str
    pace: timedelta
    reviewer_id: int

    @property
    def slips(self) -> bool:
        """Two in five fill in a form wrongly first: the hours of the shift, the first choice of the list."""
        return self.person_id % 5 < 2

    @property
    def knows_better(self) -> bool:
        """One in six says of the second module that it is known already, and finds out that it is not."""
        return self.person_id % 6 == 3

    def take(self, module: Module, moment: datetime, *, position: int, fails: bool) -> datetime:
        """Take one module: each drill, then the quiz, perhaps after a first attempt that fails."""
        if self.knows_better and position == 1:
            left_out = 3 + self.person_id % 4
            moment = _answer(self.person_id, self.code, module.id, TEST_OUT, moment + self.pace, wrong=left_out)
        for drill in module.drills:
            if isinstance(model(drill), SignoffDrill):
                moment = self.work(module.id, drill.id, moment + self.pace)
            else:
                if self.slips and isinstance(model(drill), FormDrill):
                    moment = _answer(self.person_id, self.code, module.id, drill.id, moment + self.pace, slips=True)
                moment = _answer(self.person_id, self.code, module.id, drill.id, moment + self.pace)
        if module.quiz and fails:
            moment = _answer(self.person_id, self.code, module.id, "quiz", moment + self.pace, wrong=3)
        if not module.quiz:
            return moment
        return _answer(self.person_id, self.code, module.id, "quiz", moment + self.pace, wrong=position % 2)

    def work(self, module_id: str, item_id: str, moment: datetime) -> datetime:
        """Do it in the real tool, and have it looked at the day after."""
        with clock.fixed_at(moment):
            submission = do_in_the_tool(self.person_id, self.code, module_id, item_id, DONE)
        if submission is None:
            return moment
        with clock.fixed_at(moment + LOOKED_AT):
            judge(submission, self.reviewer_id)
        return moment + LOOKED_AT


def _answer(
    person_id: int,
    code: str,
    module_id: str,
    item_id: str,
    moment: datetime,
    *,
    wrong: int = 0,
    slips: bool = False,
) -> datetime:
    """Submit one drill or quiz at a moment, with so many answers left out, or a form with the slips that people make."""
    with clock.fixed_at(moment):
        place = place_at(person_id, code, module_id, item_id)
        if place is None or place.why_not_tested:
            return moment
        sheet = working(place, Stage.test)
        answers = place.item.content.solution(LANGUAGE, sheet.seed).answers
        drill = drawn(place.item.content, sheet.seed)
        if isinstance(drill, SteppedDrill):
            _go_through(place, sheet.token, answers, handed_in=drill.handed_in)
        else:
            kept = list(answers.items())[wrong if len(answers) > wrong else 0 :]
            given = {name: list(posted) for name, posted in kept}
            submit(place=place, token=sheet.token, answers=_slipped(drill, given) if slips else given)
    return moment


def _slipped(drill: object, answers: dict[str, list[str]]) -> dict[str, list[str]]:
    """Right answers, but the hours of the shift instead of those worked, and the first choice wherever there is one."""
    if not isinstance(drill, FormDrill):
        return answers
    fields = drill.presentation(LANGUAGE, 0).fields
    slips = {field.name: {"number": "8", "choice": "1"}[field.control] for field in fields if field.control in SLIPS}
    return answers | {name: [typed] for name, typed in slips.items()}


def _go_through(place: Place, token: str, answers: Mapping[str, Sequence[object]], *, handed_in: bool) -> None:
    """Take every step of a drill that is answered step by step, and hand it in where it has no end of its own."""
    for step, made in enumerate(next(iter(answers.values()))):
        take_step(place=place, stage=Stage.test, token=token, made=made, step=step)
    if handed_in:
        submit(place=place, token=token, answers={})


def pace_of(number: int) -> tuple[int, timedelta, int]:
    """How many modules somebody has done, at which pace, and how many quizzes failed at first; the same every time."""
    dice = random.Random(number)
    modules = dice.choices((7, 7, 7, 5, 3, 1, 0), (30, 20, 15, 10, 10, 8, 7))[0]
    return (
        modules,
        timedelta(hours=dice.randint(2, 11), minutes=dice.randint(0, 59)),
        dice.choices((0, 1, 2), (60, 30, 10))[0],
    )
