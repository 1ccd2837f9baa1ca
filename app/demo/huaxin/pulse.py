"""Three rounds of the pulse, each in the middle of a month: people grow surer, and the support still lags behind."""

from datetime import date, timedelta
from random import Random

import sqlalchemy as sa

from app.demo.huaxin.people import people_by_number
from app.demo.huaxin.story import Story
from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.actions.pulse import Said, answer_pulse, close_due_pulses, new_code, open_pulse
from app.metrics.formulas.pulse import BARRIERS
from app.metrics.models import PulseInvitation

PMO = "000109"
ROUNDS, OPEN_DAYS, CLOSES = 3, 7, 14
SILENT, WRITES = 0.18, 6  # how many do not answer; one of so many writes something
QUESTION = ("用新的方式工作，我对自己的项目更有把握。", "The new way of working makes me surer of my projects.")
MOODS = (
    {"answer": 3.1, "awareness": 3.9, "desire": 3.2, "knowledge": 2.9, "ability": 2.8, "reinforcement": 2.7},
    {"answer": 3.6, "awareness": 4.1, "desire": 3.5, "knowledge": 3.5, "ability": 3.3, "reinforcement": 2.8},
    {"answer": 3.9, "awareness": 4.2, "desire": 3.8, "knowledge": 3.9, "ability": 3.7, "reinforcement": 2.9},
)
"""Of each round the middle of what is ticked."""
WORDS = (
    "报表一样的内容还在交两份。",
    "车间里找得到超级用户，问题当天就能解决。",
    "领导看板打开后，会上不再问进度了。",
    "手机上填日报快多了。",
    "希望班长也来用，不要再用本子记。",
)


def ask_for_the_pulse(story: Story) -> None:
    """Ask, answer and close round after round; who answers what is drawn by lot."""
    people, baseline = people_by_number(), None
    for number, closes_on in enumerate(_closing_days(story.today)):
        days = (story.today - closes_on).days
        with story.days_ago(days + OPEN_DAYS):
            zh, en = QUESTION
            row = open_pulse(
                question_zh=zh, question_en=en, closes_on=closes_on, baseline_id=baseline, by=people[PMO].id
            )
            baseline = baseline or row.id
        with clock.fixed_at(story.moment(days + 2)):
            _answer(row.id, number)
        with clock.fixed_at(story.moment(days - 1)):
            close_due_pulses()


def _closing_days(today: date) -> list[date]:
    """The middle of the last months, as far as it is over."""
    found: list[date] = []
    at = today.replace(day=CLOSES)
    while len(found) < ROUNDS:
        if at < today:
            found.insert(0, at)
        at = (at.replace(day=1) - timedelta(days=1)).replace(day=CLOSES)
    return found


def _answer(round_id: int, number: int) -> None:
    """Four of five answer; a few also write something."""
    lot = Random(f"pulse {number}")
    asked = sa.select(PulseInvitation.person_id).where(PulseInvitation.round_id == round_id)
    for place, person_id in enumerate(db.session.scalars(asked.order_by(PulseInvitation.person_id)).all()):
        if lot.random() < SILENT:
            continue
        ticks = {name: min(5, max(1, round(lot.gauss(middle, 0.8)))) for name, middle in MOODS[number].items()}
        text = WORDS[place // WRITES % len(WORDS)] if place % WRITES == number else ""
        items = {item: ticks[item] for item in BARRIERS}
        with transaction():
            said = Said(ticks["answer"], items, text)
            answer_pulse(round_id=round_id, person_id=person_id, code=new_code(), said=said)
