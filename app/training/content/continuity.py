"""What a module says about its own past: former names, questions whose key was wrong, and whom a change concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.foundation.content.faults import Notebook
from app.training.content.front_matter import ModuleFront, place_in_front
from app.training.content.objects import Module, Policy


def policy_of(front: ModuleFront) -> Policy:
    """The part of a front matter that speaks of change and review."""
    return Policy(
        effective=front.effective,
        due_days=front.due_days,
        formerly=tuple(front.formerly),
        regrade=tuple(front.regrade),
        reviewed_by=front.reviewed_by or "",
        reviewed_on=front.reviewed_on,
    )


def check_continuity(
    modules: Sequence[Module],
    listed: Sequence[str],
    files: Mapping[str, str],
    notebook_of: Callable[[str], Notebook],
) -> None:
    """Faults for former ids that are in use or claimed twice, and for regraded ids that the module does not have."""
    claimed: dict[str, str] = {}
    for module in modules:
        name = f"{module.id}.zh.md"
        notebook, text = notebook_of(name), files[name]
        for place, former in enumerate(module.policy.formerly):
            message = _why_not_former(former, listed, claimed)
            if message:
                _fault(notebook, text, ("formerly", place), message)
            claimed.setdefault(former, module.id)
        for place, item_id in enumerate(module.policy.regrade):
            if item_id not in gradable(module):
                message = f"“{item_id}” is no drill or question of this module; name one of its ids."
                _fault(notebook, text, ("regrade", place), message)


def gradable(module: Module) -> frozenset[str]:
    """The ids that `regrade` may name: drills, the quiz, and the questions of the quiz."""
    quiz = [module.quiz.id, *(question.id for question in module.quiz.questions)] if module.quiz else []
    return frozenset([*(drill.id for drill in module.drills), *quiz])


def _why_not_former(former: str, listed: Sequence[str], claimed: Mapping[str, str]) -> str:
    if former in listed:
        return f"“{former}” is a module of this path now; a former name must no longer be in use."
    if former in claimed:
        return f"“{former}” is named as former by “{claimed[former]}” too; a module has one successor, keep one."
    return ""


def _fault(notebook: Notebook, text: str, loc: tuple[int | str, ...], message: str) -> None:
    line, column = place_in_front(text, *loc)
    notebook.fault(line, message, column)
