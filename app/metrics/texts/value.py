"""P1 to P4, B1 to B3, U1 to U4 and AX."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.metrics.formulas import benefits
from app.metrics.formulas import marks_pulse as pulse_rows
from app.metrics.formulas import marks_value as rows
from app.metrics.formulas.marks import Facts
from app.metrics.formulas.numbers import Number, Ratio, wilson
from app.metrics.texts.definition import Definition, Group

SMALL = _l(
    "A department with fewer than five people is hidden; so is the smallest other where it would give the hidden away."
)
IMPORTED = _l("Imported usage")
OWN = ("own_department",)
COMPANY = ("company",)


def _interval(facts: Facts) -> dict[str, Number | None]:
    found = rows.satisfaction(facts)
    shares = Ratio(int(found.numerator), int(found.denominator))
    bounds = None if found.reason else wilson(shares)
    return {"interval_from": bounds[0] if bounds else None, "interval_to": bounds[1] if bounds else None}


def _as_claimed(facts: Facts) -> dict[str, Number | None]:
    return {"unweighted": benefits.total_unweighted(facts.whole.benefits) if facts.whole.benefits else None}


PULSE = Group(
    _l("Satisfaction"),
    (
        Definition(
            "P1",
            _l("Satisfaction"),
            _l("Answers 4 and 5 ÷ answers from 1 to 5 of the round of the month. Nobody knows who gave which answer."),
            _l("Answers of the pulse"),
            period="month",
            dimensions=OWN,
            above=_l("Answers 4 and 5"),
            below=_l("Answers"),
            zero="no_responses",
            needs=("pulse",),
            count=rows.satisfaction,
            more=_interval,
            note=SMALL,
            place="asked",
        ),
        Definition(
            "P2",
            _l("Response rate"),
            _l("People who answered anything ÷ people invited to the round of the month."),
            _l("Invitations and answers of the pulse"),
            period="month",
            dimensions=OWN,
            above=_l("People who answered"),
            below=_l("People invited"),
            wants=("round",),
            count=pulse_rows.response,
            missing=_l("Who was invited is not recorded for imported rounds."),
            note=_l("A department with fewer than five answers is hidden, and what would give it away."),
            place="asked",
        ),
        Definition(
            "P3",
            _l("Change of satisfaction"),
            _l(
                "P1 less P1 of the round chosen as baseline, in points; clear only where the two intervals do not overlap."
            ),
            _l("Answers of the pulse"),
            unit="points",
            period="month",
            dimensions=OWN,
            how="total",
            above=_l("Points"),
            below=_l("Rounds of the pulse"),
            zero="no_responses",
            wants=("round",),
            count=pulse_rows.change,
            more=pulse_rows.intervals,
            missing=_l("No round is chosen as baseline."),
            note=_l("A department is shown where it may be shown in both rounds."),
            place="asked",
        ),
        Definition(
            "P4",
            _l("First barrier"),
            _l("The first of awareness, desire, knowledge, ability and reinforcement whose mean is 3.0 or less."),
            _l("Answers of the barrier check"),
            unit="points",
            period="month",
            dimensions=OWN,
            how="each",
            above=_l("Mean"),
            below=_l("Answers"),
            zero="no_responses",
            wants=("round",),
            count=pulse_rows.barriers,
            missing=_l("The five questions are asked with a round; imported answers have none."),
            note=_l("A department with fewer than five answers is hidden, and what would give it away."),
            groups={pulse_rows.FIRST: _l("first barrier")},
            place="asked",
        ),
    ),
)
BENEFITS = Group(
    _l("Benefits"),
    (
        Definition(
            "B1",
            _l("Hours saved in a month"),
            _l(
                "Minutes saved × occurrences ÷ 60 × evidence, added: measured 1.0, sampled 0.8, claimed 0.5. A loss always counts in full. A gain of more than 40 hours counts once it is confirmed, one that was refused not at all; what comes once counts in its month."
            ),
            _l("Register of benefits"),
            unit="hours",
            period="month",
            dimensions=COMPANY,
            how="total",
            above=_l("Hours"),
            below=_l("Lines"),
            zero="not_measured",
            places=2,
            needs=("benefits",),
            count=rows.benefit_hours,
            more=_as_claimed,
        ),
        Definition(
            "B2",
            _l("Net hours"),
            _l(
                "B1 less the hours credited for training and the hours logged for support in the month. It can be negative in the first months."
            ),
            _l("Register of benefits, completed modules and logged hours"),
            unit="hours",
            period="month",
            dimensions=COMPANY,
            how="total",
            above=_l("Hours"),
            below=_l("Lines"),
            zero="not_measured",
            places=2,
            needs=("benefits",),
            wants=("credits", "loads"),
            count=rows.net_hours,
        ),
        Definition(
            "B3",
            _l("Hours saved per person"),
            _l("B1 ÷ people in scope."),
            _l("Register of benefits and people"),
            unit="hours",
            period="month",
            dimensions=COMPANY,
            how="rate",
            above=_l("Hours"),
            below=_l("People in scope"),
            places=2,
            needs=("benefits",),
            count=rows.hours_per_person,
        ),
    ),
)
USAGE = Group(
    _l("Usage"),
    (
        Definition(
            "U1",
            _l("Active users"),
            _l("People with a core task in at least two weeks (Monday to Sunday) of the month ÷ people in scope."),
            IMPORTED,
            period="whole_month",
            dimensions=OWN,
            above=lazy_pgettext("usage", "Active"),
            below=_l("People in scope"),
            needs=("usage",),
            count=rows.active_users,
            note=SMALL,
            place="month_end",
        ),
        Definition(
            "U2",
            _l("Core tasks on time"),
            _l("Core tasks done on or before their due day ÷ core tasks due in the month."),
            IMPORTED,
            period="whole_month",
            dimensions=OWN,
            above=_l("On time"),
            below=_l("Due"),
            zero="not_due_yet",
            needs=("usage",),
            count=rows.core_tasks,
            note=SMALL,
            place="month_end",
        ),
        Definition(
            "U3",
            _l("Features used"),
            _l(
                "Core features used at least once ÷ core features enabled for the role, of everyone of whom the file tells it."
            ),
            IMPORTED,
            period="whole_month",
            dimensions=OWN,
            above=_l("Used"),
            below=_l("Enabled"),
            zero="not_measured",
            needs=("usage",),
            count=rows.features_used,
            note=SMALL,
            place="month_end",
        ),
        Definition(
            "U4",
            _l("Still active after 180 days"),
            _l(
                "People active in the month that holds day 180 ÷ people active in the first full month. Day 1 is the day on which their roll-out wave went live."
            ),
            _l("Imported usage and roll-out waves"),
            period="half_year",
            dimensions=OWN,
            above=_l("Still active"),
            below=_l("Active in the first full month"),
            zero="not_due_yet",
            needs=("usage",),
            wants=("stayed",),
            count=rows.still_active,
            note=SMALL,
            place="month_end",
        ),
    ),
)
ADOPTION = Group(
    _l("Adoption"),
    (
        Definition(
            "AX",
            _l("Adoption index"),
            _l(
                "Weighted mean of the parts that are measured: access U1 25, process U2 35, capability T5 20, coverage S1 10, voice P1 10. Below a weight of 60 there is no value. It is counted for one department at a time."
            ),
            _l("Usage, training, appointments and the pulse"),
            unit="points",
            dimensions=OWN,
            how="rate",
            above=_l("Value times weight"),
            below=_l("Weight"),
            zero="too_little",
            needs=("assignments", "superusers", "pulse", "usage"),
            count=rows.index,
            note=_l("Hidden for a department with fewer than five people, and wherever its usage must be hidden."),
            place="parts",
        ),
    ),
)
VALUE = (PULSE, BENEFITS, USAGE, ADOPTION)
