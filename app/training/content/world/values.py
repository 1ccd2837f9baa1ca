"""Values that fit what an assertion asks for: ids, numbers, texts that somebody might write; and the operations of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from app.foundation.content.texts import alone
from app.training.content.accept import Length, TextBox, TextRule, Words, sample
from app.training.content.world.assertions import NO_WORDS, Condition, Span, Test
from app.training.content.world.desk import Operation
from app.training.content.world.objects import World
from app.training.content.world.operations import SHORTEST_REASON
from app.training.content.world.state import Grant, State, Task

Conditions: TypeAlias = dict[str, Condition]
LONGEST = 300


def name_for(world: World, told: Condition | None, language: str) -> str:
    """A name made of nothing but the words asked for."""
    terms = [group[0] for group in (told.words if told else NO_WORDS).of(language).groups]
    name = " ".join(terms) or world.words.of("project").of(language)
    return name[:1].upper() + name[1:] + "…" * max(0, 3 - len(name))


def text_for(told: Condition | None, language: str, sentences: Sequence[str]) -> str:
    """What somebody might write so that it holds the words asked for, made of the scenario's sentences."""
    asked = (told.words if told else NO_WORDS).of(language)
    calls = tuple(group for group in asked.groups if group[0].startswith("@"))
    rest = Words(tuple(group for group in asked.groups if group not in calls), asked.whole)
    called = " ".join(group[0] for group in calls)
    box = TextBox(alone(Length(max(0, SHORTEST_REASON - len(called)), LONGEST)))
    text = sample(box, TextRule(alone(rest)), language, sentences)
    return f"{called} {text}".strip()


def only(state: State, grant: Grant) -> State:
    """The state as if there were this grant alone."""
    return State(state.projects, state.tasks, {grant.id: grant}, state.reports, state.made)


def plan(task: Task, person: str, left: Decimal, start: date, finish: date) -> Operation:
    """A task planned anew."""
    return {
        "do": "plan",
        "task": task.id,
        "assignee": person,
        "left": f"{left.normalize():f}",
        "start": start.isoformat(),
        "finish": finish.isoformat(),
    }


def granted(person: str, role: str, project: str, scope: str = "all", until: str = "") -> Operation:
    """A role granted."""
    return {"do": "grant", "person": person, "role": role, "project": project, "scope": scope, "until": until}


def may_be(grant: Grant, asked: Conditions) -> bool:
    """Whether a grant is, but for its scope and end, what is asked for."""
    named = {"person": grant.person, "role": grant.role, "project": grant.project}
    return all(value in fitting(asked.get(field), [value], None) for field, value in named.items())


def fitting(told: Condition | None, known: Sequence[str], usual: str | None) -> list[str]:
    """The known values that a condition allows; without one the usual value, or all."""
    if told is None:
        return list(known) if usual is None else [usual]
    if told.test is Test.is_not:
        return [one for one in known if one not in told.ids]
    return [one for one in told.ids if one in known]


def wanted_ids(told: Condition | None) -> list[str]:
    """The ids that a set must hold."""
    return list(told.ids) if told and told.test in (Test.has, Test.is_) else []


def numbers(told: Condition | None, usual: Decimal) -> list[Decimal]:
    """Numbers that fit; the usual one where it does."""
    if told is None or not told.spans:
        return [usual]
    if fits(told, usual):
        return [usual]
    return [_end(span) for span in told.spans]


def _end(span: Span) -> Decimal:
    if span.low is None or span.high is None:
        return span.low if span.low is not None else max(span.high or Decimal(0), Decimal(0))
    return span.low


def fits(told: Condition, value: Decimal | int) -> bool:
    """Whether a number, or the ordinal of a day, fits."""
    inside = any(span.holds(Decimal(value)) for span in told.spans)
    return inside if told.test is not Test.is_not else not inside
