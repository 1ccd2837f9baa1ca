"""The metrics of the dashboard: their names, how they are counted, and where their facts come from."""

from dataclasses import dataclass
from typing import Literal

from flask_babel import lazy_gettext as _l

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
                "day is left out; who left later still counts. A due day lasts until midnight in the company's zone."
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
            rest=_l("Not covered"),
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
