"""The values of fields in one state, as assertions ask for them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from app.foundation.content.texts import Both, Text
from app.training.content import words
from app.training.content.world.objects import Person, World
from app.training.content.world.state import Project, State
from app.training.content.world.vocabulary import ROLE

Value: TypeAlias = str | Decimal | date | frozenset[str] | Text | tuple[Text, ...] | None
"""An id (empty for nobody), a number, a day, a set of ids, a text in both languages, texts, or nothing."""

_MENTION = re.compile(r"[@＠]\s*")


class Facts:
    """One state, to be asked about."""

    def __init__(self, world: World, state: State) -> None:
        self.world, self.state = world, state
        self._by_thing = {
            "project": list(state.projects),
            "task": list(state.tasks),
            "report": list(state.reports),
            "grant": list(state.grants),
            "person": [person.id for person in world.people],
        }

    def ids(self, thing: str) -> list[str]:
        """The ids of all things of a sort, in their order."""
        return self._by_thing[thing]

    def value(self, thing: str, key: str, field: str) -> Value:
        """The value of a field."""
        if thing == "project":
            return self._of_project(self.state.projects[key], field)
        if thing == "person":
            return self._of_person(next(one for one in self.world.people if one.id == key), field)
        if thing == "report":
            return self._of_report(key, field)
        if thing == "grant":
            return self._of_grant(key, field)
        return self._of_task(key, field)

    def _of_project(self, project: Project, field: str) -> Value:
        if field == "tasks":
            return Decimal(len(self.state.tasks_of(project.id)))
        if field == "roles":
            return frozenset(grant.role for grant in self.state.grants_in(project.id))
        if field == "people":
            return frozenset(grant.person for grant in self.state.grants_in(project.id))
        if field.startswith(ROLE):
            held = (one for one in self.state.grants_in(project.id) if one.role == field.removeprefix(ROLE))
            return frozenset(grant.person for grant in held)
        value: Value = getattr(project, field)
        return value

    def _of_task(self, key: str, field: str) -> Value:
        task = self.state.tasks[key]
        if field == "comments":
            return tuple(self._spelled_out(comment.text, task.project) for comment in task.comments)
        value: Value = getattr(task, field)
        return value

    def _spelled_out(self, text: Text, project_id: str) -> Text:
        """A comment in which a mention of a role also names who holds it in the project, and the other way round."""
        said = _MENTION.sub("@", words.fold(f"{text.zh}\n{text.en}"))
        added: list[str] = []
        for grant in self.state.grants_in(project_id):
            role, person = self.world.role(grant.role), self.world.person(grant.person)
            names = [name for one in (role, person) if one for name in (one.name.zh, one.name.en)]
            if any(f"@{words.fold(name)}" in said for name in names):
                added += [f"@{name}" for name in names]
        return Both("\n".join([text.zh, *added]), "\n".join([text.en, *added]))

    def _of_report(self, key: str, field: str) -> Value:
        report = self.state.reports[key]
        if field == "risk":
            return "yes" if report.risk else "no"
        if field == "project":
            return self.state.tasks[report.task].project
        value: Value = getattr(report, field)
        return value

    def _of_grant(self, key: str, field: str) -> Value:
        grant = self.state.grants[key]
        if field == "scope":
            return "own" if grant.own else "all"
        value: Value = getattr(grant, field)
        return value

    def _of_person(self, person: Person, field: str) -> Value:
        calendar = self.world.calendar
        weeks = {"load": 0, "next_load": 1, "third_load": 2}
        if field in weeks:
            return self.world.load(self.state, person.id, calendar.monday(weeks[field]))
        if field == "tasks":
            mine = (task for task in self.state.tasks.values() if task.assignee == person.id)
            return Decimal(sum(not self.world.is_over(task) for task in mine))
        return frozenset(grant.role for grant in self.state.grants.values() if grant.person == person.id)
