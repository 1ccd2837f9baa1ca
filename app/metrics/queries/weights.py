"""Weights of the scorecard: which hold, which did, and which will."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.metrics.formulas.scorecard import SHIPPED_WEIGHTS
from app.metrics.models import ScoreWeights


def weights_on(day: date) -> dict[str, int]:
    """The weights of the scorecard that hold on a day; as shipped where none were saved."""
    return db.session.scalar(newest_weights(day)) or SHIPPED_WEIGHTS


def newest_weights(day: date) -> sa.Select[dict[str, Any]]:
    """The weights saved last for a day, also to be asked for among other things."""
    saved = sa.select(ScoreWeights.weights).where(ScoreWeights.valid_from <= day)
    return saved.order_by(ScoreWeights.valid_from.desc(), ScoreWeights.id.desc()).limit(1)


def weight_versions(*, number: int) -> Page[Any]:
    """Every version, the newest first: the row, the name of who saved it, and whether a later one replaced it."""
    later = sa.orm.aliased(ScoreWeights)
    replaced = sa.exists().where(later.valid_from == ScoreWeights.valid_from, later.id > ScoreWeights.id)
    rows: Any = (
        sa.select(ScoreWeights, Person.name.label("by"), replaced.label("replaced"))
        .outerjoin(Person, Person.id == ScoreWeights.saved_by_id)
        .order_by(ScoreWeights.valid_from.desc(), ScoreWeights.id.desc())
    )
    return page_of(rows, number=number, scalars=False)
