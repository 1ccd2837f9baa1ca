"""Whether a record is contested: metrics know, and the portal brings the two together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

DISPUTES = "uptake.disputes"
"""Where the portal keeps who knows it: a function of the column of an assignment's id and an instant that gives an SQL
expression, `open` or the outcome of the last contest by then, or NULL."""
Disputes = Callable[[sa.ColumnElement[int], datetime], sa.ColumnElement[Any]]


def disputed(assignment_id: Any, end: datetime) -> sa.ColumnElement[Any]:
    """What is said of the contest about an assignment."""
    tell: Disputes = current_app.extensions[DISPUTES]
    return tell(assignment_id, end)
