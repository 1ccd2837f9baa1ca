"""The frozen objects of training content. Structure and keys stand once, texts in both languages.

These objects hold keys: pass `drill.presentation(…)` to a page, never the drill itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from markupsafe import Markup

from app.foundation.content.texts import Both, Text
from app.training.content import words
from app.training.content.results import Result, Solution

if TYPE_CHECKING:
    from app.training.content.quiz import Quiz

TIERS = ("management", "administrator", "end_user")


@dataclass(frozen=True, slots=True)
class Page:
    """What every drill shows; each kind adds its own. `kind` names the template's part, `scenario` is safe HTML."""

    kind: str
    title: str
    scenario: Markup | str
    pass_mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill(ABC):
    """A hands-on drill. `attempts` is None where tests are not limited; `scenario` is safe HTML.

    `observed` drills are done in the real tool and judged by a person, never by the engine.
    """

    kind: ClassVar[str]
    observed: ClassVar[bool] = False

    id: str
    title: Text
    scenario: Text
    pass_mark: int
    attempts: int | None = None
    line: int = field(default=0, compare=False, repr=False)

    @property
    @abstractmethod
    def input_names(self) -> tuple[str, ...]:
        """The names under which answers are posted."""

    @abstractmethod
    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> Page:
        """What a page may show, filled with the answers given so far; no key, id, hint or author's order."""

    @abstractmethod
    def grade(self, answers: object, seed: int) -> Result:
        """Grade posted answers of any shape; never raises."""

    @abstractmethod
    def solution(self, language: str, seed: int) -> Solution:
        """A right answer step by step; for the See stage on the server only."""

    def unanswered(self, answers: Mapping[str, object], seed: int) -> list[str]:
        """The names of what asks for an answer and has none; names of page elements, not always of inputs."""
        asked = [item.name for item in self.grade(answers, seed).items if item.applies]
        return [name for name in asked if not words.is_given(words.answer(answers, name))]

    @abstractmethod
    def graded_facts(self) -> dict[str, object]:
        """What decides a grade, as plain JSON values: the grading hash moves when these move."""


@dataclass(frozen=True, slots=True)
class ModuleText:
    """What a module says in one language; `lesson` is safe HTML whose headings start at h2."""

    title: str
    goals: tuple[str, ...]
    lesson: Markup


@dataclass(frozen=True, slots=True)
class Policy:
    """What becomes of people and records when a module changes, and who reviewed it; no learner reads it.

    `effective` and `due_days` are for `on_change: retake`; `formerly` are ids the module had before; `regrade` names
    drills, the quiz or questions whose key was wrong in the version before.
    """

    effective: date | None = None
    due_days: int | None = None
    formerly: tuple[str, ...] = ()
    regrade: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """A lesson with its drills and quiz. `version` rises when grading changes; `minutes` is the time to plan."""

    id: str
    tiers: tuple[str, ...]
    version: int
    on_change: str
    minutes: int
    texts: Both[ModuleText]
    drills: tuple[Drill, ...]
    quiz: Quiz | None
    policy: Policy = field(default=Policy(), compare=False)

    def text(self, language: str) -> ModuleText:
        """Title, goals and lesson in that language."""
        return self.texts.of(language)

    def drill(self, drill_id: str) -> Drill | None:
        """The drill of that id, or None."""
        return next((drill for drill in self.drills if drill.id == drill_id), None)


@dataclass(frozen=True, slots=True)
class Path:
    """A training path. `version` is the author's text; `valid_months` is None where a completion never expires.

    `audience` is `tier`, `superuser` or `ambassador`: whom the first publication assigns it to. `reviewers` is `any` or
    `outside_line`: then the learner's own manager may not accept practice alone.
    """

    code: str
    tier: str
    version: str
    title: Text
    summary: Text
    order: str
    pass_mark: int
    valid_months: int | None
    modules: tuple[Module, ...]
    audience: str = "tier"
    reviewers: str = "any"

    @property
    def minutes(self) -> int:
        """The time to plan for the whole path."""
        return sum(module.minutes for module in self.modules)

    def module(self, module_id: str) -> Module | None:
        """The module of that id, or None."""
        return next((module for module in self.modules if module.id == module_id), None)
