"""Figures kept in memory for as long as the facts that they were made of have not changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from threading import Lock, RLock
from time import monotonic
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app, g

from app.accounts.models import Department, Person
from app.ambassadors.models import Appointment
from app.feedback.models import Comment, Idea, IdeaEvent
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.calendar import WorkingCalendar, working_calendar
from app.foundation.db import db
from app.training.models import Assignment, Certificate, Completion, TrainingPath

T = TypeVar("T")
LARGEST = 200
SECONDS = 300.0
# Ledgers only grow, and a change of any other fact leaves an audit row: the newest ids tell whether anything is new.
FACTS = (
    AuditEntry,
    Assignment,
    Completion,
    Certificate,
    Person,
    Department,
    TrainingPath,
    Idea,
    IdeaEvent,
    Comment,
    Appointment,
)


class Kept:
    """A small store of figures; what was least lately asked for goes first."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._largest = largest
        self._lock = Lock()
        self.making = RLock()
        self._values: OrderedDict[Hashable, tuple[Hashable, float, Any]] = OrderedDict()

    def get(self, key: Hashable, stamp: Hashable) -> Any:
        """The value made of the same facts not long ago, or None."""
        with self._lock:
            found = self._values.get(key)
            if found is None or found[0] != stamp or monotonic() - found[1] > SECONDS:
                return None
            self._values.move_to_end(key)
            return found[2]

    def put(self, key: Hashable, stamp: Hashable, value: Any) -> None:
        """Keep a value."""
        with self._lock:
            self._values[key] = (stamp, monotonic(), value)
            while len(self._values) > self._largest:
                self._values.popitem(last=False)


def kept(key: Hashable, make: Callable[[], T], *, shelf: str = "metrics", largest: int = LARGEST) -> T:
    """What `make` gives, made anew only after the facts have changed; one statement when they have not.

    What is large stands on a shelf of its own, which holds few.
    """
    store: Kept = current_app.extensions.setdefault(f"uptake.{shelf}_kept", Kept(largest))
    stamp = facts_stamp()
    found: T | None = store.get(key, stamp)
    if found is None:
        with store.making:  # whoever comes second waits and takes what the first one made
            found = store.get(key, stamp)
            if found is None:
                found = make()
                store.put(key, stamp, found)
    return found


def kept_calendar() -> WorkingCalendar:
    """The working calendar of a page, read once; every change of it leaves an audit row."""
    return kept(("calendar", clock.zone()), working_calendar)


def facts_stamp() -> tuple[int, ...]:
    """The newest id of every table that figures are made of; asked once for each request."""
    if "facts_stamp" not in g:
        g.facts_stamp = _newest_ids()
    stamp: tuple[int, ...] = g.facts_stamp
    return stamp


def _newest_ids() -> tuple[int, ...]:
    return tuple(db.session.execute(_newest()).one())


@cache  # put together once: every page of figures asks it
def _newest() -> sa.Select[*tuple[int, ...]]:
    return sa.select(*(sa.select(sa.func.coalesce(sa.func.max(table.id), 0)).scalar_subquery() for table in FACTS))
