"""The state of a world at one moment: what there is, and who holds which role. Frozen; a change makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.foundation.content.texts import Text

NOBODY = ""
WHOLE_TOOL = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A project; `template` is empty where it began with nothing."""

    id: str
    name: Text
    owner: str
    template: str
    start: date


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote under a task."""

    author: str
    text: Text


@dataclass(frozen=True, slots=True)
class Task:
    """A task; `hours` as planned, `left` as estimated now, `reason` as given with its status."""

    id: str
    name: Text
    project: str
    assignee: str
    status: str
    hours: Decimal
    left: Decimal
    start: date
    finish: date
    reason: Text
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A day's report on a task; `stops` says what the risk is."""

    id: str
    person: str
    task: str
    day: date
    hours: Decimal
    done: Text
    risk: bool
    stops: Text


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody holds, in a project or in the whole tool; `own`: limited to own tasks; `until`: last day."""

    id: str
    person: str
    role: str
    project: str
    own: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """The world at one moment: what there is by id, in the order it came; `made` counts what was done."""

    projects: Mapping[str, Project]
    tasks: Mapping[str, Task]
    grants: Mapping[str, Grant]
    reports: Mapping[str, Report]
    made: int = 0

    def with_task(self, task: Task) -> State:
        """The same with this task changed or added."""
        return replace(self, tasks={**self.tasks, task.id: task})

    def with_grant(self, grant: Grant) -> State:
        """The same with this grant changed or added."""
        return replace(self, grants={**self.grants, grant.id: grant})

    def without_grant(self, grant_id: str) -> State:
        """The same without this grant."""
        return replace(self, grants={key: one for key, one in self.grants.items() if key != grant_id})

    def with_report(self, report: Report) -> State:
        """The same with one more report."""
        return replace(self, reports={**self.reports, report.id: report})

    def tasks_of(self, project_id: str) -> list[Task]:
        """The tasks of a project."""
        return [task for task in self.tasks.values() if task.project == project_id]

    def grants_in(self, project_id: str) -> list[Grant]:
        """The roles held in a project, or with an empty id in the whole tool."""
        return [grant for grant in self.grants.values() if grant.project == project_id]
