"""What the pages of a world show: its rooms, and in each what there is to see, in one language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.foundation.content.texts import Text
from app.training.content.world.objects import Holiday, Person, Role, Status, Template, World
from app.training.content.world.state import WHOLE_TOOL, Grant, Project, Report, State, Task

ROOMS = ("projects", "tasks", "people", "roles", "reports")
WEEKS = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the world one is: a room, and what one looks at there. `task` with the id `WB-12`; `new` a template."""

    page: str
    id: str = ""

    @property
    def room(self) -> str:
        """The room that the navigation marks."""
        homes = {"project": "projects", "new": "projects", "task": "tasks", "grant": "roles", "report": "reports"}
        return homes.get(self.page, self.page)

    def __str__(self) -> str:
        return f"{self.page}/{self.id}" if self.id else self.page


@dataclass(frozen=True, slots=True)
class Week:
    """A working week of the calendar."""

    monday: date
    friday: date
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The hours of a person in a week, and those they have."""

    hours: Decimal
    capacity: Decimal

    @property
    def is_over(self) -> bool:
        """Whether there is more to do than time."""
        return self.hours > self.capacity

    @property
    def width(self) -> int:
        """How full the bar is, 0 to 100 of one and a half times the capacity."""
        return min(100, int(self.hours * 200 / (3 * self.capacity))) if self.capacity else 0


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project and how far it is."""

    project: Project
    tasks: int
    done: int
    at_risk: int
    finish: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, week by week."""

    person: Person
    loads: tuple[Load, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A world, at one spot, as one person sees it."""

    world: World
    state: State
    you: str
    language: str
    spot: Spot

    def say(self, text: Text) -> str:
        """A text in the reader's language."""
        return text.of(self.language)

    def word(self, key: str) -> str:
        """One of the world's words."""
        return self.world.words.of(key).of(self.language)

    def person(self, person_id: str) -> str:
        """The name of a person; empty for nobody."""
        found = self.world.person(person_id)
        return self.say(found.name) if found else ""

    def status(self, task: Task) -> Status:
        """The status of a task."""
        return self.world.status(task.status) or self.world.statuses[0]

    def tone(self, status: Status) -> str:
        """The tone of a status: green when over, amber when it needs a reason, grey at the beginning."""
        if status.over:
            return "success"
        if status.reason:
            return "warning"
        return "neutral" if status == self.world.statuses[0] else "info"

    def moves(self, task: Task) -> list[Status]:
        """The statuses that a task may take on now."""
        return [one for one in self.world.statuses if one.id in self.status(task).moves]

    @property
    def project(self) -> Project:
        """The project one looks at."""
        return self.state.projects[self.spot.id]

    @property
    def task(self) -> Task:
        """The task one looks at."""
        return self.state.tasks[self.spot.id]

    @property
    def grant(self) -> Grant | None:
        """The grant one looks at; None for a new one."""
        return self.state.grants.get(self.spot.id)

    @property
    def template(self) -> Template | None:
        """The template chosen for a new project; None where none is."""
        return self.world.template(self.spot.id)

    def project_rows(self) -> list[ProjectRow]:
        """All projects."""
        return [self._row(project) for project in self.state.projects.values()]

    def columns(self) -> list[tuple[Status, list[Task]]]:
        """All tasks by their status."""
        tasks = self.state.tasks.values()
        return [(one, [task for task in tasks if task.status == one.id]) for one in self.world.statuses]

    def weeks(self) -> list[Week]:
        """This week and those after it."""
        return [self._week(number) for number in range(WEEKS)]

    def person_rows(self) -> list[PersonRow]:
        """Everybody with their hours and open tasks."""
        return [self._person_row(person) for person in self.world.people]

    def load(self, person: Person, week: int = 0) -> Load:
        """The hours of a person in a week."""
        monday = self.world.calendar.monday(week)
        return Load(self.world.load(self.state, person.id, monday), self.world.capacity(person, monday))

    def workers(self, task: Task) -> list[Person]:
        """Who may have a task."""
        return self.world.workers(self.state, task.project)

    def grants(self) -> list[tuple[Project | None, list[Grant]]]:
        """All grants: those of the whole tool, then project by project."""
        places: list[Project | None] = [None, *self.state.projects.values()]
        return [(place, self.state.grants_in(place.id if place else WHOLE_TOOL)) for place in places]

    def role(self, role_id: str) -> Role:
        """A role."""
        return self.world.role(role_id) or self.world.roles[0]

    def reports(self) -> list[Report]:
        """All reports, the newest first."""
        latest_first = list(self.state.reports.values())[::-1]
        return sorted(latest_first, key=lambda report: report.day, reverse=True)

    def reportable(self) -> list[Task]:
        """The tasks one may report on, one's own first."""
        return sorted(self.state.tasks.values(), key=lambda task: task.assignee != self.you)

    def open_roles(self) -> Sequence[Role]:
        """The roles of the template chosen but for the owner's."""
        return [self.role(role_id) for role_id in self.template.roles[1:]] if self.template else []

    def _row(self, project: Project) -> ProjectRow:
        tasks = self.state.tasks_of(project.id)
        done = sum(self.world.is_over(task) for task in tasks)
        at_risk = sum(self.status(task).reason for task in tasks)
        return ProjectRow(project, len(tasks), done, at_risk, max((task.finish for task in tasks), default=None))

    def _week(self, number: int) -> Week:
        monday = self.world.calendar.monday(number)
        friday = monday + timedelta(days=4)
        held = tuple(one for one in self.world.calendar.holidays if monday <= one.day <= friday)
        return Week(monday, friday, held)

    def _person_row(self, person: Person) -> PersonRow:
        mine = tuple(
            task for task in self.state.tasks.values() if task.assignee == person.id and not self.world.is_over(task)
        )
        return PersonRow(person, tuple(self.load(person, week) for week in range(WEEKS)), mine)


def spot_at(text: str, world: World, state: State) -> Spot:
    """The spot of an address; the projects for one that does not exist (any more)."""
    page, _, key = text.partition("/")
    known: dict[str, Collection[str]] = {
        "project": state.projects.keys(),
        "task": state.tasks.keys(),
        "grant": {"", *state.grants},
        "new": {"", "none", *(template.id for template in world.templates)},
        "report": {""},
    }
    exists = key in known[page] if page in known else page in ROOMS and not key
    return Spot(page, key) if exists else Spot(ROOMS[0])
