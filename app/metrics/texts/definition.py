"""What is said of a metric, and the words that many of them share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from flask_babel import lazy_gettext as _l

from app.metrics.formulas.marks import Facts, Found, How, Row
from app.metrics.formulas.numbers import Number

Text = Any  # a lazy sentence
Unit = Literal["percent", "number", "points", "days", "hours", "attempts"]
Period = Literal["as_of", "flow", "month", "cohort", "quarter", "whole_month", "half_year", "rolling"]
Place = Literal["now", "then", "idea", "vote", "month_end", "asked", "parts"]
Need = Literal[
    "assignments",
    "attempts",
    "superusers",
    "ambassadors",
    "groups",
    "invitations",
    "ideas",
    "votes",
    "pulse",
    "benefits",
    "usage",
]
Wanted = Literal["reviews", "credits", "certificates", "loads", "stayed", "round", "questions"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One metric. Without `count` it is not measured, and `missing` says why."""

    code: str
    title: Text
    words: Text
    source: Text
    unit: Unit = "percent"
    period: Period = "as_of"
    dimensions: tuple[str, ...] = ("department",)
    place: Place = "now"  # which department of a person counts; of a figure of the whole company none does
    how: How = "share"
    above: Text = ""
    below: Text = ""
    zero: str = "no_population"
    goal: Text = ""
    places: int = 1
    needs: tuple[Need, ...] = ()
    wants: tuple[Wanted, ...] = ()
    count: Callable[[Facts], Iterable[Row] | Found] | None = None
    more: Callable[[Facts], dict[str, Number | None]] | None = None
    missing: Text = ""
    note: Text = ""
    groups: dict[str, Text] = field(default_factory=dict)
    beside: tuple[tuple[Text, Unit, int], ...] = ()  # further columns of the rows: head, unit, decimals

    def of(self, facts: Facts) -> Found:
        """The figure of a part of the company."""
        if self.count is None:
            return Found(self.how, reason="not_measured")
        counted = self.count(facts)
        return counted if isinstance(counted, Found) else Found(self.how, tuple(counted))


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics of one subject."""

    title: Text
    definitions: tuple[Definition, ...]


REASONS: dict[str, Text] = {
    "no_population": _l("nobody and nothing to count"),
    "not_due_yet": _l("nothing was due yet"),
    "no_responses": _l("nobody has answered"),
    "no_superuser": _l("no superuser"),
    "suppressed": _l("not shown: too few people"),
    "too_little": _l("not shown: too few parts are measured"),
    "not_measured": _l("not measured"),
    "not_kept": _l("not counted any more: usage is deleted after 13 months"),
    "whole_company": _l("counted for the whole company only"),
    "whole_departments": _l("told of whole departments only"),
    "zero": _l("none"),
}
UNITS: dict[str, Text] = {
    "percent": _l("percent"),
    "number": _l("number"),
    "points": _l("points"),
    "days": _l("days"),
    "hours": _l("hours"),
    "attempts": _l("attempts"),
}
PERIODS: dict[str, Text] = {
    "as_of": _l("the end of the chosen day"),
    "flow": _l("the month up to the chosen day"),
    "month": _l("the month up to the chosen day, everyone in it"),
    "cohort": _l("everyone who began long enough before the chosen day"),
    "whole_month": _l("the last whole month that was over at the end of the chosen day"),
    "half_year": _l(
        "everyone who went live in the 13 months before, and whose day 180 lies in a month that was over at the end of the chosen day"
    ),
    "quarter": _l("the quarter up to the chosen day"),
    "rolling": _l("the 365 days up to the chosen day, of each quiz the newest 300 answers"),
}
DIMENSIONS: dict[str, Text] = {
    "department": _l("department with all below it"),
    "own_department": _l("department by itself"),
    "path": _l("path"),
    "company": _l("the whole company only"),
}
PLACES: dict[str, Text] = {
    "now": _l("where people are now"),
    "then": _l("where people were on the day on which it happened"),
    "idea": _l("where the author was when the idea was submitted"),
    "vote": _l("of votes where the voter was when voting, of people where they are now"),
    "month_end": _l("where people were at the end of that month"),
    "asked": _l("where people were when they were asked"),
    "parts": _l("where people are now; of usage and satisfaction where they were then"),
}
"""Which department of people who have moved is meant."""
