"""What must never happen between two publications: the same id for another kind of drill or question."""

from __future__ import annotations

from collections.abc import Iterator

from app.training.content.faults import Fault
from app.training.content.objects import Module, Path
from app.training.content.variants import Variants, model


def kind_changes(old: Path, new: Path) -> list[Fault]:
    """A fault for each drill and question whose id had another kind before: old answers would be read as other ones.

    A drill may become one with variants of its kind, and the other way round. Modules are compared by their ids.
    """
    found = []
    for module in new.modules:
        before = old.module(module.id)
        kinds = dict(_kinds(before)) if before else {}
        for (place, name), (kind, line) in _kinds(module):
            was = kinds.get((place, name), (kind, 0))[0]
            if was != kind:
                message = f"“#{name}” was a .{was} when it was published and is a .{kind} now; give it a new id."
                found.append(Fault(f"{new.code}/{module.id}.zh.md", line or 1, 1, message))
    return found


def _kinds(module: Module) -> Iterator[tuple[tuple[str, str], tuple[str, int]]]:
    """The kind and line of everything that is answered in a module, by where it stands and its id."""
    for drill in module.drills:
        one = model(drill) if isinstance(drill, Variants) else drill
        yield ("", drill.id), (getattr(one, "kind", ""), drill.line)
    if module.quiz:
        yield ("", module.quiz.id), ("quiz", module.quiz.line)
        for question in module.quiz.questions:
            yield ("quiz", question.id), (question.kind, question.line)
