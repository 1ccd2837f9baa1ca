"""path.yaml and the front matter of modules: typed, strict, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from app.training.content.faults import Notebook

Model = TypeVar("Model", bound=BaseModel)

MOST_MINUTES = 15
Said = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Tier = Literal["management", "administrator", "end_user"]


class Title(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    zh: Said
    en: Said


class PathFile(BaseModel):
    """path.yaml. `audience` says to whom the first publication assigns it, `reviewers` who may sign practice off."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=40)]
    tier: Tier
    version: Said
    title: Title
    summary: Title
    order: Literal["strict", "free"]
    pass_mark: Annotated[int, Field(ge=1, le=100)]
    valid_months: Annotated[int, Field(ge=1, le=120)] | None = None
    audience: Literal["tier", "superuser", "ambassador"] = "tier"
    reviewers: Literal["any", "outside_line"] = "any"
    modules: Annotated[list[Slug], Field(min_length=1)]


class ModuleFront(BaseModel):
    """The front matter of a module."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    id: Slug
    title: Said
    tiers: Annotated[list[Tier], Field(min_length=1)]
    version: Annotated[int, Field(ge=1)]
    on_change: Literal["keep", "notify", "retake"]
    minutes: Annotated[int, Field(ge=1, le=240)]
    goals: Annotated[list[Said], Field(min_length=1)]


def read_path_file(text: str, notebook: Notebook) -> PathFile | None:
    """path.yaml as an object; None after faults."""
    path = read_as(PathFile, text, 0, notebook)
    if path and len(set(path.modules)) < len(path.modules):
        notebook.fault(line_of(text, ("modules",)), "A module stands in the list twice; name each once.")
        return None
    return path


def read_module_front(text: str, stem: str, notebook: Notebook) -> ModuleFront | None:
    """A module's front matter as an object; None after faults. Its first line is line 2 of the file."""
    front = read_as(ModuleFront, text, 1, notebook)
    if front and front.id != stem:
        line = line_of(text, ("id",)) + 1
        notebook.fault(line, f"The id “{front.id}” must be the name of the file, “{stem}”; rename one of them.")
    if front and front.minutes > MOST_MINUTES:
        line = line_of(text, ("minutes",)) + 1
        notebook.advise(
            line, f"{front.minutes} minutes are too long for one sitting; split it, {MOST_MINUTES} at most."
        )
    return front


def compare_fronts(here: str, mine: ModuleFront, other: ModuleFront, name: str, notebook: Notebook) -> None:
    """A fault for each key that must be the same in both languages and is not; `here` is this file's front matter."""
    for key in ("tiers", "version", "on_change", "minutes"):
        if getattr(mine, key) != getattr(other, key):
            line = line_of(here, (key,)) + 1
            notebook.fault(
                line, f"“{key}” is {getattr(mine, key)} here and {getattr(other, key)} in {name}; make them equal."
            )
    if len(mine.goals) != len(other.goals):
        line = line_of(here, ("goals",)) + 1
        notebook.advise(
            line, f"There are {len(mine.goals)} goals here and {len(other.goals)} in {name}; translate them all."
        )


def read_as(model: type[Model], text: str, offset: int, notebook: Notebook) -> Model | None:
    """YAML as a typed object; None after faults, each at its line and column. `offset` lines stand above the text."""
    try:
        value = _yaml().load(text)
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
        "string_pattern_mismatch": lambda: f"“{name}” is {given!r}; use letters a-z, digits and hyphens only.",
    }
    return told[kind]() if kind in told else f"“{name}” is {given!r}: {message}; correct it."


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
