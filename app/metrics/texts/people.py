"""S1 to S4 and A1 to A5."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.metrics.formulas import marks_people as rows
from app.metrics.texts.definition import Definition, Group

APPOINTMENTS = _l("Appointments and people")

SUPERUSERS = Group(
    _l("Superusers"),
    (
        Definition(
            "S1",
            _l("Departments covered"),
            _l(
                "Departments with enough superusers in office who passed their kit ÷ departments in which anybody is. Enough is one for every forty people, at least one."
            ),
            APPOINTMENTS,
            above=_l("Covered"),
            below=_l("Departments with people"),
            goal=_l("One superuser for every forty people, at least one in each department"),
            needs=("superusers",),
            count=rows.department_coverage,
        ),
        Definition(
            "S2",
            _l("State of coverage"),
            _l(
                "Departments by superusers: none is a gap, one is a single point, more than two and more than needed is over."
            ),
            APPOINTMENTS,
            unit="number",
            how="groups",
            above=_l("Departments"),
            below=_l("Departments"),
            needs=("superusers",),
            count=rows.coverage_status,
            groups={
                "gap": _l("gap"),
                "single point": _l("single point"),
                "ok": _l("covered"),
                "over": _l("more than needed"),
            },
        ),
        Definition(
            "S3",
            _l("People covered"),
            _l("People in covered departments ÷ people in scope."),
            APPOINTMENTS,
            above=_l("In covered departments"),
            below=_l("People in scope"),
            needs=("superusers",),
            count=rows.user_coverage,
        ),
        Definition(
            "S4",
            _l("People per superuser"),
            _l("People in scope ÷ superusers in office who passed their kit."),
            APPOINTMENTS,
            unit="number",
            how="rate",
            above=_l("People in scope"),
            below=_l("Superusers"),
            zero="no_superuser",
            needs=("superusers",),
            count=rows.users_per_superuser,
        ),
    ),
)
AMBASSADORS = Group(
    _l("Ambassadors"),
    (
        Definition(
            "A1",
            _l("Project groups covered"),
            _l("Active project groups with an ambassador in office who passed the kit ÷ active project groups."),
            APPOINTMENTS,
            dimensions=("company",),
            above=_l("With an ambassador"),
            below=_l("Active project groups"),
            needs=("groups", "ambassadors"),
            count=rows.group_coverage,
        ),
        Definition(
            "A2",
            _l("Attendance of meetings"),
            _l("Attended ÷ invitations that were not excused, only of days in office."),
            _l("Meetings and their attendance"),
            period="flow",
            above=_l("Attended"),
            below=_l("Invitations that count"),
            needs=("ambassadors", "invitations"),
            count=rows.meeting_attendance,
            place="then",
        ),
        Definition(
            "A3",
            _l("Active ambassadors"),
            _l(
                "Ambassadors who attended a meeting or submitted an idea while in office ÷ everyone in office on any day of the month. Voting alone does not count."
            ),
            _l("Appointments, meetings and ideas"),
            period="month",
            above=lazy_pgettext("usage", "Active"),
            below=_l("In office"),
            needs=("ambassadors", "invitations", "ideas"),
            count=rows.active_ambassadors,
        ),
        Definition(
            "A4",
            _l("Closed loops"),
            _l(
                "Relayed ideas decided and reported back to their source within ten working days ÷ relayed ideas decided."
            ),
            _l("Ideas and receipts"),
            period="flow",
            goal=_l("Ten working days from the decision"),
            missing=_l("That an ambassador has told the source in person is recorded, but does not count here."),
        ),
        Definition(
            "A5",
            _l("Load"),
            _l("Minutes logged in the month ÷ minutes agreed, of everyone in office; more than 100 % is too much."),
            _l("Logged hours and appointments"),
            period="month",
            above=_l("Minutes logged"),
            below=_l("Minutes agreed"),
            goal=_l("At most 100 %"),
            wants=("loads",),
            count=rows.load,
        ),
    ),
)
PEOPLE = (SUPERUSERS, AMBASSADORS)
