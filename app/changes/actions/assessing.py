"""Writing down what a change costs, touches and risks."""

from collections.abc import Collection
from decimal import Decimal

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.actions.errors import MoveNotListed
from app.changes.actions.moves import held_change, swap_change
from app.changes.actions.requests import settle_text
from app.changes.actions.rounds import settle_due_round
from app.changes.models import EDITABLE, Assessment, AssessmentDepartment
from app.foundation import clock
from app.foundation.db import db


def assess_change(
    *,
    change_id: int,
    version: int,
    actor: Person,
    hours: int | None = None,
    cost: Decimal | None = None,
    days: int | None = None,
    risk_answers: dict[str, int],
    training: str = "",
    communication: str = "",
    data_impact: str = "",
    back_out_plan: str = "",
    tools: str = "",
    everyone: bool = False,
    departments: Collection[int] = (),
) -> Assessment:
    """Write another revision of the assessment; it may still have gaps. What was agreed to on another one falls.

    Raises ChangeNotFound, StaleChange (somebody was faster) MoveNotListed (the work has begun),
    or GuardFailed: what is before the board already may not lose part of its assessment.
    """
    settle_due_round(change_id)
    change = held_change(change_id, version)
    if change.state not in EDITABLE:
        raise MoveNotListed(f"{change.state} is not assessed")
    last = sa.select(sa.func.coalesce(sa.func.max(Assessment.revision), 0)).where(Assessment.change_id == change_id)
    row = Assessment(
        change_id=change_id,
        revision=db.session.scalars(last).one() + 1,
        hours=hours,
        cost=cost,
        days=days,
        risk_answers=risk_answers,
        training=training,
        communication=communication,
        data_impact=data_impact,
        back_out_plan=back_out_plan,
        tools=tools,
        everyone=everyone,
        by_id=actor.id,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(AssessmentDepartment(assessment_id=row.id, department_id=number) for number in set(departments))
    db.session.flush()
    swap_change(change)
    settle_text(change, actor)
    return row
