"""Due dates as they stood on each of some days: they move, and figures of the past do not."""

from typing import Any

import sqlalchemy as sa

from app.training.models import Assignment, DeadlineChange


def moved(points: sa.CTE) -> sa.CTE:
    """Of every assignment whose due date ever moved, by number of the day: `due_on`, and `counted_on` for being on time.

    Few, next to all the others, which stand as they are written.
    """
    point, past, later = points.c, DeadlineChange.at < points.c.end, DeadlineChange.at >= points.c.end
    edges = (
        sa.select(
            point.number,
            DeadlineChange.assignment_id,
            sa.func.max(sa.case((past, DeadlineChange.id))).label("last"),
            sa.func.min(sa.case((later, DeadlineChange.id))).label("next"),
        )
        .select_from(points)
        .join(DeadlineChange, sa.true())
        .group_by(point.number, DeadlineChange.assignment_id)
        .cte("edges_of_moves")
    )
    last, coming = sa.orm.aliased(DeadlineChange), sa.orm.aliased(DeadlineChange)
    known = edges.c.last.is_not(None)
    return (
        sa.select(
            edges.c.number,
            edges.c.assignment_id,
            sa.case((known, last.to_on), else_=coming.from_on).label("due_on"),
            sa.case((known, sa.func.coalesce(last.counted_on, last.to_on)), else_=coming.from_on).label("counted_on"),
        )
        .outerjoin(last, last.id == edges.c.last)
        .outerjoin(coming, coming.id == edges.c.next)
        .cte("moves")
    )


def of_point(moves: sa.CTE, number: Any) -> sa.ColumnElement[bool]:
    """How the moves of one day are joined to their assignments."""
    return sa.and_(moves.c.number == number, moves.c.assignment_id == Assignment.id)


def due_on(moves: sa.CTE) -> sa.ColumnElement[Any]:
    """The due date as it stood then."""
    return sa.case((moves.c.assignment_id.is_not(None), moves.c.due_on), else_=Assignment.due_on)


def counted_on(moves: sa.CTE) -> sa.ColumnElement[Any]:
    """The day that being on time was measured by then."""
    return sa.case((moves.c.assignment_id.is_not(None), moves.c.counted_on), else_=Assignment.due_on)
