"""The sections of this area: the line under the heading of its pages, made from one list."""

from typing import Any

from flask_babel import gettext as _

from app.changes.policies import may_manage, sees_board
from app.changes.views.blueprint import blueprint
from app.foundation.sections import Section, open_sections
from app.foundation.security import signed_in


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
    return open_sections(_all_sections())


@blueprint.context_processor
def _offer_sections() -> dict[str, Any]:
    return {"sections": sections}
