"""The list of change requests: which are shown, in which order, how many stand where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.models import ENDED, IN_WORK, ChangeKind, ChangeRequest, ChangeState
from app.changes.policies import sees_work
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.search import contains, folded

S = ChangeState


class View(StrEnum):
    """Which change requests the list shows."""

    preparing = "preparing"
    deciding = "deciding"
    agreed = "agreed"
    under_way = "under_way"
    ended = "ended"
    all = "all"


GROUPS: dict[View, tuple[ChangeState, ...]] = {
    View.preparing: (S.draft, S.assessing, S.ready, S.returned),
    View.deciding: (S.on_agenda, S.voting),
    View.agreed: (S.approved, S.approved_with_conditions, S.scheduled),
    View.under_way: (S.implementing, S.implemented, S.backed_out, S.in_pir),
    View.ended: tuple(state for state in ChangeState if state in ENDED),
    View.all: tuple(ChangeState),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked the list for."""

    view: View = View.all
    state: ChangeState | None = None
    kind: ChangeKind | None = None
    area: str = ""
    q: str = ""
    number: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether more than the view limits what is shown."""
        return bool(folded(self.q) or self.area or self.kind or self.state)

    def query(self, **changes: object) -> dict[str, str]:
        """The query string that asks for the same, with changes; what is usual is left out."""
        values: dict[str, object] = {
            "view": self.view,
            "state": self.state,
            "kind": self.kind,
            "area": self.area,
            "q": self.q,
        }
        merged = {**values, **changes}
        return {name: str(value) for name, value in merged.items() if value and value != View.all}


def readable_by(person: Any) -> sa.ColumnElement[bool]:
    """Change requests that somebody may read; `policies.may_see` is the same for one of them."""
    if sees_work(person):
        return sa.true()
    own = sa.or_(ChangeRequest.author_id == person.id, ChangeRequest.owner_id == person.id)
    return sa.or_(ChangeRequest.state.not_in(IN_WORK), own)


def change_list(filters: Filters, person: Any) -> Page[ChangeRequest]:
    """One page of the list with owners, the last moved first, in two statements."""
    chosen = sa.select(ChangeRequest).where(readable_by(person), ChangeRequest.state.in_(GROUPS[filters.view]))
    if filters.state:
        chosen = chosen.where(ChangeRequest.state == filters.state)
    if filters.kind:
        chosen = chosen.where(ChangeRequest.kind == filters.kind)
    if filters.area:
        chosen = chosen.where(ChangeRequest.area == filters.area)
    if folded(filters.q):
        chosen = chosen.where(matches(filters.q))
    chosen = chosen.options(joinedload(ChangeRequest.owner).options(load_only(Person.name)))
    ordered = chosen.order_by(ChangeRequest.state_since.desc(), ChangeRequest.id.desc())
    found: Page[ChangeRequest] = page_of(ordered, number=filters.number, size=20)
    return found


def matches(q: str) -> sa.ColumnElement[bool]:
    """The words anywhere in title and text; or the number of a change request: 12 or #12."""
    digits = folded(q).removeprefix("#")
    found = contains(ChangeRequest.search_text, q)
    numbered = digits.isascii() and digits.isdigit() and len(digits) < 10
    return sa.or_(found, ChangeRequest.id == int(digits)) if numbered else found


def state_counts(person: Any) -> dict[ChangeState, int]:
    """How many change requests that somebody may read stand in each state, in one statement."""
    wanted = sa.select(ChangeRequest.state, sa.func.count()).where(readable_by(person)).group_by(ChangeRequest.state)
    return dict(db.session.execute(wanted).all())


def view_counts(counts: Mapping[ChangeState, int]) -> dict[View, int]:
    """The same by group."""
    return {view: sum(counts.get(state, 0) for state in states) for view, states in GROUPS.items()}
