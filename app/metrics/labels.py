"""The metrics of the dashboard: their names, how they are counted, and where their facts come from."""

from dataclasses import dataclass
from typing import Literal

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from app.metrics.models.benefits import Measure, Rhythm
from app.metrics.models.months import Direction

Kind = Literal["assignments", "people", "departments", "ideas"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. `rows` says what its numbers are made of; `flow` ones cover a month, others the end of a day."""

    name: str
    code: str
    title: str
    rows: Kind
    flow: bool
    whole: str
    part: str
    rest: str
    none: str
    words: str
    source: str


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            name="completion",
            code="T1",
            title=_l("Completed"),
            rows="assignments",
            flow=False,
            whole=_l("Assignments that count"),
            part=_l("Completed"),
            rest=_l("Not completed"),
            none=_l("nobody has anything to complete"),
            words=_l(
                "Completed assignments, of all mandatory ones that were neither waived nor withdrawn, of people who are "
                "neither gone nor on leave at the end of the day."
            ),
            source=_l("Assignments and the completion ledger."),
        ),
        Metric(
            name="on-time",
            code="T2",
            title=_l("On time"),
            rows="assignments",
            flow=True,
            whole=_l("Due in the month"),
            part=_l("Completed on time"),
            rest=_l("Late or never"),
            none=_l("nothing was due"),
            words=_l(
                "Completed on or before the due day, of all mandatory assignments whose due day lies in the month up to the "
                "chosen day. Late and never both count as not on time. Who left, or went on leave, on or before the due "
                "day is left out; who left later still counts. A due day lasts until midnight in the company's zone. Who has moved "
                "since counts in the department of the due day."
            ),
            source=_l("Assignments and the completion ledger."),
        ),
        Metric(
            name="overdue",
            code="T3",
            title=_l("Overdue"),
            rows="assignments",
            flow=False,
            whole=_l("Assignments that count"),
            part=_l("Overdue"),
            rest=_l("Not overdue"),
            none=_l("nobody has anything to complete"),
            words=_l(
                "Assignments whose due day is over and that are not completed, of the same assignments as “Completed”. "
                "Their age is counted in calendar days."
            ),
            source=_l("Assignments and the completion ledger."),
        ),
        Metric(
            name="compliance",
            code="T5",
            title=_l("People up to date"),
            rows="people",
            flow=False,
            whole=_l("People with something to complete"),
            part=_l("Up to date"),
            rest=_l("Not up to date"),
            none=_l("nobody has anything to complete"),
            words=_l(
                "People without an overdue assignment and without an expired certificate, of all people with at least one "
                "mandatory assignment that was not waived. Each person counts once."
            ),
            source=_l("Assignments, the completion ledger and certificates."),
        ),
        Metric(
            name="coverage",
            code="S1",
            title=_l("Departments covered"),
            rows="departments",
            flow=False,
            whole=_l("Departments with people"),
            part=_l("Covered"),
            rest=lazy_pgettext("coverage", "Not covered"),
            none=_l("nobody works here"),
            words=_l(
                "Departments with enough active, certified superusers, of all departments in which anybody is. Enough is "
                "one for every forty people, at least one."
            ),
            source=_l("Appointments and people."),
        ),
        Metric(
            name="ideas",
            code="I1",
            title=_l("Ideas"),
            rows="ideas",
            flow=True,
            whole=_l("Submitted"),
            part=_l("Net"),
            rest=_l("Merged or taken back"),
            none=_l("no ideas in this month"),
            words=_l(
                "Ideas submitted in the month up to the chosen day. Net leaves out those that were merged into another, or "
                "withdrawn before anybody answered."
            ),
            source=_l("Ideas and their history."),
        ),
        Metric(
            name="first-response",
            code="I2",
            title=_l("Answered in time"),
            rows="ideas",
            flow=True,
            whole=_l("Answered or past the target"),
            part=_l("Answered within 18 business hours"),
            rest=_l("Answered later or not at all"),
            none=_l("no idea was answered or waits too long"),
            words=_l(
                "Ideas of the month whose first answer came within 18 business hours, of those answered and those still "
                "waiting past that time. Ideas still inside the time are in neither side; so are those withdrawn before an "
                "answer. Business hours follow the company's working calendar."
            ),
            source=_l("Ideas, their history and the working calendar."),
        ),
    )
}

AGES = {
    "1-7": _l("1 to 7 days"),
    "8-30": _l("8 to 30 days"),
    "31-60": _l("31 to 60 days"),
    "61+": _l("over 60 days"),
}

SCORE_PARTS = {
    "completion": _l("Completed"),
    "on_time": _l("On time"),
    "assessment": _l("Test results"),
    "practice": _l("Hands-on tasks accepted"),
    "tool_use": _l("Core tasks on time"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One of the five barrier items: its name, what people agree with, and what helps where it is weak."""

    title: LazyString
    statement: LazyString
    helps: LazyString


USAGE_FIELDS = {
    "person": _l("Person"),
    "due": _l("Due day"),
    "done": _l("Day done"),
    "is_done": _l("Done, yes or no"),
    "project": _l("Project"),
    "month": _l("Month"),
    "active_weeks": _l("Active weeks"),
    "core_due": _l("Core tasks due"),
    "core_on_time": _l("Core tasks on time"),
    "features_used": _l("Core features used"),
    "features_enabled": _l("Core features enabled"),
}
USAGE_ORDERS = {
    "ymd": _l("year, month, day"),
    "dmy": _l("day, month, year"),
    "mdy": _l("month, day, year"),
}
EVIDENCE = {
    "measured": _l("measured"),
    "sampled": _l("sampled"),
    "claimed": _l("claimed"),
}

OUTCOMES = {
    "accepted": lazy_pgettext("contest", "accepted"),
    "partly": _l("accepted in part"),
    "rejected": _l("not accepted"),
}
"""Of contests."""
CORRECTIONS = {"on_time": _l("counts as on time"), "left_out": _l("does not count")}
MEASURES = {Measure.time: _l("Time"), Measure.money: _l("Money")}
BENEFIT_RHYTHMS = {Rhythm.monthly: _l("Monthly"), Rhythm.once: _l("Once, in the first month")}
DIRECTIONS = {Direction.at_least: _l("at least"), Direction.at_most: _l("at most")}

INDEX_PARTS = {
    "access": lazy_pgettext("part of the index", "Access"),
    "process": lazy_pgettext("part of the index", "Process"),
    "capability": lazy_pgettext("part of the index", "Capability"),
    "coverage": lazy_pgettext("part of the index", "Coverage"),
    "voice": lazy_pgettext("part of the index", "Voice"),
}
FUNNEL = {
    "submitted": lazy_pgettext("funnel", "Submitted"),
    "answered": lazy_pgettext("funnel", "Answered"),
    "accepted": lazy_pgettext("funnel", "Accepted"),
    "delivered": lazy_pgettext("funnel", "Delivered"),
    "declined": lazy_pgettext("funnel", "Declined"),
    "merged": lazy_pgettext("funnel", "Merged"),
    "withdrawn": lazy_pgettext("funnel", "Withdrawn"),
}
"""Steps of ideas and the exits beside them."""

PULSE_ITEMS: dict[str, Item] = {
    "awareness": Item(
        _l("Awareness"),
        _l("I know why we work with the new system."),
        _l("Say again why: let the management show one figure that became better, in the next department meeting."),
    ),
    "desire": Item(
        _l("Desire"),
        _l("I want to work with it."),
        _l("Ask what it costs people today: answer the ideas of this group first, and show what was done about them."),
    ),
    "knowledge": Item(
        lazy_pgettext("change", "Knowledge"),
        _l("I know how to do my work in it."),
        _l("Assign the path again to those who stopped half-way, and hold a workshop with a superuser."),
    ),
    "ability": Item(
        _l("Ability"),
        _l("I manage it in my daily work."),
        _l("Let a superuser sit beside people for an hour a week, and give working time for the hands-on tasks."),
    ),
    "reinforcement": Item(
        _l("Reinforcement"),
        _l("It is noticed when it is used well."),
        _l("Thank people where others see it, and stop asking for the same numbers on the old sheet."),
    ),
}
