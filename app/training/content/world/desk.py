"""Reading what was posted to a world: texts, choices, days and hours, each refused with a sentence where it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from app.foundation.content.texts import Text, alone
from app.training.content import words
from app.training.content.world.objects import World
from app.training.content.world.refusals import N_, Refused
from app.training.content.world.state import State, Task

Operation = Mapping[str, str]
T = TypeVar("T")

LONGEST_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does something where: the world, its state, the person one is, and what was posted."""

    world: World
    state: State
    you: str
    posted: Operation

    def said(self, name: str, most: int = LONGEST_TEXT) -> str:
        """A posted text without blanks at its ends. Raises Refused where it is too long."""
        text = self.posted.get(name, "").strip()
        if len(text) > most:
            raise Refused(name, N_("This is too long; %(most)s characters at most."), most=most)
        return text

    def told(self, name: str, least: int = 1, most: int = LONGEST_TEXT) -> Text:
        """A posted text of at least that many characters. Raises Refused."""
        text = self.said(name, most)
        if len(text) < least:
            raise Refused(name, N_("Write a few words here."))
        return alone(text)

    def one_of(self, name: str, things: Mapping[str, T]) -> T:
        """What is chosen by its id. Raises Refused where it does not exist here."""
        chosen = things.get(self.said(name))
        if chosen is None:
            raise Refused(name, N_("Choose one of those offered."))
        return chosen

    def task(self) -> Task:
        """The task that is meant. Raises Refused."""
        return self.one_of("task", self.state.tasks)

    def day(self, name: str) -> date:
        """A day of the calendar. Raises Refused."""
        day = words.day(self.said(name))
        if day is None:
            raise Refused(name, N_("Choose a day, such as %(day)s."), day=self.world.calendar.today)
        if not self.world.calendar.holds(day):
            raise Refused(name, N_("Choose a day up to %(last)s."), last=self.world.calendar.last)
        return day

    def working_day(self, name: str) -> date:
        """A day of the calendar on which people work. Raises Refused."""
        day = self.day(name)
        holiday = self.world.calendar.holiday(day)
        if holiday:
            raise Refused(name, N_("Nobody works on that day (%(holiday)s); choose another."), holiday=holiday.name)
        if not self.world.calendar.works(day):
            raise Refused(name, N_("That is a weekend; choose a working day."))
        return day

    def hours(self, name: str, least: Decimal, most: Decimal) -> Decimal:
        """A number of hours within bounds. Raises Refused."""
        hours = words.number(self.said(name))
        if hours is None or not least <= hours <= most:
            raise Refused(name, N_("Enter hours from %(least)s to %(most)s."), least=least, most=most)
        return hours

    def until(self) -> date | None:
        """The last day of a grant, or None for one without end. Raises Refused for one that is over."""
        if not self.said("until"):
            return None
        day = self.day("until")
        if day < self.world.calendar.today:
            raise Refused("until", N_("That day is over; choose a later one."))
        return day

    def new_id(self, letter: str) -> str:
        """An id that nothing had before: it counts what was done."""
        return f"{letter}n{self.state.made + 1}"
