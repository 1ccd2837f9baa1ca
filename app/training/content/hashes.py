"""Hashes that tell what a change of content does to people who have already begun.

The display hash moves with anything a person could read; the grading hash only with what decides a grade (options,
keys, pass mark, number asked), and is the same for both languages. Both are hexadecimal SHA-256 of canonical JSON.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.training.content.objects import Drill, Module, Path
from app.training.content.questions import Question
from app.training.content.quiz import Quiz


@dataclass(frozen=True, slots=True)
class Hashes:
    """The two hashes of a drill, question, quiz, module or path."""

    display: str
    grading: str


def drill_hashes(drill: Drill) -> Hashes:
    """The hashes of one drill."""
    return Hashes(_hash([drill.kind, _shown(drill)]), _hash(drill.graded_facts()))


def question_hashes(question: Question) -> Hashes:
    """The hashes of one question of a quiz."""
    return Hashes(_hash(_shown(question)), _hash(question.facts()))


def quiz_hashes(quiz: Quiz) -> Hashes:
    """The hashes of a quiz; moving its questions about moves only the display hash."""
    return Hashes(_hash(_shown(quiz)), _hash(quiz.graded_facts()))


def module_hashes(module: Module) -> Hashes:
    """The hashes of a module: its lesson, drills and quiz. Its own version number moves neither."""
    shown = _shown(dataclasses.replace(module, version=0))
    drills = {drill.id: drill.graded_facts() for drill in module.drills}
    return Hashes(_hash(shown), _hash([drills, module.quiz.graded_facts() if module.quiz else None]))


def path_hashes(path: Path) -> Hashes:
    """The hashes of a path; the order of modules is display, the set of modules and the path's pass mark grading."""
    modules = {module.id: module_hashes(module) for module in path.modules}
    named = {"code": path.code, "tier": path.tier, "order": path.order, "valid_months": path.valid_months}
    named |= {key: value for key, value in _circles(path).items() if value}
    shown = [named, _shown(path.title), _shown(path.summary), [[key, one.display] for key, one in modules.items()]]
    graded = {"pass": path.pass_mark, "modules": {key: one.grading for key, one in modules.items()}}
    return Hashes(_hash(shown), _hash(graded))


def _circles(path: Path) -> dict[str, str]:
    """Whom the path is for and who reviews it, where that is not as usual; neither decides a grade."""
    audience = path.audience if path.audience != "tier" else ""
    return {"audience": audience, "reviewers": path.reviewers if path.reviewers != "any" else ""}


def _shown(thing: object) -> object:
    """Any content object as plain JSON values, without the lines it was written on and what no learner reads."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        names = [one.name for one in dataclasses.fields(thing) if one.name not in ("line", "policy")]
        fields = {name: _shown(getattr(thing, name)) for name in names}
        return {type(thing).__name__: fields}
    if isinstance(thing, tuple):
        return [_shown(one) for one in thing]
    if isinstance(thing, (Decimal, date)):
        return str(thing)
    return str(thing) if isinstance(thing, str) else thing


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
