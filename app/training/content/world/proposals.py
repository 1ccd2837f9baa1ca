"""What one might do so that an assertion holds: ways, each a few operations, the most obvious first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from app.training.content.world.assertions import Assertion, Condition, Test, Which, judge
from app.training.content.world.desk import Operation
from app.training.content.world.objects import Template, World
from app.training.content.world.state import State, Task
from app.training.content.world.values import (
    Conditions,
    fits,
    fitting,
    granted,
    may_be,
    name_for,
    numbers,
    only,
    plan,
    text_for,
    wanted_ids,
)
from app.training.content.world.vocabulary import ROLE

Way: TypeAlias = tuple[Operation, ...]


class Proposer:
    """Proposes with the words of one language and the sentences of a scenario."""

    def __init__(self, world: World, you: str, language: str, sentences: Sequence[str]) -> None:
        self.world, self.you, self.language, self.sentences = world, you, language, sentences
        self.missing: Sequence[Assertion] = ()

    def ways(self, state: State, assertion: Assertion, missing: Sequence[Assertion] = ()) -> Iterator[Way]:
        """Ways that may make the assertion hold; not all of them can be gone. `missing` are all that do not hold yet."""
        self.missing = missing
        proposers: dict[str, Callable[[State, Assertion, Conditions], Iterator[Way]]] = {
            "task": self._for_task,
            "project": self._for_project,
            "grant": self._for_grant,
            "report": self._for_report,
            "person": self._for_person,
        }
        asked = {one.field: one for one in assertion.conditions if one.test is not Test.unchanged}
        return proposers[assertion.thing](state, assertion, asked)

    # tasks

    def _for_task(self, state: State, assertion: Assertion, asked: Conditions) -> Iterator[Way]:
        if assertion.which is Which.named:
            named = [state.tasks[name] for name in assertion.names if name in state.tasks]
            yield from (way for task in named for way in self._with_task(state, task, asked))
        elif assertion.which in (Which.every, Which.other):
            left = [task for task in state.tasks.values() if task.id not in assertion.names]
            firsts = (next(self._with_task(state, task, asked), ()) for task in left)
            yield tuple(operation for way in firsts for operation in way)
        else:
            yield from (way for task in state.tasks.values() for way in self._with_task(state, task, asked))

    def _with_task(self, state: State, task: Task, asked: Conditions) -> Iterator[Way]:
        for planned, status in product(list(self._plans(state, task, asked)), list(self._statuses(task, asked))):
            comment = self._comments(task, asked)
            yield (*planned, *status, *comment)

    def _plans(self, state: State, task: Task, asked: Conditions) -> Iterator[Way]:
        if not {"assignee", "left", "start", "finish"} & set(asked) or self.world.is_over(task):
            yield ()
            return
        workers = [person.id for person in self.world.workers(state, task.project)]
        people = fitting(asked.get("assignee"), [*workers, ""], task.assignee)
        lefts = numbers(asked.get("left"), task.left)
        finishes = self._days(asked.get("finish"), task.finish)
        for person, left, finish in product(people, lefts, finishes):
            for start in self._days(asked.get("start"), min(task.start, finish)):
                yield (plan(task, person, left, start, finish),)

    def _statuses(self, task: Task, asked: Conditions) -> Iterator[Way]:
        wanted = fitting(asked.get("status"), [one.id for one in self.world.statuses], task.status)
        for status in wanted:
            way = self._moves(task.status, status)
            told = asked.get("reason")
            if way is not None and (way or told is None):
                steps = [self._status(task, step, told if step == way[-1] else None) for step in way]
                yield tuple(steps)

    def _moves(self, here: str, there: str) -> list[str] | None:
        """The shortest way from one status to another; the way round to the same one where that is needed."""
        ways: list[list[str]] = [[]]
        seen = {here}
        for way in ways:
            at = way[-1] if way else here
            if at == there:
                return way
            status = self.world.status(at)
            for move in status.moves if status else ():
                if move not in seen:
                    seen.add(move)
                    ways.append([*way, move])
        return None

    def _status(self, task: Task, to: str, told: Condition | None) -> Operation:
        status = self.world.status(to)
        needed = told is not None or (status is not None and status.reason)
        return {
            "do": "status",
            "task": task.id,
            "to": to,
            "reason": text_for(told, self.language, self.sentences) if needed else "",
        }

    def _comments(self, task: Task, asked: Conditions) -> Way:
        told = asked.get("comments")
        if told is None or told.test not in (Test.has, Test.is_):
            return ()
        return ({"do": "comment", "task": task.id, "text": text_for(told, self.language, self.sentences)},)

    # projects

    def _for_project(self, _state: State, assertion: Assertion, asked: Conditions) -> Iterator[Way]:
        if assertion.which in (Which.new, Which.some):
            yield from ((one,) for one in self._new_projects(asked))
            return
        for name in assertion.names:
            asked_roles = [field.removeprefix(ROLE) for field in asked if field.startswith(ROLE)]
            people = [one for told in asked.values() for one in wanted_ids(told) if self.world.person(one)]
            roles = (
                asked_roles or wanted_ids(asked.get("roles")) or [one.id for one in self.world.roles if not one.tool]
            )
            for person, role in product(people or [one.id for one in self.world.people], roles):
                yield (granted(person, role, name),)

    def _new_projects(self, asked: Conditions) -> Iterator[Operation]:
        people = [person.id for person in self.world.people]
        templates = fitting(asked.get("template"), [*(one.id for one in self.world.templates), ""], None)
        owners = fitting(asked.get("owner"), people, None)
        starts = self._days(asked.get("start"), self.world.calendar.today)
        for template_id, owner, start in product(templates, owners, starts):
            yield {
                "do": "project",
                "name": name_for(self.world, asked.get("name"), self.language),
                "template": template_id,
                "owner": owner,
                "start": start.isoformat(),
                **self._given_roles(template_id, owner, asked),
            }

    def _given_roles(self, template_id: str, owner: str, asked: Conditions) -> dict[str, str]:
        """Who gets the open roles of a template: those asked for by role, then those asked for at all, then anybody."""
        template = self.world.template(template_id)
        helpers = [one for one in wanted_ids(asked.get("people")) if one != owner]
        wanted = wanted_ids(asked.get("roles"))
        given: dict[str, str] = {}
        for role in template.roles[1:] if template else ():
            named = wanted_ids(asked.get(f"{ROLE}{role}"))
            anybody = [one.id for one in self.world.people if one.id != owner] if role in wanted else []
            hinted = self._hinted(template, role) if template else []
            left = [one for one in (*named, *hinted, *helpers, *anybody) if one not in given.values()]
            given[f"to_{role}"] = left[0] if left else ""
        return given

    def _hinted(self, template: Template, role: str) -> list[str]:
        """Who should get a role of the template, as other assertions on new tasks and grants tell."""
        people: list[str] = []
        for one in self.missing:
            asked = {condition.field: condition for condition in one.conditions}
            if (one.thing, one.which) == ("grant", Which.new) and role in wanted_ids(asked.get("role")):
                people += wanted_ids(asked.get("person"))
            if (one.thing, one.which) == ("task", Which.new) and self._is_of(template, role, asked.get("name")):
                people += wanted_ids(asked.get("assignee"))
        return people

    def _is_of(self, template: Template, role: str, told: Condition | None) -> bool:
        """Whether a task of that name is the role's in a template; without a name, whether any is."""
        mine = [task for task in template.tasks if task.role == role]
        if told is None:
            return bool(mine)
        spoken = told.words.of(self.language)
        return any(spoken.match(text) for task in mine for text in (task.name.zh, task.name.en))

    # roles

    def _for_grant(self, state: State, assertion: Assertion, asked: Conditions) -> Iterator[Way]:
        if assertion.which is Which.none:
            yield from self._revoked(state, assertion)
            return
        held = [one for one in state.grants.values() if may_be(one, asked)]
        for grant, scope, until in product(held, self._scopes(asked), self._untils(asked)):
            yield ({"do": "change", "grant": grant.id, "scope": scope, "until": until},)
        people = fitting(asked.get("person"), [person.id for person in self.world.people], None)
        roles = fitting(asked.get("role"), [role.id for role in self.world.roles], None)
        for person, role_id in product(people, roles):
            role = self.world.role(role_id)
            projects = [""] if role and role.tool else fitting(asked.get("project"), list(state.projects), None)
            for project, scope, until in product(projects, self._scopes(asked), self._untils(asked)):
                yield (granted(person, role_id, project, scope, until),)

    def _revoked(self, state: State, assertion: Assertion) -> Iterator[Way]:
        """Take back every grant that is asked not to be there, tasks in its way given to somebody else first."""
        alone_with = [
            grant for grant in state.grants.values() if not judge(self.world, only(state, grant), assertion).holds
        ]
        taken: Way = tuple({"do": "revoke", "grant": grant.id} for grant in alone_with)
        yield taken
        tasks = [
            task
            for grant in alone_with
            for task in state.tasks_of(grant.project)
            if task.assignee == grant.person and not self.world.is_over(task)
        ]
        for person in self.world.people:
            moved = tuple(plan(task, person.id, task.left, task.start, task.finish) for task in tasks)
            yield (*moved, *taken)

    def _scopes(self, asked: Conditions) -> list[str]:
        return fitting(asked.get("scope"), ["all", "own"], None)

    def _untils(self, asked: Conditions) -> list[str]:
        told = asked.get("until")
        if told is None:
            return [""]
        if told.test is Test.is_not and "" in told.ids:
            return [(self.world.calendar.today + timedelta(days=30)).isoformat()]
        return [""] if "" in told.ids else [day.isoformat() for day in self._days(told, self.world.calendar.today)]

    # reports

    def _for_report(self, state: State, _assertion: Assertion, asked: Conditions) -> Iterator[Way]:
        mine = [task.id for task in state.tasks.values() if task.assignee == self.you]
        others = [task.id for task in state.tasks.values() if task.id not in mine]
        tasks = fitting(asked.get("task"), [*mine, *others], None)
        risks = fitting(asked.get("risk"), ["no", "yes"], "yes" if "stops" in asked else None)
        days = self._days(asked.get("day"), self.world.calendar.today)
        for task, risk, day, hours in product(tasks, risks, days, numbers(asked.get("hours"), Decimal(8))):
            yield (
                {
                    "do": "report",
                    "task": task,
                    "day": day.isoformat(),
                    "hours": f"{hours.normalize():f}",
                    "done": text_for(asked.get("done"), self.language, self.sentences),
                    "risk": risk,
                    "stops": text_for(asked.get("stops"), self.language, self.sentences) if risk == "yes" else "",
                },
            )

    # people

    def _for_person(self, state: State, assertion: Assertion, asked: Conditions) -> Iterator[Way]:
        ids = assertion.names or tuple(person.id for person in self.world.people)
        if "roles" in asked:
            yield from self._roles_of(state, ids, asked["roles"])
        single = [one for key in ids for one in self._lighter(state, key)]
        yield from ((one,) for one in single)
        yield from ((one, two) for one, two in product(single, single) if one["task"] != two["task"])

    def _roles_of(self, state: State, ids: Iterable[str], asked: Condition) -> Iterator[Way]:
        for person in ids:
            held = [one for one in state.grants.values() if one.person == person and one.role in asked.ids]
            if asked.test is Test.lacks:
                yield tuple({"do": "revoke", "grant": grant.id} for grant in held)
            for role, project in product(asked.ids, ["", *state.projects]):
                yield (granted(person, role, project),)

    def _lighter(self, state: State, person: str) -> Iterator[Operation]:
        """What would take hours from somebody: a task given to another, or moved a week or two."""
        mine = [task for task in state.tasks.values() if task.assignee == person and not self.world.is_over(task)]
        for task in mine:
            for other in self.world.workers(state, task.project):
                if other.id != person:
                    yield plan(task, other.id, task.left, task.start, task.finish)
        for task, weeks in product(mine, (1, 2)):
            for day in (self.world.calendar.monday(weeks), task.start + timedelta(weeks=weeks)):
                start = self._workday(day)
                length = len(self.world.calendar.working_days(task.start, task.finish))
                yield plan(task, person, task.left, start, self.world.calendar.working_day(start, max(length - 1, 0)))

    # values

    def _days(self, told: Condition | None, usual: date) -> list[date]:
        """Working days that fit, the usual one first where it does."""
        if told is None or not told.spans:
            return [self._workday(usual)]
        calendar = self.world.calendar
        days = [day for day in calendar.working_days(calendar.first, calendar.last) if fits(told, day.toordinal())]
        days = days or [
            date.fromordinal(int(span.low or span.high or calendar.today.toordinal())) for span in told.spans
        ]
        return [*(day for day in days if day >= usual), *(day for day in days if day < usual)][:6]

    def _workday(self, day: date) -> date:
        return self.world.calendar.working_day(day, 0)
