"""Reads `.branch`: scenes with links for choices, and ends with scores; refuses stories that cannot be finished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.foundation.content.faults import Notebook
from app.foundation.content.prose import Node, bare, inline, line_of, render, render_line
from app.foundation.content.texts import NOTHING, Text, alone
from app.training.content import words
from app.training.content.kinds.branch import BranchDrill, Scene, SceneKey
from app.training.content.sections import Section, split

SETTINGS = ("pass", "attempts")

_LINK = re.compile(r"^[\[［](?P<label>.+)[\]］][(（]\s*[#＃]\s*(?P<target>[^()（）]+?)\s*[)）]$", re.DOTALL)


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
        scenes=(replace(scenes[0], text=NOTHING), *scenes[1:]),
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
    labels: tuple[Text, ...] = tuple(alone(render_line(label)) for _, label, _, _ in draft.choices)
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
