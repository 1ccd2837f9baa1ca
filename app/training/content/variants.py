"""Variants: several cases of one drill, of which the seed draws one for each attempt."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from app.foundation.content.faults import Notebook
from app.training.content.objects import Drill, Page
from app.training.content.results import Result, Solution
from app.training.content.sections import Section

if TYPE_CHECKING:
    from app.training.content.quiz import Quiz

MOST = 8
SHARED = ("pass", "attempts")
TURNS = 840
"""Seeds of one learner's attempts follow each other in turns of this many; it divides evenly by 1 to 8 variants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants(Drill):
    """One drill in several cases of the same kind, all with the id, title and settings of the first."""

    kind: ClassVar[str] = "variants"
    cases: tuple[Drill, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of all cases."""
        return tuple(dict.fromkeys(name for case in self.cases for name in case.input_names))

    def drawn(self, seed: int) -> Drill:
        """The case of that seed; seed 0 has the first."""
        return self.cases[seed % TURNS % len(self.cases)]

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> Page:
        """The case drawn."""
        return self.drawn(seed).presentation(language, seed, answers)

    def grade(self, answers: object, seed: int) -> Result:
        """Grade the case drawn."""
        return self.drawn(seed).grade(answers, seed)

    def solution(self, language: str, seed: int) -> Solution:
        """The solution of the case drawn."""
        return self.drawn(seed).solution(language, seed)

    def unanswered(self, answers: Mapping[str, object], seed: int) -> list[str]:
        """What is empty in the case drawn."""
        return self.drawn(seed).unanswered(answers, seed)

    def graded_facts(self) -> dict[str, object]:
        """What decides the grade of each case."""
        return {"kind": self.kind, "cases": [case.graded_facts() for case in self.cases]}


def drawn(task: Drill | Quiz, seed: int) -> Drill | Quiz:
    """The drill that this seed really asks; itself, where there are no variants."""
    return task.drawn(seed) if isinstance(task, Variants) else task


def model(task: Drill | Quiz) -> Drill | Quiz:
    """A drill that stands for all of its variants, to be asked for its kind."""
    return drawn(task, 0)


def seed_of(*, lot: int, turn: int) -> int:
    """A seed of 31 bits made of chance and of a number that counts attempts: the next one has the next variant."""
    return lot % (2**31 // TURNS) * TURNS + turn % TURNS


def inherit(sections: Iterable[Section]) -> None:
    """Note whose variant each section is, and give it the settings of that one before it is read."""
    heads: dict[str, Section] = {}
    for section in sections:
        section.variant = section.settings.pop("variant", "")
        head = heads.setdefault(section.variant or section.id, section)
        section.settings = {name: head.settings[name] for name in SHARED if name in head.settings} | section.settings


def gathered(read: list[tuple[Section, Drill]], notebook: Notebook) -> list[Drill]:
    """The drills of a module, each with its variants; what does not go together becomes a fault."""
    firsts = {section.id: section for section, _ in read if not section.variant}
    families: dict[str, list[tuple[Section, Drill]]] = {}
    for section, drill in read:
        name = section.variant
        if not name:
            families[section.id] = [(section, drill)]
        elif _fits(section, firsts, families, notebook):
            families[name].append((section, drill))
    return [_joined(family, notebook) for family in families.values()]


def _fits(section: Section, firsts: Mapping[str, Section], families: Mapping[str, object], notebook: Notebook) -> bool:
    name = section.variant
    first = firsts.get(name)
    if first is None or name not in families:
        told = "stands below this one" if first else "is no drill of this module, or itself a variant"
        notebook.fault(section.line, f"variant={name}: “#{name}” {told}; name the first block of the drill.")
        return False
    if section.kind == "signoff":
        notebook.fault(section.line, "A .signoff has no variants, everybody's own work differs; take variant= away.")
        return False
    if first.kind != section.kind:
        notebook.fault(
            section.line, f"This is a .{section.kind} but “#{name}” is a .{first.kind}; variants are of one kind."
        )
        return False
    return True


def _joined(family: list[tuple[Section, Drill]], notebook: Notebook) -> Drill:
    (head, first), *others = family
    if not others:
        return first
    if len(family) > MOST:
        notebook.fault(others[MOST - 1][0].line, f"A drill has at most {MOST} variants; take some away.")
    for section, _ in others:
        _check_settings(head, section, notebook)
    same = {"id": first.id, "title": first.title, "pass_mark": first.pass_mark, "attempts": first.attempts}
    cases = tuple(dataclasses.replace(drill, **same) for _, drill in family[:MOST])  # type: ignore[arg-type]
    return Variants(
        id=first.id,
        title=first.title,
        scenario=first.scenario,
        pass_mark=first.pass_mark,
        attempts=first.attempts,
        line=first.line,
        cases=cases,
    )


def _check_settings(head: Section, section: Section, notebook: Notebook) -> None:
    for name, value in section.settings.items():
        if name in SHARED and head.settings.get(name, value) != value:
            notebook.fault(
                section.line,
                f"“{name}={value}” differs from “#{head.id}”, whose settings hold for all variants; take it away.",
            )
