"""The board: which ideas are shown, in which order, with what beside them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.feedback.models import VOTING, Idea, IdeaKind, IdeaStatus, Vote
from app.feedback.queries.conversation import standing_count
from app.feedback.queries.tags import tagged_with
from app.feedback.queries.visibility import Eyes, eyes_of, visible
from app.feedback.queries.votes import Support, support_counts, support_of, voted_ideas
from app.foundation import clock
from app.foundation.db import UtcDateTime, db
from app.foundation.paging import Page
from app.foundation.params import READER
from app.foundation.search import contains, folded

PAGE_SIZE = 20
FEW_VOTES = 5
NEWEST_WATCHED = 200


class View(StrEnum):
    """Which ideas the board shows."""

    open = "open"
    under_way = "under_way"
    answered = "answered"
    mine = "mine"
    voted = "voted"
    all = "all"


class Order(StrEnum):
    """In which order. `mixed`: see `_mixed`; of a search, what is found in the title first. `needs_votes`: the newest that fewer than
    five people support, then the others.
    """

    mixed = "mixed"
    needs_votes = "needs_votes"
    newest = "newest"
    most_votes = "most_votes"
    moved = "moved"


GROUPS: dict[View, tuple[IdeaStatus, ...]] = {
    View.open: (IdeaStatus.submitted, IdeaStatus.needs_info, IdeaStatus.open, IdeaStatus.discussing, IdeaStatus.parked),
    View.under_way: (IdeaStatus.in_review, IdeaStatus.planned, IdeaStatus.in_progress),
    View.answered: (IdeaStatus.delivered, IdeaStatus.closed, IdeaStatus.declined),
}
GROUPS[View.all] = tuple(status for group in (View.open, View.under_way, View.answered) for status in GROUPS[group])


def usual_order(view: View, q: str = "") -> Order:
    """What comes first where nothing was chosen: open ideas mixed, found ones by match, all others by what is new about them."""
    return Order.mixed if view is View.open or folded(q) else Order.moved


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked the board for."""

    view: View = View.open
    order: Order = Order.mixed
    q: str = ""
    area: str = ""
    kind: IdeaKind | None = None
    status: IdeaStatus | None = None
    tag: int | None = None
    number: int = 1

    @property
    def by_match(self) -> bool:
        """Whether the best match comes first: in a search for which nobody has chosen another order."""
        return self.order is Order.mixed and bool(folded(self.q))

    @property
    def narrowed(self) -> bool:
        """Whether more than the view limits what is shown."""
        return bool(folded(self.q) or self.area or self.kind or self.status or self.tag)

    def query(self, **changes: object) -> dict[str, str]:
        """The query string that asks for the same, with changes; what is usual is left out."""
        values: dict[str, object] = {
            "view": self.view,
            "order": self.order,
            "q": self.q,
            "area": self.area,
            "kind": self.kind,
            "status": self.status,
            "tag": self.tag,
        }
        usual = {"view": View.open, "order": usual_order(self.view, self.q)}
        merged = {**values, **changes}
        return {name: str(value) for name, value in merged.items() if value and value != usual.get(name)}


@dataclass(frozen=True, slots=True)
class Row:
    """One idea on the board."""

    idea: Idea
    comments: int
    support: Support


def idea_board(filters: Filters, *, reader: Person, counts: Mapping[View, int]) -> Page[Row]:
    """One page of the board, its rows with author's department, support and number of comments, in at most five statements.

    `counts` are those of `board_head`: a group that nothing narrows is not counted again.
    """
    chosen = _chosen(filters, reader)
    if folded(filters.q) and filters.order is not Order.needs_votes:
        return _search(chosen, filters, reader.id)
    if filters.narrowed or filters.view not in counts:
        total = db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery()), {"reader": reader.id}) or 0
    else:
        total = counts[filters.view]
    number = min(max(1, filters.number), max(1, -(-total // PAGE_SIZE)))
    ids = _page_of_ids(chosen, filters.order, (number - 1) * PAGE_SIZE, reader.id)
    return Page(rows=_rows(ids, reader.id), number=number, size=PAGE_SIZE, total=total)


def _search(chosen: sa.Select[int], filters: Filters, reader_id: int) -> Page[Row]:
    """A page of a search and how much it finds: texts are read once. A page that there is not is the last one."""
    ordered = _by_match(chosen, filters.q) if filters.by_match else _ordered(chosen, filters.order)
    wanted: Any = ordered.add_columns(sa.func.count().over())
    number = max(1, filters.number)
    found = _found(wanted, number, reader_id)
    if not found and number > 1:
        last = -(-sum(total for _id, total in _found(wanted, 1, reader_id)[:1]) // PAGE_SIZE)
        number, found = max(1, last), _found(wanted, max(1, last), reader_id)
    return Page(
        rows=_rows([idea_id for idea_id, _total in found], reader_id),
        number=number,
        size=PAGE_SIZE,
        total=found[0][1] if found else 0,
    )


def _found(wanted: Any, number: int, reader_id: int) -> list[tuple[int, int]]:
    asked = {"reader": reader_id, "size": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
    return [(idea_id, total) for idea_id, total in db.session.execute(wanted, asked)]


def _by_match(chosen: sa.Select[int], q: str) -> sa.Select[int]:
    """First what has the words in its title or is named by its number, the newest first."""
    titles = sa.func.substr(Idea.search_text, 1, sa.func.length(Idea.title))
    best = sa.case((_matches(titles, q), 0), else_=1)
    return chosen.order_by(best, Idea.submitted_at.desc(), Idea.id.desc()).limit(SIZE).offset(OFFSET)


# The parameters of statements that are put together once: the board is asked for all day.
MORNING = sa.bindparam("morning", type_=UtcDateTime())
FIRST = sa.bindparam("first", expanding=True, type_=sa.Integer)
SIZE = sa.bindparam("size", type_=sa.Integer)
OFFSET = sa.bindparam("offset", type_=sa.Integer)


@cache
def _in_sight(view: View | None, eyes: Eyes) -> sa.Select[int]:
    """Ideas that READER sees, of a view or of all."""
    seen = sa.select(Idea.id).where(visible(READER, eyes))
    return seen if view is None else seen.where(_in_view(view))


def _chosen(filters: Filters, reader: Person) -> sa.Select[int]:
    by_status = filters.status is not None and filters.view in GROUPS  # one status is narrower than its group
    chosen = _in_sight(None if by_status else filters.view, eyes_of(reader))
    if filters.area:
        chosen = chosen.where(Idea.area == filters.area)
    if filters.kind:
        chosen = chosen.where(Idea.kind == filters.kind)
    if filters.tag:
        chosen = chosen.where(tagged_with(filters.tag))
    if filters.status:
        chosen = chosen.where(Idea.status == filters.status)
    if folded(filters.q):
        chosen = chosen.where(matches(filters.q))
    return chosen


def matches(q: str) -> sa.ColumnElement[bool]:
    """The words anywhere in title and text; or the number of an idea, as people say it: 12 or #12."""
    return _matches(Idea.search_text, q)


def _matches(text: Any, q: str) -> sa.ColumnElement[bool]:
    digits = folded(q).removeprefix("#")
    found = contains(text, q)
    numbered = digits.isascii() and digits.isdigit() and len(digits) < 10
    return sa.or_(found, Idea.id == int(digits)) if numbered else found


def _in_view(view: View) -> sa.ColumnElement[bool]:
    if view is View.mine:
        return Idea.author_id == READER
    if view is View.voted:
        return Idea.id.in_(voted_ideas(READER))
    return Idea.status.in_(GROUPS[view])


def _page_of_ids(chosen: sa.Select[int], order: Order, offset: int, reader_id: int) -> list[int]:
    if order is Order.mixed:
        return _first_then_rest(_mixed(chosen, reader_id), chosen, offset, reader_id)
    if order is Order.needs_votes:
        return _first_then_rest(_needing_votes(chosen, reader_id), chosen, offset, reader_id)
    page = {"reader": reader_id, "size": PAGE_SIZE, "offset": offset}
    return list(db.session.scalars(_ordered(chosen, order), page))


# What nothing narrows is one statement for everybody with the same eyes; of a search a few are remembered in vain.
@lru_cache(maxsize=64)
def _ordered(chosen: sa.Select[int], order: Order) -> sa.Select[int]:
    newest = (Idea.submitted_at.desc(), Idea.id.desc())
    if order is Order.most_votes:
        support = support_counts()
        chosen = chosen.outerjoin(support, support.c.idea_id == Idea.id)
        ordered = chosen.order_by(sa.func.coalesce(support.c.votes, 0).desc(), *newest)
    elif order is Order.moved:
        ordered = chosen.order_by(Idea.status_since.desc(), Idea.id.desc())
    else:
        ordered = chosen.order_by(*newest)
    return ordered.limit(SIZE).offset(OFFSET)


def _first_then_rest(first: list[int], chosen: sa.Select[int], offset: int, reader_id: int) -> list[int]:
    """A page of some ideas in their order and of all others, newest first."""
    here = first[offset : offset + PAGE_SIZE]
    if len(here) == PAGE_SIZE:
        return here
    page = {"size": PAGE_SIZE - len(here), "offset": max(0, offset - len(first))}
    return here + list(db.session.scalars(_others(chosen), {"reader": reader_id, "first": first, **page}))


@lru_cache(maxsize=64)
def _others(chosen: sa.Select[int]) -> sa.Select[int]:
    others = chosen.where(Idea.id.not_in(FIRST)).order_by(Idea.submitted_at.desc(), Idea.id.desc())
    return others.limit(SIZE).offset(OFFSET)


def _watched(chosen: sa.Select[int]) -> sa.Subquery:
    """The newest ideas that take votes. Only these are put in order, so it costs the same on any board."""
    voting = chosen.add_columns(Idea.submitted_at).where(Idea.status.in_(VOTING))
    return voting.order_by(Idea.submitted_at.desc(), Idea.id.desc()).limit(NEWEST_WATCHED).subquery("watched")


def _needing_votes(chosen: sa.Select[int], reader_id: int) -> list[int]:
    """The newest ideas with little support."""
    return list(db.session.scalars(_wanting(chosen), {"reader": reader_id}))


@lru_cache(maxsize=64)
def _wanting(chosen: sa.Select[int]) -> sa.Select[int]:
    watched = _watched(chosen)
    supported = sa.exists(
        sa.select(1).where(Vote.idea_id == watched.c.id).limit(1).offset(FEW_VOTES - 1).correlate(watched)
    )
    return sa.select(watched.c.id).where(~supported).order_by(watched.c.submitted_at.desc(), watched.c.id.desc())


def _mixed(chosen: sa.Select[int], reader_id: int) -> list[int]:
    """By turns the newest idea and one drawn by lot, of those that this reader has not voted for by this morning.

    Votes play no part, so what stands at the top does not gather votes because it stands there. The lots of a reader are the
    same all day, and a vote of today moves nothing: pages that are turned show every idea once.
    """
    newest = list(db.session.scalars(_fresh(chosen), {"reader": reader_id, "morning": clock.start_of(clock.today())}))
    lots = sorted(newest, key=_lots_of(reader_id, clock.today()))
    return list(dict.fromkeys(chain.from_iterable(zip(newest, lots, strict=True))))


def _lots_of(reader_id: int, day: date) -> Callable[[int], int]:
    """The lot of an idea, by its number; Python mixes a tuple of whole numbers well, and in every process alike."""
    seed = reader_id, day.toordinal()
    return lambda number: hash((seed, number))


@lru_cache(maxsize=64)
def _fresh(chosen: sa.Select[int]) -> sa.Select[int]:
    watched = _watched(chosen)
    voted = sa.exists().where(Vote.idea_id == watched.c.id, Vote.person_id == READER, Vote.cast_at < MORNING)
    return sa.select(watched.c.id).where(~voted).order_by(watched.c.submitted_at.desc(), watched.c.id.desc())


@cache
def _shown() -> sa.Select[Idea, int]:
    """What a row shows of the ideas `ids`, with department and number of comments."""
    shown = (Idea.title, Idea.text, Idea.status, Idea.area, Idea.hidden_at, Idea.sensitive, Idea.submitted_at)
    behind = (Idea.author_id, Idea.department_id, Idea.revision)
    return (
        sa.select(Idea, standing_count(Idea.id))
        .where(Idea.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Integer)))
        .options(load_only(*shown, *behind, raiseload=True), joinedload(Idea.department))
    )


def _rows(ids: Collection[int], reader_id: int) -> list[Row]:
    if not ids:
        return []
    found = db.session.execute(_shown(), {"ids": list(ids)})
    by_id = {idea.id: (idea, count) for idea, count in found}
    support = support_of(ids, person_id=reader_id)
    return [Row(*by_id[idea_id], support[idea_id]) for idea_id in ids]


def view_of(status: IdeaStatus) -> View:
    """The group in which ideas of a status are shown."""
    return next((view for view, statuses in GROUPS.items() if status in statuses), View.all)
