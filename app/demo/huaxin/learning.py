"""Months of training: everyone learns at a pace of their own, through the same actions as a real learner."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import transaction
from app.training.actions.learning import submit, take_step
from app.training.content.objects import Module
from app.training.content.steps import SteppedDrill
from app.training.content.variants import drawn
from app.training.models import Stage
from app.training.queries.places import Place, place_at, working
from app.training.queries.published import Published

LANGUAGE = "zh"


def learn(person: Person, published: Published, *, begins: datetime, modules: int, pace: timedelta, fails: int) -> None:
    """Take the first so many modules of a path, one step every `pace`, failing so many quizzes at the first attempt."""
    with transaction():
        moment = begins
        for position, module in enumerate(published.path.modules[:modules]):
            moment = _take(
                person.id, published.path.code, module, moment, pace=pace, position=position, fails=position < fails
            )


def _take(
    person_id: int, code: str, module: Module, moment: datetime, *, pace: timedelta, position: int, fails: bool
) -> datetime:
    """Take one module: each drill, then the quiz, perhaps after a first attempt that fails."""
    for drill in module.drills:
        moment = _answer(person_id, code, module.id, drill.id, moment + pace, wrong=0)
    if module.quiz and fails:
        moment = _answer(person_id, code, module.id, "quiz", moment + pace, wrong=3)
    return _answer(person_id, code, module.id, "quiz", moment + pace, wrong=position % 2) if module.quiz else moment


def _answer(person_id: int, code: str, module_id: str, item_id: str, moment: datetime, *, wrong: int) -> datetime:
    """Submit one drill or quiz at a moment, with so many answers left out."""
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
            submit(place=place, token=sheet.token, answers={name: list(posted) for name, posted in kept})
    return moment


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
