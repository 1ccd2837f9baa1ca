"""path.yaml and the front matter of modules: typed, strict, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.foundation.content.faults import Notebook
from app.foundation.content.typed import Said, Slug, Title, line_of, place_of, read_as

MOST_MINUTES = 15
Days = Annotated[str, Field(pattern=r"^\+([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])d$")]
Tier = Literal["management", "administrator", "end_user"]


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


def place_in_front(text: str, *loc: int | str) -> tuple[int, int]:
    """Line and column, in the whole file, of a key of a module's front matter; `text` is the file."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    ends = [number for number, line in enumerate(lines) if line.strip() == "---"]
    if len(ends) < 2:
        return 1, 1
    line, column = place_of("\n".join(lines[1 : ends[1]]), loc)
    return line + 1, column
