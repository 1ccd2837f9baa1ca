"""Reads a world's file: YAML in, a `World` out, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from app.foundation.content.faults import Fault, Notebook
from app.foundation.content.texts import NOTHING, Both, Text
from app.foundation.content.typed import Title, place_of, read_as
from app.training.content.words import tight
from app.training.content.world.declared import TaskPart, TemplatePart, WorldFile
from app.training.content.world.objects import (
    Calendar,
    Holiday,
    Person,
    Right,
    Role,
    Status,
    Template,
    TemplateTask,
    Words,
    World,
)
from app.training.content.world.rules import broken_rules
from app.training.content.world.state import NOBODY, WHOLE_TOOL, Comment, Grant, Project, Report, Task
from app.training.content.world.vocabulary import WORDS, forms

Loc = tuple[int | str, ...]


def read_world(world_id: str, text: str, path: str) -> tuple[World | None, tuple[Fault, ...]]:
    """The world of a file and its faults; None where it has any. The same text gives the same object."""
    world, faults = _read(world_id, text)
    return world, tuple(Fault(path, one.line, one.column, one.message, one.advice) for one in faults)


@lru_cache(maxsize=16)
def _read(world_id: str, text: str) -> tuple[World | None, tuple[Fault, ...]]:
    notebook = Notebook("")
    declared = read_as(WorldFile, text, 0, notebook)
    if declared is None:
        return None, tuple(notebook.faults)
    for loc, message in _Check(declared).faults():
        line, column = place_of(text, loc)
        notebook.fault(line, message, column)
    if notebook.faults:
        return None, tuple(notebook.faults)
    world = _world(world_id, declared)
    for loc, message in broken_rules(world):
        line, column = place_of(text, loc)
        notebook.fault(line, message, column)
    return (None if notebook.faults else world), tuple(notebook.faults)


class _Check:
    """What types cannot say: names that must exist, and stand once."""

    def __init__(self, declared: WorldFile) -> None:
        self.declared = declared
        self.statuses = {one.id for one in declared.statuses}
        self.roles = {one.id for one in declared.roles}
        self.people = {one.id for one in declared.people}
        self.templates = {one.id for one in declared.templates}
        self.projects = {one.id for one in declared.projects}
        self.tasks = {one.id for one in declared.tasks}
        self.rights = {one.id for one in declared.rights}

    def faults(self) -> Iterator[tuple[Loc, str]]:
        """Every fault with its place."""
        yield from self._words()
        yield from self._twice()
        yield from self._names(self._references())

    def _words(self) -> Iterator[tuple[Loc, str]]:
        given = self.declared.words
        for key in given:
            if key not in WORDS:
                yield ("words", key), f"“{key}” is no word that a world has; remove it or correct its name."
        missing = [key for key in WORDS if key not in given]
        if missing:
            yield ("words",), f"Words are missing: {', '.join(missing)}; add them in both languages."

    def _twice(self) -> Iterator[tuple[Loc, str]]:
        named = ("statuses", "rights", "roles", "people", "templates", "projects", "tasks")
        for part in named:
            seen: set[str] = set()
            for index, one in enumerate(getattr(self.declared, part)):
                if one.id in seen:
                    yield (part, index), f"The id “{one.id}” stands twice in {part}; give each its own."
                seen.add(one.id)
        for part in named[:-1]:
            yield from self._same_names(part)

    def _same_names(self, part: str) -> Iterator[tuple[Loc, str]]:
        for language in ("zh", "en"):
            seen: set[str] = set()
            for index, one in enumerate(getattr(self.declared, part)):
                spelled = {tight(form) for form in forms(getattr(one.name, language))}
                if spelled & seen:
                    name = getattr(one.name, language)
                    yield (part, index, "name", language), f"“{name}” is taken in {part}; a name must tell two apart."
                seen |= spelled

    def _references(self) -> Iterator[tuple[Loc, str | None, set[str]]]:
        declared = self.declared
        yield ("you",), declared.you, self.people
        for index, status in enumerate(declared.statuses):
            yield from self._listed(("statuses", index, "moves"), status.moves, self.statuses)
        for index, role in enumerate(declared.roles):
            yield from self._listed(("roles", index, "rights"), role.rights, self.rights)
        for index, template in enumerate(declared.templates):
            yield from self._of_template(("templates", index), template)
        for index, project in enumerate(declared.projects):
            yield ("projects", index, "owner"), project.owner, self.people
            yield ("projects", index, "template"), project.template, self.templates
        for index, task in enumerate(declared.tasks):
            yield from self._of_task(("tasks", index), task)
        yield from self._of_people()

    def _of_people(self) -> Iterator[tuple[Loc, str | None, set[str]]]:
        for index, grant in enumerate(self.declared.grants):
            yield ("grants", index, "person"), grant.person, self.people
            yield ("grants", index, "role"), grant.role, self.roles
            yield ("grants", index, "project"), grant.project, self.projects
        for index, report in enumerate(self.declared.reports):
            yield ("reports", index, "person"), report.person, self.people
            yield ("reports", index, "task"), report.task, self.tasks

    def _of_template(self, loc: Loc, template: TemplatePart) -> Iterator[tuple[Loc, str | None, set[str]]]:
        yield from self._listed((*loc, "roles"), template.roles, self.roles)
        for index, task in enumerate(template.tasks):
            yield (*loc, "tasks", index, "role"), task.role, set(template.roles)

    def _of_task(self, loc: Loc, task: TaskPart) -> Iterator[tuple[Loc, str | None, set[str]]]:
        yield (*loc, "project"), task.project, self.projects
        yield (*loc, "assignee"), task.assignee, self.people
        yield (*loc, "status"), task.status, self.statuses
        for index, comment in enumerate(task.comments):
            yield (*loc, "comments", index, "author"), comment.author, self.people

    def _listed(self, loc: Loc, names: Sequence[str], known: set[str]) -> Iterator[tuple[Loc, str | None, set[str]]]:
        for index, name in enumerate(names):
            yield (*loc, index), name, known

    def _names(self, references: Iterator[tuple[Loc, str | None, set[str]]]) -> Iterator[tuple[Loc, str]]:
        for loc, name, known in references:
            if name is not None and name not in known:
                yield loc, f"“{name}” is not declared; use one of {', '.join(sorted(known)) or 'none'}, or declare it."


def _text(title: Title | None) -> Text:
    return Both(title.zh, title.en) if title else NOTHING


def _name(title: Title) -> Text:
    return Both(forms(title.zh)[0], forms(title.en)[0])


def _hours(value: float) -> Decimal:
    return Decimal(int(value)) if value == int(value) else Decimal(str(value))


def _world(world_id: str, declared: WorldFile) -> World:
    calendar = declared.calendar
    return World(
        id=world_id,
        name=_text(declared.name),
        you=declared.you,
        words=Words(tuple((key, _name(declared.words[key])) for key in WORDS)),
        calendar=Calendar(
            calendar.today,
            calendar.first,
            calendar.last,
            tuple(Holiday(one.day, _text(one.name)) for one in calendar.holidays),
        ),
        statuses=tuple(
            Status(one.id, _name(one.name), tuple(one.moves), one.reason, one.over) for one in declared.statuses
        ),
        rights=tuple(Right(one.id, _text(one.name)) for one in declared.rights),
        roles=tuple(Role(one.id, _name(one.name), tuple(one.rights), one.tool, one.works) for one in declared.roles),
        people=tuple(
            Person(one.id, _name(one.name), _text(one.job), _hours(one.hours), one.outside) for one in declared.people
        ),
        templates=tuple(_template(one) for one in declared.templates),
        projects=tuple(
            Project(one.id, _name(one.name), one.owner, one.template or "", one.start) for one in declared.projects
        ),
        tasks=tuple(_task(one) for one in declared.tasks),
        grants=_grants(declared),
        reports=_reports(declared),
        other_words=tuple((key, _text(title)) for key, title in _spoken(declared)),
    )


def _spoken(declared: WorldFile) -> Iterator[tuple[str, Title]]:
    """Everything that may have several forms, for those who write assertions: words by key, the rest by `sort:id`."""
    yield from declared.words.items()
    yield from ((f"status:{one.id}", one.name) for one in declared.statuses)
    yield from ((f"role:{one.id}", one.name) for one in declared.roles)
    yield from ((f"person:{one.id}", one.name) for one in declared.people)
    yield from ((f"template:{one.id}", one.name) for one in declared.templates)
    yield from ((f"project:{one.id}", one.name) for one in declared.projects)


def _template(part: TemplatePart) -> Template:
    tasks = tuple(TemplateTask(_text(one.name), one.role, _hours(one.hours), one.after, one.days) for one in part.tasks)
    return Template(part.id, _name(part.name), _text(part.about), part.prefix, tuple(part.roles), tasks)


def _task(part: TaskPart) -> Task:
    return Task(
        id=part.id,
        name=_text(part.name),
        project=part.project,
        assignee=part.assignee or NOBODY,
        status=part.status,
        hours=_hours(part.hours),
        left=_hours(part.left),
        start=part.start,
        finish=part.finish,
        reason=_text(part.reason),
        comments=tuple(Comment(one.author, _text(one.text)) for one in part.comments),
    )


def _grants(declared: WorldFile) -> tuple[Grant, ...]:
    return tuple(
        Grant(f"g{number}", one.person, one.role, one.project or WHOLE_TOOL, one.own, one.until)
        for number, one in enumerate(declared.grants, start=1)
    )


def _reports(declared: WorldFile) -> tuple[Report, ...]:
    return tuple(
        Report(
            f"r{number}",
            one.person,
            one.task,
            one.day,
            _hours(one.hours),
            _text(one.done),
            one.stops is not None,
            _text(one.stops),
        )
        for number, one in enumerate(declared.reports, start=1)
    )
