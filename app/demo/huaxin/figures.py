"""Frozen months, a restatement, goals, and the reports of every week and month, as workers would have made them day by day."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from app.accounts.models import Department, Person, PersonRole, Role
from app.demo.huaxin import cast
from app.demo.huaxin.story import Story
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.events import publish
from app.foundation.mail import MailState, OutgoingMail
from app.metrics.actions.goals import GoalData, set_goal
from app.metrics.actions.months import freeze_due_months, restate_month
from app.metrics.actions.reports import make_due_reports
from app.metrics.formulas.months import first_of, last_of, month_of
from app.metrics.models.months import Direction
from app.metrics.queries.definitions import figure
from app.metrics.queries.months import frozen_months
from app.metrics.queries.scope import scope_for
from app.metrics.texts import DEFINITIONS
from app.notifications.models import Announcement, Channel, MailChoice, Receipt
from app.training.events import LatenessExcused
from app.training.models import Assignment
from app.training.queries.lateness import late_completion

FIRST_DAY = 124
DOWN = range(58, 70)
"""Days ago on which no worker ran: what they should have made came late, and was sent to nobody."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A goal: of what, where, how much, since how many days, for how many days more, and why."""

    code: str
    department: str
    direction: Direction
    target: str
    days: int
    ahead: int
    reason: str


WISHES = (
    Wish("T1", "", Direction.at_least, "80", 60, 30, "年底前八成的人学完，领导班子定的。"),
    Wish("T1", "", Direction.at_least, "85", 21, 60, "装配车间提前上线，目标提高到八成五。"),
    Wish("T3", "", Direction.at_most, "10", 45, 30, "逾期的不超过一成。"),
    Wish("S1", "", Direction.at_least, "90", 45, 90, "每个部门都要有人问得到。"),
    Wish("I2", "", Direction.at_least, "95", 30, 60, "承诺十八个工作小时内答复。"),
    Wish("T5", "D10", Direction.at_least, "90", 30, 60, "研发先做到。"),
)


def keep_figures(story: Story) -> None:
    """Tell it all in the order of the days."""
    _switch_off()
    excused = False
    for days in range(FIRST_DAY, -1, -1):
        with clock.fixed_at(story.moment(days)):
            if days in DOWN:
                continue
            frozen = freeze_due_months()
            while make_due_reports():
                pass
        if frozen and not excused:
            excused = _excuse(story, max(days - 2, 0))
    for wish in WISHES:
        _wish(story, wish)


def _excuse(story: Story, days: int) -> bool:
    """The portal was down on an evening: a completion that came too late counts as on time, and its month is restated."""
    month = frozen_months()[-1]
    due = Assignment.due_on.between(first_of(month), last_of(month))
    ids = db.session.scalars(sa.select(Assignment.id).where(due).order_by(Assignment.id)).all()
    late = next((number for number in ids if late_completion(number) is not None), None)
    if late is None:
        return False
    with story.days_ago(days):
        he = story.people[_number_of("he")].id
        publish(LatenessExcused(late, "当晚 23:00 到 00:20 系统停机，记录为证。", he))
    with clock.fixed_at(story.moment(days, hours=1)):
        return bool(restate_month(month=month))


def _wish(story: Story, wish: Wish) -> None:
    with story.days_ago(wish.days):
        day = clock.today() - timedelta(days=1)
        pmo = story.people[_number_of("pmo")]
        found = figure(DEFINITIONS[wish.code], scope_for(pmo, department=wish.department, path="", day=day)).found
        if found.value is None:
            return
        due = month_of(story.today + timedelta(days=wish.ahead))
        home = db.session.scalar(sa.select(Department.id).where(Department.code == wish.department))
        data = GoalData(wish.direction, Decimal(wish.target), due, day, wish.reason)
        set_goal(code=wish.code, department_id=home, data=data, baseline=found, by_id=pmo.id)


def _number_of(mail: str) -> str:
    return next(member.number for member in cast.ACCOUNTS if member.mail == mail)


def _others() -> list[Person]:
    """Readers of figures that nobody tries out."""
    tried = [member.number for member in cast.ACCOUNTS]
    readers = sa.select(PersonRole.person_id).where(PersonRole.role == Role.manager)
    rows = sa.select(Person).where(Person.id.in_(readers), Person.employee_no.not_in(tried)).order_by(Person.id)
    return list(db.session.scalars(rows))


def _switch_off() -> None:
    """One manager wants no such mails."""
    with transaction():
        for person in _others()[:1]:
            db.session.add(MailChoice(person_id=person.id, scope="figures", channel=Channel.none))


def let_one_report_fail() -> None:
    """The mailbox of another manager was full when the last reports were sent."""
    for person in _others()[1:2]:
        keys = (
            sa.select(Receipt.mail_key)
            .join(Announcement, Announcement.id == Receipt.announcement_id)
            .where(Receipt.person_id == person.id, Announcement.kind.in_(("report_week", "report_month")))
            .order_by(Receipt.id.desc())
            .limit(2)
        )
        failed = {"state": MailState.failed, "sent_at": None, "last_error": "552 mailbox full", "attempts": 7}
        found = [key for key in db.session.scalars(keys) if key]
        db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.dedupe_key.in_(found)).values(**failed))
