"""`.branch`: a story with choices, graded by the end it reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from markupsafe import Markup

from app.foundation.content.prose import bare, joined
from app.foundation.content.texts import NOTHING, Text
from app.training.content import words
from app.training.content.objects import Page
from app.training.content.questions import OptionView
from app.training.content.results import ItemResult, Result, Solution, Step, result
from app.training.content.shuffle import order
from app.training.content.steps import SteppedDrill, extended

LONGEST_WALK = 60
"""Steps of a walk that are looked at; nobody needs as many, and a loop must not be walked for ever."""


@dataclass(frozen=True, slots=True)
class SceneKey:
    """What must not reach a page: where each choice leads, what is said on it, and the score of an end."""

    targets: tuple[int, ...] = ()
    feedback: tuple[Text, ...] = ()
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene or an end of the story; the first is the start, told by the scenario. Texts and choices are safe HTML."""

    id: str
    title: Text
    text: Text
    choices: tuple[Text, ...]
    key: SceneKey
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SceneView:
    """The scene a learner is at. Post the `value` of one of the options; an end has none."""

    title: str
    text: Markup | str
    options: tuple[OptionView, ...]
    is_end: bool


@dataclass(frozen=True, slots=True)
class TrailView:
    """A scene already left, with the choice made there and what the author says on it."""

    title: str
    text: Markup | str
    chosen: Markup | str
    feedback: Markup | str


@dataclass(frozen=True, slots=True)
class BranchPage(Page):
    """A branch drill as shown: the trail so far and the scene now. `steps` is the number of choices made."""

    trail: tuple[TrailView, ...]
    scene: SceneView
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDrill(SteppedDrill):
    """A story. The answer is `{"walk": [positions]}`, each a position (from 1) among the choices as shown."""

    kind: ClassVar[str] = "branch"
    scenes: tuple[Scene, ...]

    @property
    def input_names(self) -> tuple[str, ...]:
        """The walk alone."""
        return ("walk",)

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> BranchPage:
        """The story as far as it was walked; a walk that is not valid begins again."""
        visits, chosen = self._follow(answers, seed) or ([0], [])
        trail = tuple(self._trail(at, choice, language) for at, choice in zip(visits, chosen, strict=False))
        scene = self._show(visits[-1], language, seed)
        title, scenario = self.title.of(language), self.scenario.of(language)
        return BranchPage(self.kind, title, scenario, self.pass_mark, trail, scene, len(chosen))

    def extend(self, answers: object, made: object, seed: int, step: int | None = None) -> dict[str, list[str]] | None:
        """The answers with one more choice; None where the choice does not exist at the scene reached."""
        walk = extended(_walk_of(answers), words.said(made), step)
        return {"walk": walk} if walk is not None and self._follow({"walk": walk}, seed) else None

    def is_over(self, answers: object, seed: int) -> bool:
        """Whether an end is reached."""
        return self.grade(answers, seed).complete

    def grade(self, answers: object, seed: int) -> Result:
        """The score of the end reached; 0 and not complete for a walk that is forged or stops short of an end."""
        followed = self._follow(answers, seed)
        if followed is None:
            return result(Fraction(0), 100, self.pass_mark, (), complete=False)
        visits, chosen = followed
        score = self.scenes[visits[-1]].key.score
        best = self.best_scores()
        steps = enumerate(zip(visits, visits[1:], chosen, strict=False))
        items = tuple(self._judge(step, at, then, choice, best) for step, (at, then, choice) in steps)
        return result(Fraction(score or 0), 100, self.pass_mark, items, complete=score is not None)

    def solution(self, language: str, seed: int) -> Solution:
        """The shortest way to the best end."""
        at, steps, walk = 0, [], []
        for choice in self._best_way():
            scene = self.scenes[at]
            walk.append(str(self._shown(at, seed).index(choice) + 1))
            then = scene.key.targets[choice]
            label, value = bare(scene.title.of(language)), bare(scene.choices[choice].of(language))
            said = joined((scene.key.feedback[choice].of(language), self._said_at_end(then, language)))
            steps.append(Step(f"step{len(walk)}", label or self.title.of(language), value, said))
            at = then
        return Solution(tuple(steps), {"walk": tuple(walk)})

    def graded_facts(self) -> dict[str, object]:
        """The graph with its scores, and what each choice says."""
        scenes = {
            scene.id: [
                scene.key.score,
                [
                    [words.fold(bare(label.zh)), words.fold(bare(label.en)), self.scenes[target].id]
                    for label, target in zip(scene.choices, scene.key.targets, strict=True)
                ],
            ]
            for scene in self.scenes
        }
        return {"kind": self.kind, "pass": self.pass_mark, "scenes": scenes}

    def best_scores(self) -> list[int]:
        """For each scene the best score that can still be reached from it; -1 where no end can."""
        best = [-1 if scene.key.score is None else scene.key.score for scene in self.scenes]
        for _ in self.scenes:
            for at, scene in enumerate(self.scenes):
                best[at] = max([best[at], *(best[target] for target in scene.key.targets)])
        return best

    def _follow(self, answers: object, seed: int) -> tuple[list[int], list[int]] | None:
        """The scenes visited and the choices made (author's positions), or None for an impossible walk."""
        walk = _walk_of(answers)
        visits, chosen = [0], []
        if len(walk) > LONGEST_WALK:
            return None
        for step in walk:
            shown = self._shown(visits[-1], seed)
            place = words.position(step, len(shown))
            if place is None:
                return None
            chosen.append(shown[place])
            visits.append(self.scenes[visits[-1]].key.targets[shown[place]])
        return visits, chosen

    def _shown(self, at: int, seed: int) -> list[int]:
        return order(len(self.scenes[at].choices), seed, "choices", self.id, self.scenes[at].id)

    def _show(self, at: int, language: str, seed: int) -> SceneView:
        scene = self.scenes[at]
        shown = enumerate(self._shown(at, seed))
        options = tuple(OptionView(str(place + 1), scene.choices[index].of(language)) for place, index in shown)
        return SceneView(scene.title.of(language), scene.text.of(language), options, is_end=scene.key.score is not None)

    def _trail(self, at: int, choice: int, language: str) -> TrailView:
        scene = self.scenes[at]
        said = (scene.title, scene.text, scene.choices[choice], scene.key.feedback[choice])
        return TrailView(*(text.of(language) for text in said))

    def _judge(self, step: int, at: int, then: int, choice: int, best: list[int]) -> ItemResult:
        ok = best[then] == best[at]
        feedback = NOTHING if ok else self.scenes[at].key.feedback[choice]
        return ItemResult(step + 1, f"step{step + 1}", ok, True, Fraction(int(ok)), feedback)

    def _best_way(self) -> list[int]:
        goal = self.best_scores()[0]
        ways: list[tuple[int, list[int]]] = [(0, [])]
        for at, way in ways:
            if self.scenes[at].key.score == goal:
                return way
            if len(way) <= len(self.scenes):
                ways.extend((target, [*way, choice]) for choice, target in enumerate(self.scenes[at].key.targets))
        return []

    def _said_at_end(self, at: int, language: str) -> str:
        scene = self.scenes[at]
        return scene.text.of(language) if scene.key.score is not None else ""


def _walk_of(answers: object) -> list[str]:
    walk = words.answer(answers, "walk")
    if isinstance(walk, str):
        walk = re.split(r"[\s,-]+", walk.strip()) if walk.strip() else []
    return [words.said(step) for step in walk[: LONGEST_WALK + 1]] if isinstance(walk, (list, tuple)) else []
