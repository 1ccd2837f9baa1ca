"""The rules that the company adopted for scorecards."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db
from app.metrics.models import ScorePolicy


def policy_in_force() -> ScorePolicy | None:
    """The policy that holds today; None where none was recorded, its day is to come, or it was withdrawn."""
    adopted = sa.select(ScorePolicy).where(ScorePolicy.adopted_on <= clock.today())
    newest = db.session.scalar(adopted.order_by(ScorePolicy.id.desc()).limit(1))
    return newest if newest is not None and newest.allows else None


def policy_holds() -> sa.ScalarSelect[bool]:
    """Whether the newest policy allows others to see scores, to be asked among other things."""
    adopted = sa.select(ScorePolicy.allows).where(ScorePolicy.adopted_on <= clock.today())
    return adopted.order_by(ScorePolicy.id.desc()).limit(1).scalar_subquery()


def policy_history() -> Sequence[Any]:
    """Every policy and withdrawal, the newest first, with the name of who recorded it."""
    rows = sa.select(ScorePolicy, Person.name.label("by")).outerjoin(Person, Person.id == ScorePolicy.recorded_by_id)
    return db.session.execute(rows.order_by(ScorePolicy.id.desc()).limit(50)).all()
