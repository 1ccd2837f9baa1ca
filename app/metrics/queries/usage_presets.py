"""Which columns the exports of known tools have: files beside the content, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from ruamel.yaml import YAML

from app.foundation.settings import ROOT
from app.metrics.formulas.usage import FIELDS, Layout
from app.metrics.formulas.usage_days import ORDERS


@dataclass(frozen=True, slots=True)
class Preset:
    """A tool: its names, how a file is got from it, and the headings that may stand for each field, the best one first.

    `verified` says that a file exported by a company was read with it.
    """

    code: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    verified: bool
    fields: Mapping[str, tuple[str, ...]]
    order: str
    several: str
    empty: frozenset[str]
    skip: int

    def layout_of(self, headings: Iterable[str]) -> Layout:
        """How a file with these headings is read."""
        there = set(headings)
        found = {name: next((one for one in names if one in there), "") for name, names in self.fields.items()}
        fields = {name: heading for name, heading in found.items() if heading}
        return Layout(fields, self.order, self.several, self.empty, self.skip)


def presets() -> dict[str, Preset]:
    """Every preset by its code: those of the company's own content, else those that are shipped."""
    own: Path = current_app.extensions["uptake.settings"].content / "usage"
    return _read(own if own.is_dir() else ROOT / "content" / "usage")


@cache
def _read(folder: Path) -> dict[str, Preset]:
    return {path.stem: _preset(path) for path in sorted(folder.glob("*.yaml"))}


def _preset(path: Path) -> Preset:
    told: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    fields = {name: tuple(heading.casefold() for heading in headings) for name, headings in told["fields"].items()}
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"{path.name}: no such field: {', '.join(sorted(unknown))}")
    if told["order"] not in ORDERS:
        raise ValueError(f"{path.name}: order is one of {', '.join(ORDERS)}")
    return Preset(
        code=path.stem,
        title=told["title"],
        about=told["about"],
        verified=told["verified"],
        fields=fields,
        order=told["order"],
        several=told["several"],
        empty=frozenset(word.casefold() for word in told["empty"]),
        skip=told.get("skip", 0),
    )
