"""I1 to I10."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.metrics.formulas import marks_ideas as rows
from app.metrics.formulas.marks import Facts
from app.metrics.formulas.numbers import Number, percentile
from app.metrics.texts.definition import Definition, Group

HISTORY = _l("Ideas and their history")
STAGES = {
    "unanswered": _l("not answered"),
    "answered": _l("answered, not decided"),
    "waiting": _l("waits for its author"),
    "accepted": _l("accepted, not delivered"),
}
AGES = {
    "0-7": _l("up to 7 days"),
    "8-30": _l("8 to 30 days"),
    "31-90": _l("31 to 90 days"),
    "91+": _l("over 90 days"),
}


def _response_hours(facts: Facts) -> dict[str, Number | None]:
    found = rows.responses(facts)
    return {"median": found.median, "p90": found.p90}


def _decision_days(facts: Facts) -> dict[str, Number | None]:
    return {"p90": percentile([row.above for row in rows.decision_time(facts)], 90)}


IDEAS = Group(
    _l("Ideas"),
    (
        Definition(
            "I1",
            _l("Ideas submitted"),
            _l("Net: ideas of the month less those merged into another and those withdrawn before anybody answered."),
            HISTORY,
            unit="number",
            period="flow",
            how="total",
            above=_l("Net"),
            below=_l("Submitted"),
            zero="zero",
            places=0,
            needs=("ideas",),
            count=rows.submitted,
            place="idea",
        ),
        Definition(
            "I2",
            _l("Answered in time"),
            _l(
                "Answered within 18 business hours ÷ ideas answered or still waiting past that time. Who wrote the idea cannot answer it. Ideas still inside the time are in neither side; so are those withdrawn before an answer."
            ),
            _l("Ideas, their history and the working calendar"),
            period="flow",
            above=_l("Answered in time"),
            below=_l("Answered or past the target"),
            zero="not_due_yet",
            goal=_l("18 business hours to the first answer"),
            needs=("ideas",),
            count=rows.first_response,
            more=_response_hours,
            place="idea",
        ),
        Definition(
            "I3",
            _l("Time to a decision"),
            _l(
                "Median calendar days from the idea to its acceptance or refusal, less the days spent waiting for its author."
            ),
            HISTORY,
            unit="days",
            period="flow",
            how="median",
            above=_l("Days"),
            below=_l("Decisions of the month"),
            needs=("ideas",),
            count=rows.decision_time,
            more=_decision_days,
            place="idea",
        ),
        Definition(
            "I4",
            _l("Time to delivery"),
            _l("Median calendar days from acceptance to delivery, of the ideas delivered in the month."),
            HISTORY,
            unit="days",
            period="flow",
            how="median",
            above=_l("Days"),
            below=_l("Delivered in the month"),
            needs=("ideas",),
            count=rows.delivery_time,
            place="idea",
        ),
        Definition(
            "I5",
            _l("Acceptance rate"),
            _l("Accepted ÷ decisions of the month; merged ideas are out."),
            HISTORY,
            period="flow",
            above=lazy_pgettext("contest", "Accepted"),
            below=_l("Decisions of the month"),
            needs=("ideas",),
            count=rows.acceptance,
            place="idea",
        ),
        Definition(
            "I6a",
            _l("Implementation rate"),
            _l("Delivered ÷ net ideas of the month. Young months are low by nature."),
            HISTORY,
            period="flow",
            above=_l("Delivered"),
            below=_l("Net ideas of the month"),
            needs=("ideas",),
            count=rows.implementation,
            place="idea",
        ),
        Definition(
            "I6b",
            _l("Accepted ideas delivered"),
            _l("Delivered ÷ ideas accepted in the month."),
            HISTORY,
            period="flow",
            above=_l("Delivered"),
            below=_l("Accepted in the month"),
            needs=("ideas",),
            count=rows.delivery,
            place="idea",
        ),
        Definition(
            "I6c",
            _l("Found useful"),
            _l("Answers that a delivered idea helped ÷ answers."),
            _l("Answers after delivery"),
            period="flow",
            missing=_l("Nobody is asked yet whether a delivered idea helped."),
            place="idea",
        ),
        Definition(
            "I7",
            _l("Votes per person"),
            _l(
                "Standing votes ÷ people in scope. The voters of merged ideas count once on the target; a vote for one's own idea does not count."
            ),
            _l("Votes and people"),
            unit="number",
            period="month",
            how="rate",
            above=_l("Votes"),
            below=_l("People in scope"),
            places=2,
            needs=("ideas", "votes"),
            count=rows.votes_per_person,
            place="vote",
        ),
        Definition(
            "I7b",
            _l("People who vote"),
            _l("People with at least one standing vote ÷ people in scope. Who they are is not shown."),
            _l("Votes and people"),
            period="month",
            above=_l("With a vote"),
            below=_l("People in scope"),
            needs=("ideas", "votes"),
            count=rows.voters,
        ),
        Definition(
            "I8",
            _l("People who submit ideas"),
            _l("People who submitted an idea in the quarter ÷ people in scope. Who they are is not shown."),
            _l("Ideas and people"),
            period="quarter",
            above=_l("Wrote an idea"),
            below=_l("People in scope"),
            needs=("ideas",),
            count=rows.submitters,
        ),
        Definition(
            "I9",
            _l("Breadth of an idea"),
            _l("The square roots of the votes from each department, added; of each idea for itself."),
            _l("Votes"),
            unit="number",
            how="each",
            above=_l("Breadth"),
            below=_l("Votes"),
            zero="zero",
            places=2,
            needs=("ideas", "votes"),
            count=rows.breadth,
            place="idea",
        ),
        Definition(
            "I10",
            _l("Open ideas by age"),
            _l(
                "Ideas that are neither delivered, declined, withdrawn nor merged, by stage and by days since they were submitted."
            ),
            HISTORY,
            unit="number",
            how="groups",
            above=_l("Open"),
            below=_l("Open"),
            zero="zero",
            needs=("ideas",),
            count=rows.open_ideas,
            groups={f"{stage}:{age}": (STAGES[stage], AGES[age]) for stage in STAGES for age in AGES},
            place="idea",
        ),
    ),
)
