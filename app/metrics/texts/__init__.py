"""The registry of metrics: every figure by its id, with all that is to be said of it."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.metrics.texts.definition import DIMENSIONS, PERIODS, PLACES, REASONS, UNITS, Definition, Group, Text
from app.metrics.texts.ideas import IDEAS
from app.metrics.texts.people import PEOPLE
from app.metrics.texts.training import TRAINING
from app.metrics.texts.value import VALUE

GROUPS: tuple[Group, ...] = (TRAINING, *PEOPLE, IDEAS, *VALUE)
DEFINITIONS: dict[str, Definition] = {each.code: each for group in GROUPS for each in group.definitions}
ROWS: dict[tuple[str, int | str], Text] = {
    ("department", ""): _l("All others together"),
    ("hours", "training"): _l("Hours of training"),
    ("hours", "support"): _l("Hours of support"),
    ("hours", "people"): _l("People in scope"),
    ("round", "now"): _l("The round of the month"),
    ("round", "baseline"): _l("Less the round chosen as baseline"),
    ("item", "awareness"): _l("Awareness"),
    ("item", "desire"): _l("Desire"),
    ("item", "knowledge"): lazy_pgettext("change", "Knowledge"),
    ("item", "ability"): _l("Ability"),
    ("item", "reinforcement"): _l("Reinforcement"),
    ("part", "access"): _l("Access: active users"),
    ("part", "process"): _l("Process: core tasks on time"),
    ("part", "capability"): _l("Capability: people up to date"),
    ("part", "coverage"): _l("Coverage: enough superusers"),
    ("part", "voice"): _l("Voice: satisfaction"),
}
"""Rows that have no name in any table."""
MORE: dict[str, Text] = {
    "median": _l("Median hours"),
    "p90": _l("Nine of ten within"),
    "interval_from": _l("95 % interval, from"),
    "interval_to": _l("95 % interval, to"),
    "baseline_from": _l("95 % interval of the baseline, from"),
    "baseline_to": _l("95 % interval of the baseline, to"),
    "unweighted": _l("As claimed"),
    "normalised": _l("Normalised gain, 1 at most"),
}
VERSION = 4
"""Raised with every change of a formula; a frozen month keeps the number that it was counted by."""

__all__ = [
    "DEFINITIONS",
    "DIMENSIONS",
    "GROUPS",
    "MORE",
    "PERIODS",
    "PLACES",
    "REASONS",
    "ROWS",
    "UNITS",
    "VERSION",
    "Definition",
    "Group",
]
