"""The shape of a world's file, `content/sim/<name>.yaml`: typed and strict."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.typed import Said, Title

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
TaskId = Annotated[str, Field(pattern=r"^[A-Z]{2,4}-[0-9]{1,3}$")]
Prefix = Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
Hours = Annotated[float, Field(ge=0, le=400)]
Whole = Annotated[int, Field(ge=0, le=60)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class StatusPart(_Part):
    """A status of tasks."""

    id: Key
    name: Title
    moves: list[Key]
    reason: bool = False
    over: bool = False


class RightPart(_Part):
    """Something that a role may allow."""

    id: Key
    name: Title


class RolePart(_Part):
    """A role."""

    id: Key
    name: Title
    rights: list[Key]
    tool: bool = False
    works: bool = False


class PersonPart(_Part):
    """Somebody."""

    id: Key
    name: Title
    job: Title
    hours: Hours = 40
    outside: bool = False


class TemplateTaskPart(_Part):
    """A task of a template."""

    name: Title
    role: Key
    hours: Hours
    after: Whole
    days: Annotated[int, Field(ge=1, le=60)]


class TemplatePart(_Part):
    """A template of projects."""

    id: Key
    name: Title
    about: Title
    prefix: Prefix
    roles: Annotated[list[Key], Field(min_length=1)]
    tasks: list[TemplateTaskPart]


class HolidayPart(_Part):
    """A holiday."""

    day: date
    name: Title


class CalendarPart(_Part):
    """The days that exist."""

    today: date
    first: date
    last: date
    holidays: list[HolidayPart] = []


class ProjectPart(_Part):
    """A project."""

    id: Prefix
    name: Title
    owner: Key
    template: Key | None = None
    start: date


class CommentPart(_Part):
    """A comment under a task."""

    author: Key
    text: Title


class TaskPart(_Part):
    """A task."""

    id: TaskId
    name: Title
    project: Prefix
    assignee: Key | None = None
    status: Key
    hours: Hours
    left: Hours
    start: date
    finish: date
    reason: Title | None = None
    comments: list[CommentPart] = []


class GrantPart(_Part):
    """A role that somebody holds."""

    person: Key
    role: Key
    project: Prefix | None = None
    own: bool = False
    until: date | None = None


class ReportPart(_Part):
    """A report."""

    person: Key
    task: TaskId
    day: date
    hours: Hours
    done: Title
    stops: Title | None = None


class WorldFile(_Part):
    """The whole file."""

    name: Title
    you: Key
    words: dict[Said, Title]
    calendar: CalendarPart
    statuses: Annotated[list[StatusPart], Field(min_length=2)]
    rights: list[RightPart]
    roles: Annotated[list[RolePart], Field(min_length=2)]
    people: Annotated[list[PersonPart], Field(min_length=2)]
    templates: list[TemplatePart]
    projects: Annotated[list[ProjectPart], Field(min_length=1)]
    tasks: list[TaskPart]
    grants: list[GrantPart]
    reports: list[ReportPart] = []
