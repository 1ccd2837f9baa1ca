"""Builds the whole company, once, in an empty portal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import Person
from app.demo.huaxin import cast
from app.demo.huaxin.board import convene
from app.demo.huaxin.changes import prepare_board, tell_changes
from app.demo.huaxin.conversation import converse
from app.demo.huaxin.corrections import ask as ask_for_corrections
from app.demo.huaxin.figures import keep_figures, let_one_report_fail
from app.demo.huaxin.ideas import write_ideas
from app.demo.huaxin.knowledge import build_knowledge
from app.demo.huaxin.learning import learn, pace_of
from app.demo.huaxin.meetings import hold_meetings
from app.demo.huaxin.obligations import bring_to_today, roll_out
from app.demo.huaxin.paths import REVIEWERS, learn_kits, learn_more
from app.demo.huaxin.people import add_company, announce, people_by_number
from app.demo.huaxin.practice import share_practice
from app.demo.huaxin.pulse import ask_for_the_pulse
from app.demo.huaxin.records import take_files
from app.demo.huaxin.service import appoint, serve
from app.demo.huaxin.story import Story
from app.demo.huaxin.telling import unlike_the_others
from app.demo.huaxin.value import measure_value
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.i18n import speaking
from app.foundation.mail import MailState, OutgoingMail
from app.foundation.settings import Settings
from app.notifications.models import Receipt
from app.training.queries.published import current

BEGAN, JOINED = 125, 6  # days ago: the roll-out began; a few people joined
WAVES = {"D1": 124, "D2": 92, "D4": 61, "D0": 61, "D3": 32, "D5": 27, "D6": 27, "D7": 124}  # days ago, by department
# How the demo accounts stand in their training: modules done (of seven).
STANDING = {
    "000101": 2,
    "000102": 7,
    "000103": 7,
    "000104": 7,
    "000105": 7,
    "000106": 4,
    "000107": 7,
    "000108": 7,
    "000109": 7,
}
RECENT = frozenset({"000101", "000316", "000322", "000328"})  # hired lately: their due date lies ahead


@contextmanager
def before_the_story() -> Iterator[None]:
    """In a portal that will hold the demo company, what happens inside happened before its people came; else now."""
    settings: Settings = current_app.extensions["uptake.settings"]
    days = BEGAN + 1 if settings.demo and is_empty() else 0
    with clock.fixed_at(clock.now() - timedelta(days=days)):
        yield


def is_empty() -> bool:
    """Whether nobody is in the portal yet."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def build_company(say: Callable[[str], None]) -> None:
    """People, training, ideas, appointments, meetings: months of them, ending today."""
    story = Story(clock.today())
    with speaking("zh"):
        say("people")
        with story.days_ago(BEGAN):
            add_company()
            roll_out(story)
        for days, numbers in _waves().items():
            with story.days_ago(days):
                announce(numbers)
        with story.days_ago(JOINED):
            _note_absences(story)
        say("training")
        _learn(story)
        say("appointments")
        appoint(story)
        learn_kits(story)
        serve(story)
        say("obligations")
        bring_to_today(story)
        say("ideas")
        prepare_board(story)
        write_ideas(story)
        converse(story)
        say("changes")
        tell_changes(story)
        convene(story)
        say("practice sharing")
        share_practice(story)
        say("knowledge")
        build_knowledge(story)
        say("meetings")
        hold_meetings(story)
        ask_for_corrections(story)
        say("value")
        measure_value(story)
        say("pulse")
        ask_for_the_pulse(story)
        say("figures")
        keep_figures(story)
        say("records")
        take_files(story)
        _settle(story)


def _waves() -> dict[int, list[str]]:
    """Who is asked to learn so many days ago: the roll-out went from department to department."""
    waves: dict[int, list[str]] = {}
    for member in cast.everyone():
        waves.setdefault(_wave(member.number, member.department), []).append(member.number)
    return waves


def _wave(number: str, department: str) -> int:
    return JOINED if number in RECENT else WAVES[department[:2]]


def _note_absences(story: Story) -> None:
    """A few people joined last week, one has left, one is on leave."""
    people = people_by_number()
    people[cast.GONE].last_day = story.today - timedelta(days=20)
    people[cast.AWAY].leave_from = story.today - timedelta(days=60)
    for number in RECENT:
        people[number].hired_on = story.today - timedelta(days=JOINED)


def _learn(story: Story) -> None:
    published = current("EU")
    if published is None:
        return
    people = people_by_number()
    departments = {member.number: member.department for member in cast.everyone()}
    for number, person in people.items():
        modules, pace, fails = pace_of(int(number))
        modules = STANDING.get(number, 1 if number in RECENT else modules)
        waits = 1 if number in RECENT or number in STANDING else int(number) * 7 % 12
        starts = story.moment(_wave(number, departments[number]) - waits)
        reviewer = people[REVIEWERS[number == REVIEWERS[0]]]
        learn(person, published, begins=starts, modules=modules, pace=pace, fails=fails, reviewer_id=reviewer.id)
    learn_more(story)


def _settle(story: Story) -> None:
    """Mails of the past were read long ago; notices of the last week are still new."""
    with transaction():
        db.session.execute(sa.update(OutgoingMail).values(state=MailState.sent, sent_at=OutgoingMail.due_at))
        old = sa.update(Receipt).where(Receipt.told_at < story.moment(7), Receipt.seen_at.is_(None))
        db.session.execute(old.values(seen_at=Receipt.told_at))
        unlike_the_others()
        let_one_report_fail()
