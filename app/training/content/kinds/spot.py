"""`.spot`: lines of which some are faulty; ticking those and no others is right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import bare, render_line
from app.foundation.content.texts import NOTHING, Text, alone
from app.training.content import words
from app.training.content.kinds.opening import Entry, entries, scenario_and, settings_of
from app.training.content.objects import Drill, Page
from app.training.content.questions import OptionView
from app.training.content.results import ItemResult, Result, Solution, Step, result
from app.training.content.sections import Section
from app.training.content.shuffle import order

SETTINGS = ("pass", "attempts", "lines")
NAME = "s1"
FEWEST = 3

_STRUCK = re.compile(r"[~～]{2}(?P<text>.+?)[~～]{2}", re.DOTALL)
_FULLY_STRUCK = re.compile(r"[~～]{2}(?P<text>(?:(?![~～]{2}).)+)[~～]{2}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LineKey:
    """What must not reach a page before grading."""

    faulty: bool
    feedback: Text


@dataclass(frozen=True, slots=True)
class Line:
    """A line; its text is safe HTML without any strike."""

    label: Text
    key: LineKey
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SpotPage(Page):
    """The lines in the seed's order, or as written where they are to be read in order. Post the values of some."""

    name: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotDrill(Drill):
    """Lines, some of them faulty. The answer is `{"s1": [positions]}`.

    It earns the share of the faults found less the share of the sound lines blamed: ticking everything, or nothing,
    earns nothing.
    """

    kind: ClassVar[str] = "spot"
    lines: tuple[Line, ...]
    fixed: bool = False

    @property
    def input_names(self) -> tuple[str, ...]:
        """The ticks alone."""
        return (NAME,)

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> SpotPage:
        """The lines with the ticks so far."""
        ticked = self._ticked(answers)
        options = tuple(
            OptionView(str(place + 1), self.lines[index].label.of(language), place in ticked)
            for place, index in enumerate(self._shown(seed))
        )
        title, scenario = self.title.of(language), self.scenario.of(language)
        return SpotPage(self.kind, title, scenario, self.pass_mark, NAME, options)

    def grade(self, answers: object, seed: int) -> Result:
        """Grade the ticks; the author's word on a line is its hint where it is judged wrongly, else an explanation."""
        ticked, shown = self._ticked(answers), self._shown(seed)
        items = tuple(self._judge(place, self.lines[at], ticked=place in ticked) for place, at in enumerate(shown))
        faults = {place for place, index in enumerate(shown) if self.lines[index].key.faulty}
        sound = len(shown) - len(faults)
        blamed = Fraction(len(ticked - faults), sound) if sound else Fraction(0)
        found = Fraction(len(ticked & faults), len(faults)) if faults else Fraction(0)
        return result(max(Fraction(0), found - blamed) * len(faults), len(faults), self.pass_mark, items)

    def solution(self, language: str, seed: int) -> Solution:
        """Every line, whether it is faulty, and why."""
        shown = self._shown(seed)
        steps = tuple(
            Step(
                f"{NAME}-{place + 1}",
                "",
                bare(self.lines[index].label.of(language)),
                self.lines[index].key.feedback.of(language),
                faulty=self.lines[index].key.faulty,
            )
            for place, index in enumerate(shown)
        )
        return Solution(
            steps, {NAME: tuple(str(place + 1) for place, at in enumerate(shown) if self.lines[at].key.faulty)}
        )

    def unanswered(self, answers: Mapping[str, object], seed: int) -> list[str]:  # noqa: ARG002 - ticks are by place
        """The ticks where there are none."""
        return [] if self._ticked(answers) else [NAME]

    def graded_facts(self) -> dict[str, object]:
        """The lines and which of them are faulty, whatever their order."""
        facts = sorted(
            [words.fold(bare(one.label.zh)), words.fold(bare(one.label.en)), one.key.faulty] for one in self.lines
        )
        return {"kind": self.kind, "pass": self.pass_mark, "lines": facts}

    def _ticked(self, answers: object) -> set[int]:
        given = words.all_said(words.answer(answers, NAME))
        places = {words.position(value, len(self.lines)) for value in given}
        return {place for place in places if place is not None}

    def _shown(self, seed: int) -> list[int]:
        count = len(self.lines)
        return list(range(count)) if self.fixed else order(count, seed, "lines", self.id)

    def _judge(self, place: int, one: Line, *, ticked: bool) -> ItemResult:
        ok = ticked == one.key.faulty
        hint, explanation = (NOTHING, one.key.feedback) if ok else (one.key.feedback, NOTHING)
        return ItemResult(place + 1, f"{NAME}-{place + 1}", ok, True, Fraction(int(ok)), hint, explanation)


def read_spot(section: Section, notebook: Notebook) -> SpotDrill | None:
    """A spot drill from its section; None where it has no list."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    opening = scenario_and(section, "bullet_list", "list of lines (-)", notebook)
    if opening is None:
        return None
    scenario, listing = opening
    lines = tuple(_line(one, notebook) for one in entries(listing, notebook))
    _check_lines(lines, section, notebook)
    return SpotDrill(**settings_of(section, scenario, notebook), lines=lines, fixed=section.is_fixed("lines", notebook))


def _line(one: Entry, notebook: Notebook) -> Line:
    struck = _FULLY_STRUCK.fullmatch(one.text)
    if not struck and _STRUCK.search(one.text):
        notebook.fault(one.line, "Only a part of the line is struck out; strike the whole line, “- ~~…~~”.")
    if struck and not one.said.zh:
        notebook.advise(one.line, "The faulty line does not say why; add a “>” below it.")
    text = struck["text"] if struck else one.text
    return Line(alone(render_line(text)), LineKey(faulty=bool(struck), feedback=one.said), one.line)


def _check_lines(lines: tuple[Line, ...], section: Section, notebook: Notebook) -> None:
    faulty = sum(one.key.faulty for one in lines)
    if len(lines) < FEWEST:
        notebook.fault(section.line, f"There are fewer than {FEWEST} lines to look through; write more.")
    if not faulty:
        notebook.fault(section.line, "No line is faulty; strike the faulty ones out, “- ~~…~~”.")
    elif faulty == len(lines):
        notebook.fault(section.line, "Every line is faulty, so that ticking everything would be right; add sound ones.")
