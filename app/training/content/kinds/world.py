"""`.world`: something to be done in a mini-world, graded by the state it ends in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, ClassVar, cast

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, bare, inline, line_of, render
from app.foundation.content.texts import Text, alone
from app.training.content.accept_text import Misread
from app.training.content.objects import Page
from app.training.content.results import ItemResult, Result, Solution, Step, Wish, total
from app.training.content.sections import Section
from app.training.content.steps import SteppedDrill, extended
from app.training.content.world.assertion_text import read_assertion
from app.training.content.world.assertions import Assertion, Which, field_words, judge
from app.training.content.world.facts_of_grading import grading_facts
from app.training.content.world.files import world_of
from app.training.content.world.objects import World
from app.training.content.world.operations import perform
from app.training.content.world.refusals import Refused
from app.training.content.world.replay import check_next, operations_of, replay, standing, tidy
from app.training.content.world.solving import solve
from app.training.content.world.state import State
from app.training.content.world.telling import Teller, Told

SETTINGS = ("world", "as", "pass", "attempts")


@dataclass(frozen=True, slots=True)
class WantedKey:
    """What must not reach a page before grading."""

    assertion: Assertion
    feedback: Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that must be so in the end: one point."""

    key: WantedKey
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WorldPage(Page):
    """A world as shown: its state now, the person one is, and what one has done so far.

    `steps` is the number of steps that the next one is posted with; `done` leaves out what was taken back.
    """

    world: World
    state: State
    you: str
    steps: int
    done: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldDrill(SteppedDrill):
    """A drill in a world. The answer is `{"steps": [operations]}`; `you` is the person whom the learner plays."""

    kind: ClassVar[str] = "world"
    handed_in: ClassVar[bool] = True
    world: World
    you: str
    wanted: tuple[Wanted, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """The steps alone."""
        return ("steps",)

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> WorldPage:  # noqa: ARG002 - nothing is shuffled
        """The world as it is after the steps so far."""
        operations = operations_of(answers)
        state = replay(self.world, self.you, operations)
        title, scenario = self.title.of(language), self.scenario.of(language)
        done = self._told(operations, language)
        return WorldPage(self.kind, title, scenario, self.pass_mark, self.world, state, self.you, len(operations), done)

    def extend(self, answers: object, made: Any, seed: int, step: int | None = None) -> Mapping[str, Any] | None:  # noqa: ARG002 - nothing is shuffled
        """The answers with one more operation; None where another one was taken at that step.

        Raises `Refused` for an operation that the world does not take there.
        """
        taken, posted = operations_of(answers), tidy(made)
        longer = extended(taken, posted, step)
        if longer is not None and len(longer) > len(taken):
            check_next(self.world, self.you, taken, posted)
        return None if longer is None else {"steps": longer}

    def is_over(self, answers: object, seed: int) -> bool:  # noqa: ARG002 - nothing is shuffled
        """Never: the learner says when it is finished."""
        return False

    def unanswered(self, answers: Mapping[str, object], seed: int) -> list[str]:  # noqa: ARG002 - nothing is shuffled
        """The steps, where nothing was done."""
        return [] if standing(operations_of(answers)) else ["steps"]

    def grade(self, answers: object, seed: int) -> Result:  # noqa: ARG002 - nothing is shuffled
        """One point for each assertion that holds in the end."""
        state = replay(self.world, self.you, operations_of(answers))
        return total([self._judge(place, state) for place in range(len(self.wanted))], self.pass_mark)

    def solution(self, language: str, seed: int) -> Solution:  # noqa: ARG002 - nothing is shuffled
        """A way to the end that is wanted, step by step, and what is so then."""
        way = solve(self.world, self.you, self._assertions(), language, bare(self.scenario.of(language)))
        steps, state = [], self.world.beginning
        for number, operation in enumerate(way or (), start=1):
            after = replay(self.world, self.you, [*(way or ())[:number]])
            told = Teller(self.world, language).tell(state, operation)
            steps.append(Step(f"step{number}", told.label, told.value, ""))
            state = after
        end = tuple(self._wish(one.key, language) for one in self.wanted)
        return Solution(tuple(steps), cast("Mapping[str, tuple[str, ...]]", {"steps": tuple(way or ())}), end)

    def graded_facts(self) -> dict[str, object]:
        """The assertions, and of the world everything but its words."""
        return {
            "kind": self.kind,
            "pass": self.pass_mark,
            "world": grading_facts(self.world),
            "you": self.you,
            "wanted": [grading_facts(one.key.assertion) for one in self.wanted],
        }

    def _assertions(self) -> list[Assertion]:
        return [one.key.assertion for one in self.wanted]

    def _judge(self, place: int, state: State) -> ItemResult:
        key, name = self.wanted[place].key, f"w{place + 1}"
        verdict = judge(self.world, state, key.assertion)
        if verdict.holds:
            return ItemResult(place + 1, name, True, True, Fraction(1))
        again = field_words(self.world, key.assertion.thing, verdict.fields)
        return ItemResult(place + 1, name, ok=False, hint=key.feedback, explanation=again)

    def _wish(self, key: WantedKey, language: str) -> Wish:
        told = Teller(self.world, language).wish(key.assertion)
        return Wish(told.label, told.value, key.feedback.of(language))

    def _told(self, operations: list[dict[str, str]], language: str) -> tuple[Told, ...]:
        teller, state = Teller(self.world, language), self.world.beginning
        told: list[Told] = []
        for operation in standing(operations):
            try:
                after = perform(self.world, state, self.you, operation)
            except Refused:
                continue
            told.append(teller.tell(state, operation))
            state = after
        return tuple(told)


def read_world_drill(section: Section, notebook: Notebook) -> WorldDrill | None:
    """A world drill from its section; None where its world or assertions are missing."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    world = _world(section, notebook)
    listing = next((node for node in reversed(section.nodes) if node.type == "bullet_list"), None)
    if listing is None:
        notebook.fault(section.line, "Nothing is asserted; add a list such as “- Task WB-12: status=at risk”.")
    if world is None or listing is None:
        return None
    place = section.nodes.index(listing)
    if section.nodes[place + 1 :]:
        notebook.fault(line_of(section.nodes[place + 1]), "Text after the assertions is not shown; move it above them.")
    scenario = render([child for node in section.nodes[:place] for child in _said(node)])
    if not scenario:
        notebook.advise(section.line, "The drill has no scenario; tell the case in a “>” below the heading.")
    wanted = [_wanted(world, item, notebook) for item in listing.children]
    drill = WorldDrill(
        id=section.id,
        title=alone(section.title),
        scenario=alone(scenario),
        pass_mark=section.whole("pass", 80, 1, 100, notebook) or 80,
        attempts=section.whole("attempts", None, 1, 20, notebook),
        line=section.line,
        world=world,
        you=_you(section, world, notebook),
        wanted=_without_others([one for one in wanted if one]),
    )
    if all(wanted):
        _check_possible(drill, notebook)
    return drill


def _world(section: Section, notebook: Notebook) -> World | None:
    name = section.settings.get("world")
    if not name:
        notebook.fault(section.line, "The drill names no world; write {#id .world world=huaxin}.")
        return None
    world = world_of(name, notebook.beside)
    if world is None:
        there = sorted(one[4:].removesuffix(".yaml") for one in notebook.beside if one.startswith("sim/"))
        known = f"there is {', '.join(there)}" if there else "there is none"
        notebook.fault(section.line, f"The world “{name}” is missing in content/sim or has faults; {known}.")
    return world


def _you(section: Section, world: World, notebook: Notebook) -> str:
    you = section.settings.get("as", world.you)
    if world.person(you) is None:
        known = ", ".join(person.id for person in world.people)
        notebook.fault(section.line, f"“as={you}” is nobody of the world; use one of {known}.")
        return world.you
    return you


def _said(node: Node) -> list[Node]:
    return list(node.children) if node.type == "blockquote" else [node]


def _wanted(world: World, item: Node, notebook: Notebook) -> Wanted | None:
    line = line_of(item)
    text = inline(item.children[0]).strip() if item.children else ""
    quotes = [child for node in item.children if node.type == "blockquote" for child in node.children]
    if not quotes:
        notebook.advise(line, "The assertion has no sentence; say below it, after “>”, what is missing when it fails.")
    try:
        assertion = read_assertion(world, text)
    except Misread as misread:
        notebook.fault(line, f"{misread}", 3)
        return None
    return Wanted(WantedKey(assertion, alone(render(quotes))), line)


def _without_others(wanted: list[Wanted]) -> tuple[Wanted, ...]:
    """Assertions on all others leave out what the rest of the drill names."""
    named = [one.key.assertion for one in wanted if one.key.assertion.which is Which.named]
    return tuple(replace(one, key=replace(one.key, assertion=_leaving_out(one.key.assertion, named))) for one in wanted)


def _leaving_out(assertion: Assertion, named: list[Assertion]) -> Assertion:
    if assertion.which is not Which.other:
        return assertion
    names = {name for one in named if one.thing == assertion.thing for name in one.names}
    return replace(assertion, names=tuple(sorted(names)))


def _check_possible(drill: WorldDrill, notebook: Notebook) -> None:
    beginning = drill.grade({}, 0)
    if all(item.ok for item in beginning.items):
        notebook.fault(drill.line, "Everything asserted is so from the beginning; assert what the learner must do.")
        return
    way = solve(drill.world, drill.you, [one.key.assertion for one in drill.wanted], "en", bare(drill.scenario.en))
    if way is None:
        notebook.fault(drill.line, "No way was found to this end in the world; make sure that it can be reached.")
