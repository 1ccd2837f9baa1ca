"""`.branch`: a story with choices, graded by the end it reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from markupsafe import Markup

from app.training.content import words
from app.training.content.faults import Notebook
from app.training.content.objects import Drill, Page
from app.training.content.prose import Node, bare, inline, joined, line_of, render, render_line
from app.training.content.questions import OptionView
from app.training.content.results import ItemResult, Result, Solution, Step, result
from app.training.content.sections import Section, split
from app.training.content.shuffle import order
from app.training.content.texts import NOTHING, Both, Text, alone

SETTINGS = ("pass", "attempts")
LONGEST_WALK = 60
"""Steps of a walk that are looked at; nobody needs as many, and a loop must not be walked for ever."""

_LINK = re.compile(r"^[\[［](?P<label>.+)[\]］][(（]\s*[#＃]\s*(?P<target>[^()（）]+?)\s*[)）]$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SceneKey:
    """What must not reach a page: where each choice leads, what is said on it, and the score of an end."""

    targets: tuple[int, ...] = ()
    feedback: tuple[Text, ...] = ()
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene or an end of the story; the first is the start. Texts and choices are safe HTML."""

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
class BranchDrill(Drill):
    """A story. The answer is `{"walk": [positions]}`, each a position (from 1) among the choices as shown."""

    kind: ClassVar[str] = "branch"
    scenes: tuple[Scene, ...]

    def presentation(self, language: str, seed: int, answers: Mapping[str, object] | None = None) -> BranchPage:
        """The story as far as it was walked; a walk that is not valid begins again."""
        visits, chosen = self._follow(answers, seed) or ([0], [])
        trail = tuple(self._trail(at, choice, language) for at, choice in zip(visits, chosen, strict=False))
        scene = self._show(visits[-1], language, seed)
        title, scenario = self.title.of(language), self.scenario.of(language)
        return BranchPage(self.kind, title, scenario, self.pass_mark, trail, scene, len(chosen))

    def extend(
        self, answers: object, choice: object, seed: int, step: int | None = None
    ) -> dict[str, list[str]] | None:
        """The answers with one more choice; None where the choice does not exist at the scene reached.

        With `step` (the number of choices made when the page was shown) the same choice sent twice changes nothing,
        and another choice for a step already taken is refused.
        """
        walk = _walk_of(answers)
        made = words.said(choice)
        if step is not None and step != len(walk):
            return {"walk": walk} if 0 <= step < len(walk) and walk[step] == made else None
        longer = {"walk": [*walk, made]}
        return longer if self._follow(longer, seed) else None

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


def read_branch(section: Section, notebook: Notebook) -> BranchDrill | None:
    """A branch drill from its section; None where its graph is broken."""
    section.refuse_unknown_settings(SETTINGS, notebook)
    start_nodes, headings = split(section.nodes, "h3", notebook)
    start = Section("", section.line, nodes=start_nodes)
    drafts = [_draft(one, notebook) for one in (start, *headings)]
    places = _places(drafts, notebook)
    scenes = tuple(_scene(draft, places, notebook) for draft in drafts)
    if len(places) < len(drafts) or not all(len(scene.key.targets) == len(scene.choices) for scene in scenes):
        return None
    best = max((scene.key.score or 0 for scene in scenes), default=0)
    wants_best = section.settings.get("pass") == "best"
    pass_mark = best if wants_best else section.whole("pass", 80, 1, 100, notebook) or 80
    drill = BranchDrill(
        id=section.id,
        title=alone(section.title),
        scenario=scenes[0].text,
        pass_mark=pass_mark,
        attempts=section.whole("attempts", None, 1, 20, notebook),
        line=section.line,
        scenes=scenes,
    )
    _check_graph(drill, best, notebook)
    return drill


@dataclass(slots=True)
class _Draft:
    """A scene while its links still carry ids."""

    section: Section
    text: Markup
    choices: list[tuple[int, str, str, Text]]
    score: int | None


def _draft(section: Section, notebook: Notebook) -> _Draft:
    listing = next((node for node in section.nodes if node.type == "bullet_list" and _is_choices(node)), None)
    told = [node for node in section.nodes if node is not listing]
    is_start = section.title == "" and not section.braces
    unquoted = [
        child for node in told for child in (node.children if is_start and node.type == "blockquote" else [node])
    ]
    choices = [_choice(item, notebook) for item in listing.children] if listing else []
    if not is_start:
        _check_heading(section, notebook)
    return _Draft(section, render(unquoted), [one for one in choices if one], _score(section, notebook))


def _check_heading(section: Section, notebook: Notebook) -> None:
    if not section.id:
        notebook.fault(
            section.line, "The scene has no id; end its heading with {#id}, or {#id .end score=40} for an end."
        )
    if section.kind not in ("", "end"):
        notebook.fault(
            section.line, f"“.{section.kind}” is not known in a branch; a scene has no kind, an end has .end."
        )


def _score(section: Section, notebook: Notebook) -> int | None:
    if section.kind != "end":
        section.refuse_unknown_settings((), notebook)
        return None
    section.refuse_unknown_settings(("score",), notebook)
    if "score" not in section.settings:
        notebook.fault(section.line, "The end has no score; write {#id .end score=0} to score=100.")
    return section.whole("score", 0, 0, 100, notebook)


def _is_choices(listing: Node) -> bool:
    return any(item.children and _LINK.match(inline(item.children[0]).strip()) for item in listing.children)


def _choice(item: Node, notebook: Notebook) -> tuple[int, str, str, Text] | None:
    found = _LINK.match(inline(item.children[0]).strip()) if item.children else None
    if not found:
        notebook.fault(line_of(item), "The choice is no link; write “- [what to do](#scene)”.")
        return None
    quotes = [child for node in item.children if node.type == "blockquote" for child in node.children]
    return line_of(item), found["label"], words.narrow(found["target"]), alone(render(quotes))


def _places(drafts: Sequence[_Draft], notebook: Notebook) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        if draft.section.id in places:
            notebook.fault(
                draft.section.line, f"The id “{draft.section.id}” is taken by another scene; give each its own."
            )
        places.setdefault(draft.section.id, index)
    return places


def _scene(draft: _Draft, places: dict[str, int], notebook: Notebook) -> Scene:
    section = draft.section
    for line, _label, target, _feedback in draft.choices:
        if not places.get(target):
            notebook.fault(line, f"The choice leads to “#{target}”, which is no scene; write it or mend the link.")
    if draft.score is not None and draft.choices:
        notebook.fault(section.line, "The end has choices; take them away or drop .end.")
    if draft.score is None and not draft.choices:
        notebook.fault(
            section.line, "The scene has no choices and is no end; add “- [what to do](#scene)” or .end score=…."
        )
    if not draft.text:
        notebook.advise(section.line, "Nothing is told here; say what happens, so that the learner learns why.")
    targets = tuple(places[target] for _, _, target, _ in draft.choices if places.get(target))
    labels: tuple[Text, ...] = tuple(Both(*(render_line(label),) * 2) for _, label, _, _ in draft.choices)
    if len({bare(label.zh) for label in labels}) < len(labels):
        notebook.fault(section.line, "Two choices of this scene say the same; make them differ.")
    key = SceneKey(targets, tuple(feedback for *_, feedback in draft.choices), draft.score)
    return Scene(section.id, alone(section.title), alone(draft.text), labels, key, section.line)


def _check_graph(drill: BranchDrill, best: int, notebook: Notebook) -> None:
    reached, best_scores = _reached(drill), drill.best_scores()
    for at, scene in enumerate(drill.scenes):
        if at not in reached:
            notebook.fault(scene.line, f"No choice leads to the scene “{scene.id}”; link to it or remove it.")
        elif best_scores[at] < 0:
            notebook.fault(
                scene.line, "From here no end can be reached, the story turns in a loop; add a way to an end."
            )
    if best < drill.pass_mark or best == 0:
        notebook.fault(drill.line, f"No end has a score of {drill.pass_mark} or more; nobody could pass.")
    elif best < 100:
        notebook.advise(drill.line, f"The best end has {best} points; give the best one 100.")


def _reached(drill: BranchDrill) -> set[int]:
    reached, waiting = {0}, [0]
    while waiting:
        new = set(drill.scenes[waiting.pop()].key.targets) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _walk_of(answers: object) -> list[str]:
    walk = words.answer(answers, "walk")
    if isinstance(walk, str):
        walk = re.split(r"[\s,-]+", walk.strip()) if walk.strip() else []
    return [words.said(step) for step in walk[: LONGEST_WALK + 1]] if isinstance(walk, (list, tuple)) else []
