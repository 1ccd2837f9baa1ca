"""What can be done in a world: an operation and a state give a new state, or a refusal with a sentence.

An operation is a flat mapping of texts as a form posts it, `{"do": "status", "task": "WB-12", "to": "at_risk", …}`.
Whatever it holds, it is checked against the state as if nobody had checked it before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from app.foundation.content.texts import NOTHING, Both, Text, alone
from app.training.content import words
from app.training.content.world.desk import Desk, Operation
from app.training.content.world.objects import Role, Template, World
from app.training.content.world.refusals import N_, Refused
from app.training.content.world.state import NOBODY, WHOLE_TOOL, Comment, Grant, Project, Report, State, Task

LONGEST_NAME = 80
SHORTEST_REASON = 4
MOST_LEFT = Decimal(400)
MOST_MADE = 200
UNDO = "undo"


def perform(world: World, state: State, you: str, posted: Operation) -> State:
    """The state after an operation. Raises Refused for anything that cannot be done here and now."""
    act = _ACTS.get(posted.get("do", ""))
    if act is None:
        raise Refused("do", N_("There is no such thing to do here."))
    return replace(act(Desk(world, state, you, posted)), made=state.made + 1)


def _create_project(desk: Desk) -> State:
    name = desk.told("name", 3, LONGEST_NAME)
    if any(words.tight(name.zh) in map(words.tight, (one.name.zh, one.name.en)) for one in _projects(desk)):
        raise Refused("name", N_("Another project has this name; give it its own."))
    template = _template(desk)
    owner = desk.one_of("owner", {one.id: one for one in desk.world.people}).id
    start = desk.working_day("start")
    if start < desk.world.calendar.today:
        raise Refused("start", N_("That day is over; choose a later one."))
    project_id = _free_prefix(desk.state, template.prefix if template else "NP")
    project = Project(project_id, name, owner, template.id if template else "", start)
    given = _given_roles(desk, template, owner)
    grants = {
        f"{desk.new_id('g')}-{number}": Grant(f"{desk.new_id('g')}-{number}", person, role, project_id)
        for number, (role, person) in enumerate(given.items(), start=1)
    }
    tasks = _template_tasks(desk, project, template, given) if template else {}
    return replace(
        desk.state,
        projects={**desk.state.projects, project_id: project},
        grants={**desk.state.grants, **grants},
        tasks={**desk.state.tasks, **tasks},
    )


def _projects(desk: Desk) -> list[Project]:
    return list(desk.state.projects.values())


def _template(desk: Desk) -> Template | None:
    if not desk.said("template"):
        return None
    return desk.one_of("template", {one.id: one for one in desk.world.templates})


def _free_prefix(state: State, prefix: str) -> str:
    number = 2
    free = prefix
    while free in state.projects:
        free, number = f"{prefix}{number}", number + 1
    return free


def owner_role(world: World, template: Template | None) -> Role:
    """The role that the owner of a new project gets."""
    found = world.role(template.roles[0]) if template else None
    return found or next(role for role in world.roles if role.works and not role.tool)


def _given_roles(desk: Desk, template: Template | None, owner: str) -> dict[str, str]:
    """The template's roles and who holds them; those for whom nobody was chosen stay open."""
    given = {owner_role(desk.world, template).id: owner}
    people = {one.id: one.id for one in desk.world.people} | {NOBODY: NOBODY}
    for role in template.roles[1:] if template else ():
        person = desk.one_of(f"to_{role}", people)
        if person:
            given[role] = person
    return given


def _template_tasks(desk: Desk, project: Project, template: Template, given: Mapping[str, str]) -> dict[str, Task]:
    made: dict[str, Task] = {}
    calendar = desk.world.calendar
    for number, one in enumerate(template.tasks, start=1):
        start = calendar.working_day(project.start, one.after)
        finish = calendar.working_day(start, one.days - 1)
        if not calendar.holds(finish):
            raise Refused("start", N_("The plan would run beyond %(last)s; start earlier."), last=calendar.last)
        task_id = f"{project.id}-{number:02d}"
        role = desk.world.role(one.role)
        assignee = given.get(one.role, NOBODY) if role and role.works else NOBODY
        first = desk.world.statuses[0].id
        made[task_id] = Task(
            task_id, one.name, project.id, assignee, first, one.hours, one.hours, start, finish, NOTHING
        )
    return made


def _grant(desk: Desk) -> State:
    person = desk.one_of("person", {one.id: one for one in desk.world.people})
    role = desk.one_of("role", {one.id: one for one in desk.world.roles})
    if role.tool and desk.said("project"):
        raise Refused("project", N_("This role is for the whole tool; choose no project."))
    project = WHOLE_TOOL if role.tool else desk.one_of("project", desk.state.projects).id
    grant = Grant(desk.new_id("g"), person.id, role.id, project, _own(desk, role), desk.until())
    wanted = (person.id, role.id, project)
    if any((one.person, one.role, one.project) == wanted for one in desk.state.grants.values()):
        raise Refused("role", N_("This person has this role already; change that grant instead."))
    return desk.state.with_grant(grant)


def _own(desk: Desk, role: Role) -> bool:
    own = desk.one_of("scope", {"all": False, "own": True})
    if own and role.tool:
        raise Refused("scope", N_("A role for the whole tool cannot be limited to own tasks."))
    return own


def _change_grant(desk: Desk) -> State:
    grant = desk.one_of("grant", desk.state.grants)
    role = desk.world.role(grant.role)
    if role is None:
        raise Refused("grant", N_("Choose one of those offered."))
    return desk.state.with_grant(replace(grant, own=_own(desk, role), until=desk.until()))


def _revoke(desk: Desk) -> State:
    grant = desk.one_of("grant", desk.state.grants)
    left = desk.state.without_grant(grant.id)
    if grant.project == WHOLE_TOOL and not left.grants_in(WHOLE_TOOL):
        raise Refused("grant", N_("This is the last one; somebody must be able to manage people and roles."))
    project = left.projects.get(grant.project)
    if project and not any(one.person == project.owner for one in left.grants_in(project.id)):
        raise Refused("grant", N_("The owner of a project needs a role in it."))
    workers = {person.id for person in desk.world.workers(left, grant.project)}
    stranded = [
        task
        for task in left.tasks_of(grant.project)
        if task.assignee == grant.person and task.assignee not in workers and not desk.world.is_over(task)
    ]
    if stranded:
        named = ", ".join(task.id for task in stranded)
        raise Refused("grant", N_("Give these tasks to somebody else first: %(tasks)s."), tasks=named)
    return left


def _report(desk: Desk) -> State:
    task = desk.task()
    day = desk.day("day")
    if not desk.world.calendar.first <= day <= desk.world.calendar.today:
        raise Refused("day", N_("A report is for today or a day before."))
    hours = desk.hours("hours", Decimal("0.25"), Decimal(24))
    mine = (one.hours for one in desk.state.reports.values() if (one.person, one.day) == (desk.you, day))
    if sum(mine) + hours > 24:
        raise Refused("hours", N_("That makes more than 24 hours on one day; check the hours."))
    done = desk.told("done", SHORTEST_REASON)
    risk = desk.one_of("risk", {"yes": True, "no": False})
    stops = desk.told("stops", SHORTEST_REASON) if risk else NOTHING
    return desk.state.with_report(Report(desk.new_id("r"), desk.you, task.id, day, hours, done, risk, stops))


def _plan(desk: Desk) -> State:
    task = desk.task()
    if desk.world.is_over(task):
        raise Refused("task", N_("This task is done; set its status back before you plan it anew."))
    workers = {person.id: person.id for person in desk.world.workers(desk.state, task.project)}
    assignee = desk.one_of("assignee", {**workers, NOBODY: NOBODY})
    left = desk.hours("left", Decimal(0), MOST_LEFT)
    start, finish = desk.working_day("start"), desk.working_day("finish")
    if start > finish:
        raise Refused("finish", N_("The finish must not lie before the start."))
    return desk.state.with_task(replace(task, assignee=assignee, left=left, start=start, finish=finish))


def _set_status(desk: Desk) -> State:
    task = desk.task()
    status = desk.one_of("to", {one.id: one for one in desk.world.statuses})
    here = desk.world.status(task.status)
    if here is None or status.id not in here.moves:
        raise Refused(
            "to", N_("From “%(here)s” a task does not go to “%(there)s”."), here=_name(here), there=status.name
        )
    reason = alone(desk.said("reason"))
    if status.reason and len(reason.zh) < SHORTEST_REASON:
        raise Refused("reason", N_("“%(status)s” needs a reason that others can act on."), status=status.name)
    left = Decimal(0) if status.over else task.left
    workers = {person.id for person in desk.world.workers(desk.state, task.project)}
    if here.over and task.assignee != NOBODY and task.assignee not in workers:
        raise Refused("to", N_("Nobody in the project has this task any more; it stays as it is."))
    return desk.state.with_task(replace(task, status=status.id, reason=reason, left=left))


def _name(status: object) -> Text:
    name: Text = getattr(status, "name", NOTHING)
    return name


def _comment(desk: Desk) -> State:
    task = desk.task()
    text, called = desk.told("text"), desk.one_of("call", {NOBODY: NOTHING, **_callable(desk.world)})
    if called.zh:
        text = Both(f"@{called.zh} {text.zh}", f"@{called.en} {text.en}")
    return desk.state.with_task(replace(task, comments=(*task.comments, Comment(desk.you, text))))


def _callable(world: World) -> dict[str, Text]:
    """Whom a comment may call: roles and people."""
    roles = {f"role:{role.id}": role.name for role in world.roles}
    return roles | {f"person:{person.id}": person.name for person in world.people}


_ACTS: Mapping[str, Callable[[Desk], State]] = {
    "project": _create_project,
    "grant": _grant,
    "change": _change_grant,
    "revoke": _revoke,
    "report": _report,
    "plan": _plan,
    "status": _set_status,
    "comment": _comment,
}
ACTS = tuple(_ACTS)
"""What can be done, but for `undo`, which takes the last thing back."""
