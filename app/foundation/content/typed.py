"""YAML as typed objects: strict, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from app.foundation.content.faults import Notebook

Model = TypeVar("Model", bound=BaseModel)

Said = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Title(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    zh: Said
    en: Said


def read_as(model: type[Model], text: str, offset: int, notebook: Notebook) -> Model | None:
    """YAML as a typed object; None after faults, each at its line and column. `offset` lines stand above the text."""
    try:
        value = _loaded(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        column = error.problem_mark.column + 1 if error.problem_mark else 1
        notebook.fault(line + offset, f"This is not valid YAML: {_sentence(error)}; mend or quote it.", column)
        return None
    except (YAMLError, ValueError, TypeError, RecursionError):
        notebook.fault(1 + offset, "This is not valid YAML; mend or quote it.")
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for one in error.errors():
            line, column = place_of(text, one["loc"])
            notebook.fault(line + offset, _explain(one["loc"], one["type"], one["msg"], one.get("input")), column)
        return None


# Terms, tools and front matter are read with every check and every publication; most stay as they are.
@lru_cache(maxsize=512)
def _loaded(text: str) -> object:
    """What the YAML says; shared, so nobody may change it."""
    return _yaml().load(text)


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _sentence(error: MarkedYAMLError) -> str:
    return str(error.problem or error.context or "it cannot be read").splitlines()[0].strip()


def _explain(loc: tuple[int | str, ...], kind: str, message: str, given: object) -> str:
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in loc)
    told: dict[str, Callable[[], str]] = {
        "model_type": lambda: "There must be lines of “key: value” here; write them.",
        "missing": lambda: f"“{name}” is missing; add it.",
        "extra_forbidden": lambda: f"“{name}” is not known here; remove it or correct its name.",
        "string_type": lambda: f"“{name}” must be text, not {given!r}; put it in quotes.",
        "int_type": lambda: f"“{name}” must be a whole number, not {given!r}.",
        "string_too_short": lambda: f"“{name}” is empty; fill it in.",
        "too_short": lambda: f"“{name}” is empty; list at least one.",
        "string_pattern_mismatch": lambda: _pattern_sentence(name, given),
        "date_type": lambda: f"“{name}” must be a day such as 2026-12-01, not {given!r}.",
    }
    return told[kind]() if kind in told else f"“{name}” is {given!r}: {message}; correct it."


def _pattern_sentence(name: str, given: object) -> str:
    if name == "due":
        return f"“due” is {given!r}; write the days people have, from +1d to +365d."
    return f"“{name}” is {given!r}; use letters a-z, digits and hyphens only."


def line_of(text: str, loc: tuple[int | str, ...]) -> int:
    """The line of a value in a YAML text, counted from 1."""
    return place_of(text, loc)[0]


def place_of(text: str, loc: tuple[int | str, ...]) -> tuple[int, int]:
    """Line and column of the deepest part of `loc` that the text has."""
    node = _yaml().compose(text)
    line, column = 1, 1
    for part in loc:
        key, node = _child(node, part)
        if key is None:
            break
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
    return line, column


def _child(node: Node | None, part: int | str) -> tuple[Node | None, Node | None]:
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), (None, None))
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None, None
