"""`.signoff`: something to do today in the real tool; a superuser looks at it, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from markupsafe import Markup

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, bare, inline, line_of, render, render_line
from app.foundation.content.texts import Text, alone
from app.training.content import words
from app.training.content.objects import Drill, Page
from app.training.content.results import ItemResult, Result, Solution, Step, total
from app.training.content.sections import Section

SETTINGS = ("by",)
MOST_CRITERIA = 8
ALL = 100
NOTE, LINK = "f1", "f2"
"""The inputs of the learner's word: what was done and where, and a link to it."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the rubric; `hint` is what the reviewer looks for. Both are safe HTML and open to the learner."""

    label: Text
    hint: Text
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion as shown. `name` is the reviewer's tick box, `position` counts from 1."""

    name: str
    position: int
    label: Markup | str
    hint: Markup | str


@dataclass(frozen=True, slots=True)
class SignoffPage(Page):
    """What to do (the scenario), the rubric, and what the learner wrote about it so far."""

    criteria: tuple[CriterionView, ...]
    note: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffDrill(Drill):
    """Work in the real tool, judged by a person: every criterion must be met. The engine grades none of it."""

    kind: ClassVar[str] = "signoff"
    observed: ClassVar[bool] = True
    criteria: tuple[Criterion, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """The note and the link."""
        return NOTE, LINK

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> SignoffPage:  # noqa: ARG002 - nothing is shuffled
        """The task and its rubric, with the note and link written so far."""
        shown = tuple(_show(one, index, language) for index, one in enumerate(self.criteria))
        note, link = (words.said(words.answer(answers, name)) for name in (NOTE, LINK))
        title, scenario = self.title.of(language), self.scenario.of(language)
        return SignoffPage(self.kind, title, scenario, self.pass_mark, shown, note, link)

    def grade(self, answers: object, seed: int) -> Result:  # noqa: ARG002 - people judge it
        """Nothing is met until a person has said so."""
        return self.judged([False] * len(self.criteria), complete=False)

    def judged(self, met: Sequence[object], *, complete: bool = True) -> Result:
        """The result of a review: one point for each criterion met; passed where all are."""
        told = [index < len(met) and met[index] is True for index in range(len(self.criteria))]
        items = [_result(one, index, ok=told[index]) for index, one in enumerate(self.criteria)]
        return total(items, self.pass_mark, complete=complete)

    def solution(self, language: str, seed: int) -> Solution:  # noqa: ARG002 - nothing is shuffled
        """The rubric step by step with what the reviewer looks for; there is no answer to give away."""
        steps = [
            Step(name_of(index), bare(one.label.of(language)), "", one.hint.of(language))
            for index, one in enumerate(self.criteria)
        ]
        return Solution(tuple(steps), {})

    def graded_facts(self) -> dict[str, object]:
        """The criteria, folded, so that a blank or a width moves nothing."""
        labels = [[words.fold(bare(one.label.zh)), words.fold(bare(one.label.en))] for one in self.criteria]
        return {"kind": self.kind, "pass": self.pass_mark, "criteria": labels}


def name_of(index: int) -> str:
    """The name of the reviewer's tick box of the criterion at that index, counted from 0."""
    return f"c{index + 1}"


def read_signoff(section: Section, notebook: Notebook) -> SignoffDrill | None:
    """A sign-off from its section; None where it has no rubric."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    if section.settings.get("by", "superuser") != "superuser":
        notebook.fault(
            section.line, f"“by={section.settings['by']}” is not known; only a superuser signs, write by=superuser."
        )
    listing = next((node for node in section.nodes if node.type == "bullet_list"), None)
    if listing is None:
        notebook.fault(section.line, "There is no rubric; add a bullet list with one criterion on each line.")
        return None
    place = section.nodes.index(listing)
    if section.nodes[place + 1 :]:
        after = line_of(section.nodes[place + 1])
        notebook.fault(
            after, "Text after the rubric is not shown; move it above the list, or below a criterion with “>”."
        )
    task = render([child for node in section.nodes[:place] for child in _said(node)])
    if not task:
        notebook.advise(section.line, "It is not said what to do; write it between the heading and the list.")
    return SignoffDrill(
        id=section.id,
        title=alone(section.title),
        scenario=alone(task),
        pass_mark=ALL,
        line=section.line,
        criteria=_criteria(listing, notebook),
    )


def _criteria(listing: Node, notebook: Notebook) -> tuple[Criterion, ...]:
    if len(listing.children) > MOST_CRITERIA:
        count = len(listing.children)
        notebook.fault(line_of(listing), f"The rubric has {count} criteria; keep to {MOST_CRITERIA} at most.")
    read: list[Criterion] = []
    for item in listing.children:
        one = _criterion(item, notebook)
        if words.tight(bare(one.label.zh)) in {words.tight(bare(other.label.zh)) for other in read}:
            notebook.fault(one.line, "The criterion stands here twice; remove one of them.")
        read.append(one)
    return tuple(read)


def _criterion(item: Node, notebook: Notebook) -> Criterion:
    first = item.children[0] if item.children else None
    label = inline(first) if first is not None and first.type == "paragraph" else ""
    hint = [child for node in item.children if node.type == "blockquote" for child in node.children]
    line = line_of(item)
    if not label.strip():
        notebook.fault(line, "The criterion is empty; say what must be seen.")
    for node in item.children[1:] if label else item.children:
        if node.type != "blockquote":
            notebook.fault(line_of(node), "Below a criterion only a “>” with what the reviewer looks for is shown.")
    if not hint:
        notebook.advise(line, "It is not said what the reviewer looks for; add a “>” below the criterion.")
    return Criterion(alone(render_line(label)), alone(render(hint)), line)


def _show(one: Criterion, index: int, language: str) -> CriterionView:
    return CriterionView(name_of(index), index + 1, one.label.of(language), one.hint.of(language))


def _result(one: Criterion, index: int, *, ok: bool) -> ItemResult:
    return ItemResult(index + 1, name_of(index), ok, True, Fraction(int(ok)), *(() if ok else (one.hint,)))


def _said(node: Node) -> list[Node]:
    return list(node.children) if node.type == "blockquote" else [node]
