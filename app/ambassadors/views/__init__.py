"""Pages of superusers and ambassadors, one noun a file."""

from flask.blueprints import BlueprintSetupState

from app.ambassadors.labels import FILTERS
from app.ambassadors.views import (
    actions,
    agenda,
    appointments,
    board,
    calendar,
    check_ins,
    deputies,
    hand_overs,
    hours,
    interviews,
    invitations,
    meetings,
    nominations,
    packs,
    practices,
    recognition,
    sections,
    series,
    sharing,
    standards,
)
from app.ambassadors.views.agenda import may_put_on_agenda
from app.ambassadors.views.blueprint import blueprint

__all__ = [
    "actions",
    "agenda",
    "appointments",
    "blueprint",
    "board",
    "calendar",
    "check_ins",
    "deputies",
    "hand_overs",
    "hours",
    "interviews",
    "invitations",
    "meetings",
    "nominations",
    "packs",
    "practices",
    "recognition",
    "sections",
    "series",
    "sharing",
    "standards",
]


@blueprint.record_once
def _add_filters(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(FILTERS)
    state.app.jinja_env.globals.update(may_put_on_agenda=may_put_on_agenda)
