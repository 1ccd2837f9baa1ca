"""Goals of figures: which hold, which did, and how a figure stands to its own."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.metrics.formulas.goals import Change, Measure, Standing, change_since, measure, standing
from app.metrics.formulas.marks import Found
from app.metrics.formulas.months import month_of
from app.metrics.models.months import Direction, MetricGoal
from app.metrics.texts import DEFINITIONS, Definition

NUMBERS = frozenset({"share", "rate", "mean", "median", "total"})
"""Ways of counting that give one number; others have no goal."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal with what it began from and what is now."""

    goal: MetricGoal
    definition: Definition
    baseline: Measure
    now: Measure
    over: bool

    @property
    def target(self) -> Fraction:
        """The goal, exact."""
        return Fraction(self.goal.target)

    @property
    def upwards(self) -> bool:
        """Whether more is better."""
        return self.goal.direction is Direction.at_least

    @property
    def standing(self) -> Standing:
        """How the figure stands to the goal."""
        return standing(self.now, self.target, upwards=self.upwards)

    @property
    def change(self) -> Change:
        """How the figure moved since the baseline."""
        return change_since(self.baseline, self.now, upwards=self.upwards)


def may_have_goal(definition: Definition) -> bool:
    """Whether a metric is one number that is measured."""
    return definition.count is not None and definition.how in NUMBERS


def goals_holding(codes: Collection[str], department_id: int | None) -> dict[str, MetricGoal]:
    """The goals of some metrics that hold for the company or a department, by code; one statement."""
    newest = sa.select(sa.func.max(MetricGoal.id)).where(_of(department_id), MetricGoal.code.in_(codes))
    found = sa.select(MetricGoal).where(MetricGoal.id.in_(newest.group_by(MetricGoal.code)), MetricGoal.holds)
    return {goal.code: goal for goal in db.session.scalars(found)}


def goal_holding(code: str, department_id: int | None) -> MetricGoal | None:
    """The goal of one metric."""
    return goals_holding([code], department_id).get(code)


def goal_versions(code: str, department_id: int | None, *, number: int) -> Page[Any]:
    """Every version of a goal, the newest first, with the name of who set it."""
    rows: Any = (
        sa.select(MetricGoal, Person.name.label("by"))
        .outerjoin(Person, Person.id == MetricGoal.set_by_id)
        .where(MetricGoal.code == code, _of(department_id))
        .order_by(MetricGoal.id.desc())
    )
    return page_of(rows, number=number, scalars=False)


def aim_of(goal: MetricGoal, now: Measure, today: Any) -> Aim:
    """A goal beside what is now."""
    definition = DEFINITIONS[goal.code]
    baseline = measure(
        Fraction(goal.baseline_value),
        Fraction(goal.baseline_numerator),
        Fraction(goal.baseline_denominator),
        share=definition.how == "share",
    )
    return Aim(goal, definition, baseline, now, over=month_of(today) > goal.due_month)


def measure_of(found: Found) -> Measure:
    """A counted figure, to be compared with its goal."""
    return measure(found.value, Fraction(found.numerator), Fraction(found.denominator), share=found.how == "share")


def _of(department_id: int | None) -> sa.ColumnElement[bool]:
    return MetricGoal.department_id == department_id if department_id else MetricGoal.department_id.is_(None)
