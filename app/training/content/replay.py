"""Whether an answer to a drill or quiz can be graded anew with another key: only where the same thing was asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from app.foundation.content.prose import bare
from app.training.content import words
from app.training.content.kinds.branch import BranchDrill
from app.training.content.objects import Drill
from app.training.content.questions import Question
from app.training.content.quiz import Quiz

SEEDS = range(12)
LANGUAGES = ("zh", "en")
PROSE = {"title", "scenario", "intro", "text", "prompt", "detail", "report", "pass_mark", "attempts"}
BOUNDS = {"low", "high", "step", "value", "position", "required"}


def same_asked(old: Drill | Quiz, new: Drill | Quiz, mended: frozenset[str] = frozenset()) -> str:
    """Empty where answers to `old` mean the same in `new`, else what has changed.

    For a quiz `mended` names the questions whose key may differ; the key of every other one must be the same. Naming the
    quiz itself means all of them.
    """
    if isinstance(old, Quiz) or isinstance(new, Quiz):
        return (
            _same_quiz(old, new, mended) if isinstance(old, Quiz) and isinstance(new, Quiz) else "its kind has changed"
        )
    if old.kind != new.kind or type(old) is not type(new):
        return "its kind has changed"
    if old.input_names != new.input_names:
        return "its inputs have changed"
    if isinstance(old, BranchDrill) and isinstance(new, BranchDrill):
        return "" if _story(old) == _story(new) else "its scenes or choices have changed"
    return "" if _shown(old) == _shown(new) else "its inputs or options have changed"


def _same_quiz(old: Quiz, new: Quiz, mended: frozenset[str]) -> str:
    before, after = ({one.id: one for one in quiz.questions} for quiz in (old, new))
    if old.ask != new.ask or before.keys() != after.keys():
        return "the number of questions asked, or the questions to draw from, have changed"
    for name, question in before.items():
        if _options(question) != _options(after[name]):
            return f"the options of the question “{name}” have changed"
        if name not in mended and old.id not in mended and question.facts() != after[name].facts():
            return f"the key of the question “{name}” has changed too; name it here as well"
    return ""


def _options(question: Question) -> object:
    facts = question.facts()
    return facts["kind"], facts["options"]


def _story(drill: BranchDrill) -> object:
    return [
        (
            scene.id,
            [(_folded(label.zh), _folded(label.en)) for label in scene.choices],
            [drill.scenes[target].id for target in scene.key.targets],
        )
        for scene in drill.scenes
    ]


def _shown(drill: Drill) -> object:
    """Inputs and options as pages show them, in both languages and several draws, without prose and bounds."""
    return [_plain(drill.presentation(language, seed)) for language in LANGUAGES for seed in SEEDS]


def _plain(thing: object) -> object:
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        names = [one.name for one in dataclasses.fields(thing) if one.name not in PROSE | BOUNDS]
        return {name: _plain(getattr(thing, name)) for name in names}
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, (tuple, list)):
        return [_plain(one) for one in thing]
    return _folded(thing) if isinstance(thing, str) else thing


def _folded(text: object) -> str:
    return words.fold(bare(str(text)))
