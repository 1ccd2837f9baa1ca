"""What is true in every state of a world, whatever was done; a file must begin with it, operations keep it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.training.content.world.objects import World
from app.training.content.world.state import NOBODY, WHOLE_TOOL, Grant, Report, State, Task

Broken = tuple[str, str, str]
"""A part of the file, the id of what breaks a rule, and the rule as a sentence for the author."""

MOST_HOURS_A_DAY = Decimal(24)


def broken_rules(world: World) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Rules that the world breaks from the beginning, with their places in the file."""
    calendar = world.calendar
    if not calendar.first <= calendar.today <= calendar.last:
        yield ("calendar", "today"), "Today must be within the calendar; move “first” or “last”."
    if not calendar.works(calendar.today):
        yield ("calendar", "today"), "Today must be a working day; choose another."
    for index, template in enumerate(world.templates):
        first = world.role(template.roles[0])
        if first is None or first.tool or not first.works:
            yield (
                ("templates", index, "roles"),
                "The first role is the owner's; it must be one of a project that works.",
            )
    for part, wrong, message in violations(world, world.beginning):
        index = [one.id for one in getattr(world, part)].index(wrong)
        yield (part, index), message


def violations(world: World, state: State) -> Iterator[Broken]:
    """Every rule that a state breaks."""
    for task in state.tasks.values():
        yield from (("tasks", task.id, message) for message in _of_task(world, state, task))
    for grant in state.grants.values():
        yield from (("grants", grant.id, message) for message in _of_grant(world, state, grant))
    for report in state.reports.values():
        yield from (("reports", report.id, message) for message in _of_report(world, state, report))
    for project in state.projects.values():
        if not any(grant.person == project.owner for grant in state.grants_in(project.id)):
            yield "projects", project.id, "The owner holds no role in the project; grant one."
    if not any(_manages_people(world, grant) for grant in state.grants_in(WHOLE_TOOL)):
        yield "grants", next(iter(state.grants), ""), "Nobody holds a role of the whole tool; grant one."


def _manages_people(world: World, grant: Grant) -> bool:
    role = world.role(grant.role)
    return role is not None and role.tool


def _of_task(world: World, state: State, task: Task) -> Iterator[str]:
    status = world.status(task.status)
    if task.project not in state.projects:
        yield "The project of the task does not exist."
    if status is None or (status.reason and not task.reason.zh):
        yield "The status needs a reason; give one."
    if status and status.over and task.left:
        yield "A task that is over has no hours left; set “left” to 0."
    if task.start > task.finish:
        yield "The task ends before it starts."
    for day in (task.start, task.finish):
        if not (world.calendar.holds(day) and world.calendar.works(day)):
            yield f"{day} is no working day of the calendar; choose another."
    workers = {person.id for person in world.workers(state, task.project)}
    if task.assignee != NOBODY and task.assignee not in workers and not (status and status.over):
        yield "Who has the task holds no role in the project that works; grant one."


def _of_grant(world: World, state: State, grant: Grant) -> Iterator[str]:
    role = world.role(grant.role)
    if role is None or role.tool != (grant.project == WHOLE_TOOL):
        yield "A role of the whole tool has no project, any other needs one."
    if grant.project != WHOLE_TOOL and grant.project not in state.projects:
        yield "The project of the grant does not exist."
    same = [one for one in state.grants.values() if _what(one) == _what(grant)]
    if len(same) > 1:
        yield "The same person holds the same role twice; keep one."


def _what(grant: Grant) -> tuple[str, str, str]:
    return grant.person, grant.role, grant.project


def _of_report(world: World, state: State, report: Report) -> Iterator[str]:
    if report.task not in state.tasks:
        yield "The task of the report does not exist."
    if not world.calendar.first <= report.day <= world.calendar.today:
        yield "A report is for a day from the beginning of the calendar until today."
    same_day = (one.hours for one in state.reports.values() if (one.person, one.day) == (report.person, report.day))
    if sum(same_day) > MOST_HOURS_A_DAY:
        yield "More than 24 hours are reported for one day."
