"""Words of goals, and of what is frozen."""

from flask_babel import lazy_gettext as _l

from app.metrics.formulas.goals import Change, Standing
from app.metrics.texts.definition import Text

TOO_FEW = _l("too few to say")
STANDINGS: dict[Standing, tuple[Text, str, Text]] = {
    "unknown": (_l("no value now"), "neutral", ""),
    "met": (_l("reached"), "success", ""),
    "surely_met": (_l("reached"), "success", ""),
    "met_few": (TOO_FEW, "info", _l("Reached, but perhaps by chance.")),
    "missed_few": (TOO_FEW, "info", _l("Not reached, but perhaps by chance.")),
    "surely_missed": (_l("not reached"), "warning", ""),
    "missed": (_l("not reached"), "warning", ""),
}
"""How a figure stands to its goal: a word or two, their tone, and a sentence where there is more to say."""
CHANGES: dict[Change, Text] = {
    "unknown": "",
    "same": _l("As at the baseline."),
    "better": _l("Better than the baseline."),
    "worse": _l("Worse than the baseline."),
    "better_few": _l("Better than the baseline, but too few to say: the intervals overlap."),
    "worse_few": _l("Worse than the baseline, but too few to say: the intervals overlap."),
}
