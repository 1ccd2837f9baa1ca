"""What is told of each wave of the roll-out: the figures of the registry, asked of its people, and how ready they are."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from app.metrics.texts import DEFINITIONS, Definition
from app.training.queries.waves import Ready

READY = Definition(
    "",
    _l("Completed all that must be done"),
    _l(
        "People of the wave who have completed everything that must be done ÷ people of whom anything is asked. Who is on leave belongs to it; a renewal counts once its day is over."
    ),
    _l("Roll-out waves and assignments"),
    above=_l("Completed all"),
    below=_l("People of whom anything is asked"),
    groups={
        Ready.ready: _l("completed all"),
        Ready.in_progress: _l("in progress"),
        Ready.not_begun: _l("not begun"),
    },
)
USAGE = replace(
    DEFINITIONS["U1"],
    note=_l("Only whole departments of the wave that may be shown by themselves; small ones are left out."),
)
FIGURES: dict[str, Definition] = {
    "ready": READY,
    "completion": DEFINITIONS["T1"],
    "on-time": DEFINITIONS["T2"],
    "superusers": replace(DEFINITIONS["S1"], title=_l("Departments with enough superusers")),
    "ambassadors": replace(DEFINITIONS["A1"], title=_l("Project groups with an ambassador")),
    "usage": USAGE,
    "index": replace(DEFINITIONS["AX"], above=_l("Adoption index")),
}
"""Figures of a wave in the order in which pages tell them, by their name in addresses."""
