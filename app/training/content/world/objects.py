"""The world as declared. Everything is frozen.

Nothing here is a key: a page may show all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TypeVar

from app.foundation.content.texts import Text
from app.training.content.world.state import Grant, Project, Report, State, Task

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Status:
    """A status and the statuses it may become. `reason`: it is taken on only with one. `over`: no work is left."""

    id: str
    name: Text
    moves: tuple[str, ...]
    reason: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """Something that a role may allow."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Role:
    """A role and its rights. `tool`: held for the whole tool, else in one project. `works`: may be given tasks."""

    id: str
    name: Text
    rights: tuple[str, ...]
    tool: bool = False
    works: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with the hours they can give in a full week. `outside`: of another company."""

    id: str
    name: Text
    job: Text
    hours: Decimal
    outside: bool = False


@dataclass(frozen=True, slots=True)
class TemplateTask:
    """A task that a template brings along: its role, hours, first working day from the project's start, length."""

    name: Text
    role: str
    hours: Decimal
    after: int
    days: int


@dataclass(frozen=True, slots=True)
class Template:
    """What a new project begins with. The first of its roles is the owner's."""

    id: str
    name: Text
    about: Text
    prefix: str
    roles: tuple[str, ...]
    tasks: tuple[TemplateTask, ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which nobody works."""

    day: date
    name: Text


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that exist in the world; Monday to Friday are worked, but for holidays."""

    today: date
    first: date
    last: date
    holidays: tuple[Holiday, ...]

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on that day."""
        return next((one for one in self.holidays if one.day == day), None)

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        return day.weekday() < 5 and self.holiday(day) is None

    def holds(self, day: date) -> bool:
        """Whether the day is within the calendar."""
        return self.first <= day <= self.last

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days from one day to another, both included; bounded by a year."""
        span = min((last - first).days + 1, 400)
        days = (first + timedelta(days=number) for number in range(max(span, 0)))
        return [day for day in days if self.works(day)]

    def working_day(self, start: date, after: int) -> date:
        """The working day that many working days after the first one on or after `start`."""
        return self.working_days(start, start + timedelta(days=2 * after + 30))[after]

    def monday(self, weeks: int = 0) -> date:
        """The Monday of this week, or of that many weeks later."""
        return self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=weeks)


@dataclass(frozen=True, slots=True)
class Words:
    """The world's own words by what they stand for, such as `task` or `task.left`; each may have other forms."""

    by_key: tuple[tuple[str, Text], ...]

    def of(self, key: str) -> Text:
        """The word for that. Raises KeyError for what the engine does not know."""
        return dict(self.by_key)[key]


@dataclass(frozen=True)
class World:
    """A world as its file declares it."""

    id: str
    name: Text
    you: str
    words: Words
    calendar: Calendar
    statuses: tuple[Status, ...]
    rights: tuple[Right, ...]
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    templates: tuple[Template, ...]
    projects: tuple[Project, ...]
    tasks: tuple[Task, ...]
    grants: tuple[Grant, ...]
    reports: tuple[Report, ...]
    other_words: tuple[tuple[str, Text], ...] = field(default=(), repr=False)

    @cached_property
    def beginning(self) -> State:
        """The state before anything was done."""
        return State(
            {one.id: one for one in self.projects},
            {one.id: one for one in self.tasks},
            {one.id: one for one in self.grants},
            {one.id: one for one in self.reports},
        )

    def status(self, status_id: str) -> Status | None:
        """The status of that id, or None."""
        return _named(self.statuses, status_id)

    def role(self, role_id: str) -> Role | None:
        """The role of that id, or None."""
        return _named(self.roles, role_id)

    def person(self, person_id: str) -> Person | None:
        """The person of that id, or None."""
        return _named(self.people, person_id)

    def template(self, template_id: str) -> Template | None:
        """The template of that id, or None."""
        return _named(self.templates, template_id)

    def is_over(self, task: Task) -> bool:
        """Whether no work is left on a task."""
        status = self.status(task.status)
        return status is not None and status.over

    def workers(self, state: State, project_id: str) -> list[Person]:
        """Who may be given tasks in a project, in the order of people."""
        working = {role.id for role in self.roles if role.works}
        held = {grant.person for grant in state.grants_in(project_id) if grant.role in working}
        return [person for person in self.people if person.id in held]

    def capacity(self, person: Person, monday: date) -> Decimal:
        """The hours a person can give in the week of that Monday, fewer where it has a holiday."""
        days = len(self.calendar.working_days(monday, monday + timedelta(days=6)))
        return tenths(person.hours * days / 5)

    def load(self, state: State, person_id: str, monday: date) -> Decimal:
        """The hours that open tasks ask of a person in the week of that Monday, in tenths."""
        mine = (task for task in state.tasks.values() if task.assignee == person_id and not self.is_over(task))
        return tenths(sum((self._asked(task, monday) for task in mine), Decimal(0)))

    def _asked(self, task: Task, monday: date) -> Decimal:
        """Hours of a task in a week: what is left, spread evenly over its working days from today on."""
        days = self.calendar.working_days(max(task.start, self.calendar.today), task.finish)
        days = days or [max(self.calendar.today, task.finish)]
        here = sum(monday <= day < monday + timedelta(days=7) for day in days)
        return task.left * here / len(days)


def tenths(hours: Decimal) -> Decimal:
    """Hours rounded half up to tenths, without needless zeros."""
    rounded = hours.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded


def _named(things: tuple[T, ...], wanted: str) -> T | None:
    return next((one for one in things if getattr(one, "id", None) == wanted), None)
