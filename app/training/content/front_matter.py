"""path.yaml and the front matter of modules: typed, strict, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from app.training.content.faults import Notebook

Model = TypeVar("Model", bound=BaseModel)

MOST_MINUTES = 15
Said = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Days = Annotated[str, Field(pattern=r"^\+([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])d$")]
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
    """The front matter of a module.

    `effective` and `due` say from which day, and within how many days, those who have finished take a `retake` again.
    `formerly` names ids that the module had before, `regrade` drills, the quiz or questions whose key was wrong.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    id: Slug
    title: Said
    tiers: Annotated[list[Tier], Field(min_length=1)]
    version: Annotated[int, Field(ge=1)]
    on_change: Literal["keep", "notify", "retake"]
    minutes: Annotated[int, Field(ge=1, le=240)]
    goals: Annotated[list[Said], Field(min_length=1)]
    effective: date | None = None
    due: Days | None = None
    formerly: list[Slug] = []
    regrade: list[Slug] = []
    reviewed_by: Said | None = None
    reviewed_on: date | None = None

    @property
    def due_days(self) -> int | None:
        """The days of `due`."""
        return int(self.due[1:-1]) if self.due else None


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
    if front:
        _check_retake(text, front, notebook)
        _check_review(text, front, notebook)
    return front


def _check_retake(text: str, front: ModuleFront, notebook: Notebook) -> None:
    for key in ("effective", "due"):
        if front.on_change != "retake" and getattr(front, key):
            _fault_at(text, key, f"“{key}” only means something with “on_change: retake”; remove it.", notebook)
    if front.on_change == "retake" and front.due is None:
        line, column = place_of(text, ("on_change",))
        message = (
            "“on_change: retake” needs “due”, the days people have to take it again; write for example “due: +30d”."
        )
        notebook.advise(line + 1, message, column)


def _check_review(text: str, front: ModuleFront, notebook: Notebook) -> None:
    if front.reviewed_by and not front.reviewed_on:
        _fault_at(text, "reviewed_by", "“reviewed_by” needs “reviewed_on”, the day of the review; add it.", notebook)
    if front.reviewed_on and not front.reviewed_by:
        _fault_at(text, "reviewed_on", "“reviewed_on” needs “reviewed_by”, who reviewed it; add it.", notebook)


def _fault_at(text: str, key: str, message: str, notebook: Notebook) -> None:
    line, column = place_of(text, (key,))
    notebook.fault(line + 1, message, column)


SAME_IN_BOTH = ("tiers", "on_change", "minutes", "effective", "due", "formerly", "regrade", "reviewed_by")
AGES = ("version", "reviewed_on")
"""Keys of which the lower one tells that a language lags behind."""


def _told(value: Any) -> str:
    return "missing" if value is None else str(value)


def compare_fronts(here: str, mine: ModuleFront, other: ModuleFront, name: str, notebook: Notebook) -> None:
    """A fault for each key that must be the same in both languages and is not; `here` is this file's front matter."""
    for key in SAME_IN_BOTH:
        ours, theirs = getattr(mine, key), getattr(other, key)
        if ours != theirs:
            line, column = place_of(here, (key,))
            message = f"“{key}” is {_told(ours)} here and {_told(theirs)} in {name}; make them equal."
            notebook.fault(line + 1, message, column)
    if len(mine.goals) != len(other.goals):
        line = line_of(here, ("goals",)) + 1
        notebook.advise(
            line, f"There are {len(mine.goals)} goals here and {len(other.goals)} in {name}; translate them all."
        )


def compare_ages(
    zh: tuple[str, ModuleFront], en: tuple[str, ModuleFront], stem: str, notebook_of: Callable[[str], Notebook]
) -> None:
    """A fault in the language that lags behind: its version is lower, or its review older or missing."""
    for key in AGES:
        ages = {f"{stem}.zh.md": getattr(zh[1], key), f"{stem}.en.md": getattr(en[1], key)}
        old, new = sorted(ages, key=lambda name: (ages[name] is not None, ages[name] or 0))
        if ages[old] == ages[new]:
            continue
        line, column = place_of(zh[0] if old.endswith(".zh.md") else en[0], (key,))
        message = (
            f"“{key}” is {_told(ages[old])} here and {_told(ages[new])} in {new}; "
            "this language lags behind: bring its text up to date, then make them equal."
        )
        notebook_of(old).fault(line + 1, message, column)


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


def place_in_front(text: str, *loc: int | str) -> tuple[int, int]:
    """Line and column, in the whole file, of a key of a module's front matter; `text` is the file."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    ends = [number for number, line in enumerate(lines) if line.strip() == "---"]
    if len(ends) < 2:
        return 1, 1
    line, column = place_of("\n".join(lines[1 : ends[1]]), loc)
    return line + 1, column


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
