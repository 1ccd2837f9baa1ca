"""The sections of this area: the line under the heading of its pages, made from one list."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.changes.policies import may_manage, sees_board
from app.changes.views.blueprint import blueprint
from app.foundation.security import Rule, signed_in


@dataclass(frozen=True, slots=True)
class Section:
    """One entry: its words, the page it leads to, the files of this folder whose pages belong to it, and who may open it."""

    label: str
    endpoint: str
    files: tuple[str, ...]
    rule: Rule


def _all_sections() -> list[Section]:
    """Every section, in the order in which they are shown; a new one is a line here."""
    requests = ("requests", "moves", "assessments", "ideas", "reviews")
    return [
        Section(_("Change requests"), "changes.show_changes", requests, signed_in),
        Section(_("Board"), "changes.show_board", ("board", "ballots"), sees_board),
        Section(_("Calendar"), "changes.show_calendar", ("calendar", "freezes"), signed_in),
        Section(_("Releases"), "changes.show_releases", ("releases",), signed_in),
        Section(_("Templates"), "changes.show_templates", ("templates",), may_manage),
    ]


def sections() -> list[tuple[str, str, bool]]:
    """What the signed-in person may open: words, address, and whether the present page belongs to it."""
    here = _file_of(request.endpoint or "")
    return [
        (section.label, url_for(section.endpoint), here in section.files)
        for section in _all_sections()
        if section.rule(current_user)
    ]


def _file_of(endpoint: str) -> str:
    view = current_app.view_functions.get(endpoint)
    return view.__module__.rpartition(".")[2] if view else ""


@blueprint.context_processor
def _offer_sections() -> dict[str, Any]:
    return {"sections": sections}
