"""`.order`: steps to put in order, graded by the pairs that stand rightly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import bare, render_line
from app.foundation.content.texts import NOTHING, Text, alone
from app.training.content import ordering, words
from app.training.content.kinds.opening import Entry, entries, scenario_and, settings_of
from app.training.content.objects import Drill, Page
from app.training.content.questions import OptionView
from app.training.content.results import ItemResult, Result, Solution, Step, result
from app.training.content.sections import Section
from app.training.content.shuffle import order

SETTINGS = ("pass", "attempts")
NAME = "o1"
FEWEST = 3


@dataclass(frozen=True, slots=True)
class OrderKey:
    """What must not reach a page before grading; the right order is the author's own."""

    feedback: Text


@dataclass(frozen=True, slots=True)
class OrderStep:
    """A step; its label is safe HTML."""

    label: Text
    key: OrderKey
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OrderPage(Page):
    """The steps as arranged so far, at first in the seed's order. Post `name-value` = rank for each of them."""

    name: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDrill(Drill):
    """Steps in the right order. The answer is `{"o1": [ranks]}`, one for each step in the order of the seed."""

    kind: ClassVar[str] = "order"
    steps: tuple[OrderStep, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """The ranks alone."""
        return (NAME,)

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> OrderPage:
        """The steps in the order given so far."""
        shown, given = self._shown(seed), words.answer(answers, NAME)
        typed = words.all_said(given)
        options = tuple(
            OptionView(
                value=str(place + 1),
                label=self.steps[shown[place]].label.of(language),
                rank=typed[place] if place < len(typed) else "",
            )
            for place in ordering.arranged(given, len(shown))
        )
        title, scenario = self.title.of(language), self.scenario.of(language)
        return OrderPage(self.kind, title, scenario, self.pass_mark, NAME, options)

    def grade(self, answers: object, seed: int) -> Result:
        """One point for each pair in order; said to be wrong are only the steps that would have to be moved."""
        shown = self._shown(seed)
        ranks = ordering.ranks(words.answer(answers, NAME), shown)
        right = ordering.standing_right(ranks)
        items = tuple(self._judge(place, index, ok=index in right) for place, index in enumerate(shown))
        return result(ordering.pairs_in_order(ranks), ordering.pairs(len(shown)), self.pass_mark, items)

    def solution(self, language: str, seed: int) -> Solution:
        """The steps in order with the author's word on each."""
        steps = tuple(
            Step(f"{NAME}-{number}", f"{number}.", bare(one.label.of(language)), one.key.feedback.of(language))
            for number, one in enumerate(self.steps, 1)
        )
        return Solution(steps, {NAME: ordering.right_ranks(self._shown(seed))})

    def unanswered(self, answers: Mapping[str, object], seed: int) -> list[str]:  # noqa: ARG002 - places, not steps
        """The names of the steps without a rank."""
        given = [*words.all_said(words.answer(answers, NAME)), *([""] * len(self.steps))]
        return [f"{NAME}-{place + 1}" for place in range(len(self.steps)) if not given[place].strip()]

    def graded_facts(self) -> dict[str, object]:
        """The steps in their order."""
        steps = [[words.fold(bare(one.label.zh)), words.fold(bare(one.label.en))] for one in self.steps]
        return {"kind": self.kind, "pass": self.pass_mark, "steps": steps}

    def _shown(self, seed: int) -> list[int]:
        return order(len(self.steps), seed, "steps", self.id)

    def _judge(self, place: int, index: int, *, ok: bool) -> ItemResult:
        hint = NOTHING if ok else self.steps[index].key.feedback
        return ItemResult(place + 1, f"{NAME}-{place + 1}", ok, True, Fraction(int(ok)), hint)


def read_order(section: Section, notebook: Notebook) -> OrderDrill | None:
    """An order drill from its section; None where it has no list."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    opening = scenario_and(section, "ordered_list", "ordered list (1. 2. 3.)", notebook)
    if opening is None:
        return None
    scenario, listing = opening
    read = entries(listing, notebook)
    if len(read) < FEWEST:
        notebook.fault(section.line, f"An order needs at least {FEWEST} steps; write them in the right order.")
        return None
    if not any(one.said.zh for one in read):
        notebook.advise(
            section.line, "No step says why it stands where it does; add a “>” below those often misplaced."
        )
    return OrderDrill(**settings_of(section, scenario, notebook), steps=tuple(_step(one) for one in read))


def _step(one: Entry) -> OrderStep:
    return OrderStep(alone(render_line(one.text)), OrderKey(one.said), one.line)
