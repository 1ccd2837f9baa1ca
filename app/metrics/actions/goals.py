"""Set the goal of a figure, and give it up: each a new version with its reason."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.foundation import audit, clock
from app.foundation.db import db
from app.metrics.formulas.marks import Found
from app.metrics.models.months import Direction, MetricGoal


class NoBaseline(Exception):
    """On that day the figure has no value."""


class NoGoal(Exception):
    """There is no goal that could be given up."""


@dataclass(frozen=True, slots=True)
class GoalData:
    """What is to be reached, until when, from which day on, and why."""

    direction: Direction
    target: Decimal
    due_month: str
    baseline_on: date
    reason: str


def set_goal(*, code: str, department_id: int | None, data: GoalData, baseline: Found, by_id: int | None) -> MetricGoal:
    """Save a version of a goal with the figure as it was counted on the day of the baseline. Raises NoBaseline."""
    if baseline.value is None:
        raise NoBaseline
    goal = MetricGoal(
        code=code,
        department_id=department_id,
        direction=data.direction,
        target=str(data.target),
        due_month=data.due_month,
        baseline_on=data.baseline_on,
        baseline_value=str(baseline.value),
        baseline_numerator=str(Fraction(baseline.numerator)),
        baseline_denominator=str(Fraction(baseline.denominator)),
        holds=True,
        reason=data.reason,
        set_at=clock.now(),
        set_by_id=by_id,
    )
    return _saved(goal, "goal:set", by_id)


def give_up(*, goal: MetricGoal | None, reason: str, by_id: int | None) -> MetricGoal:
    """Save that a goal does not hold any more. Raises NoGoal."""
    if goal is None or not goal.holds:
        raise NoGoal
    same = ("code", "department_id", "direction", "target", "due_month", "baseline_on", "baseline_value")
    more = ("baseline_numerator", "baseline_denominator")
    kept = {name: getattr(goal, name) for name in (*same, *more)}
    row = MetricGoal(**kept, holds=False, reason=reason, set_at=clock.now(), set_by_id=by_id)
    return _saved(row, "goal:withdrawn", by_id)


def _saved(goal: MetricGoal, act: str, by_id: int | None) -> MetricGoal:
    db.session.add(goal)
    db.session.flush()
    told = {"target": goal.target, "direction": goal.direction.value, "due_month": goal.due_month}
    after = {**told, "department_id": goal.department_id, "baseline_on": goal.baseline_on.isoformat()}
    audit.record(act=act, subject=("goal", goal.code), actor_id=by_id, after=after, reason=goal.reason)
    return goal
