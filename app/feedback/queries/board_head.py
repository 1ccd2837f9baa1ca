"""What stands above the board: how many ideas there are, the votes of the reader, and whether the clock has work to do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.models import Idea
from app.feedback.queries.board import GROUPS, View
from app.feedback.queries.due import due_now
from app.feedback.queries.visibility import Eyes, eyes_of, invisible
from app.feedback.queries.votes import Budget, open_votes_of_reader, vote_budget
from app.foundation.db import db
from app.foundation.params import READER


@dataclass(frozen=True, slots=True)
class BoardHead:
    """How many ideas that the reader may see each group holds, the reader's votes, and whether the time of any idea is up."""

    counts: Mapping[View, int]
    budget: Budget
    is_due: bool


def board_head(reader: Person) -> BoardHead:
    """The head of the board for a reader, in one statement."""
    found: Counter[Any] = Counter()
    for what, status, number in db.session.execute(_figures(eyes_of(reader)), {"reader": reader.id}):
        found[status or what] += number
    counts = {view: sum(found[status] for status in statuses) for view, statuses in GROUPS.items()}
    return BoardHead(counts, Budget(total=vote_budget(), used=found["spent"]), is_due=found["due"] > 0)


@cache
def _figures(eyes: Eyes) -> sa.CompoundSelect[*tuple[Any, ...]]:
    """All ideas by status, as their index knows them, and less by those that READER does not see: a few. Then the other two."""
    seen: sa.ColumnElement[str] = sa.literal_column("'seen'")
    spent: sa.ColumnElement[str] = sa.literal_column("'spent'")
    due: sa.ColumnElement[str] = sa.literal_column("'due'")
    none = sa.cast(sa.null(), Idea.status.type)
    time_is_up = sa.select(sa.func.count()).select_from(due_now().subquery("due_now")).scalar_subquery()
    return sa.union_all(
        sa.select(seen, Idea.status, sa.func.count()).group_by(Idea.status),
        sa.select(seen, Idea.status, -sa.func.count()).where(invisible(READER, eyes)).group_by(Idea.status),
        sa.select(spent, none, open_votes_of_reader()),
        sa.select(due, none, time_is_up),
    )
