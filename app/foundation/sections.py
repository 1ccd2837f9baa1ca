"""Sections of an area: the line under the heading of its pages, made from one list of the feature."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_login import current_user

from app.foundation.security import Rule


@dataclass(frozen=True, slots=True)
class Section:
    """One entry: its words, the page it leads to, the files of views whose pages belong to it, and who may open it."""

    label: str
    endpoint: str
    files: tuple[str, ...]
    rule: Rule


def open_sections(sections: Sequence[Section]) -> list[tuple[str, str, bool]]:
    """What the signed-in person may open: words, address, and whether the present page belongs to it."""
    here = _file_of(request.endpoint or "")
    return [
        (section.label, url_for(section.endpoint), here in section.files)
        for section in sections
        if section.rule(current_user)
    ]


def _file_of(endpoint: str) -> str:
    view = current_app.view_functions.get(endpoint)
    return view.__module__.rpartition(".")[2] if view else ""
