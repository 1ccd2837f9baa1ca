"""Parameters of statements that are put together once and asked all day: building a statement often costs more than its answer.

Who reads is told with each execution: `{"reader": person.id}`. What the clock says is looked up by the statement itself.
"""

from datetime import date, timedelta

import sqlalchemy as sa

from app.foundation import clock
from app.foundation.db import UtcDateTime

READER = sa.bindparam("reader", type_=sa.Integer)
"""The id of the person who asks."""

TODAY = sa.bindparam("today", callable_=clock.today, type_=sa.Date)
"""The company's day on which the statement is executed."""

NOW = sa.bindparam("now", callable_=clock.now, type_=UtcDateTime())
"""The instant at which the statement is executed."""

PersonId = int | sa.BindParameter[int]
"""The id of a person, or the parameter that will be one."""

Day = date | sa.BindParameter[date]
"""A day, or the parameter that will be one."""


def day_begins() -> sa.BindParameter[object]:
    """The instant at which the company's day of the statement's execution began."""
    return sa.bindparam(None, callable_=lambda: clock.start_of(clock.today()), type_=UtcDateTime())


def moment_after(span: timedelta) -> sa.BindParameter[object]:
    """The instant so long after the statement's execution; before it, with a negative span."""
    return sa.bindparam(None, callable_=lambda: clock.now() + span, type_=UtcDateTime())
