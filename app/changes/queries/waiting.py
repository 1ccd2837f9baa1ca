"""The desk of the board: which rounds wait for whose ballot, and the ballots somebody may cast on any page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import Person
from app.changes.models.ballots import (
    Ballot,
    BallotRound,
    BallotSeat,
    BoardRule,
    Decision,
    Deputising,
    Recusal,
    RoundState,
)
from app.changes.models.requests import ChangeRequest
from app.changes.queries.board import matches
from app.changes.queries.impact import Impact, impacts_of
from app.changes.queries.rounds import idea_authors, seats_for, standing
from app.feedback.models import Idea
from app.foundation import clock
from app.foundation.db import db
from app.foundation.paging import Page, page_of
from app.foundation.params import NOW, TODAY, PersonId


class Desk(StrEnum):
    """Which rounds are shown: those that wait for the reader, those the reader has answered, all that are open, all that are over."""

    waiting = "waiting"
    answered = "answered"
    open = "open"
    over = "over"


@dataclass(frozen=True, slots=True)
class SeatBox:
    """A seat the reader may act for: whose it is, whether the reader's own, and what counts for it.

    `ballot` is None for a deputy where the member has spoken in person: only that is said.
    """

    member_id: int
    name: str
    own: bool
    until: date | None
    ballot: Ballot | None
    spoke: bool
    recused: bool

    @property
    def waits(self) -> bool:
        """Whether nothing has been said for it yet."""
        return not (self.spoke or self.recused)


@dataclass(frozen=True, slots=True)
class BallotBox:
    """An open round as one reader may use it: the seats to act for, and how many have taken part. Nobody learns more before it closes."""

    round: BallotRound
    cast: int
    eligible: int
    seats: list[SeatBox]

    @property
    def waits(self) -> bool:
        """Whether it waits for the reader."""
        return any(seat.waits for seat in self.seats)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in a list: its decision, and how many of those who may decide have taken part."""

    round: BallotRound
    decision: Decision | None
    cast: int
    eligible: int
    open: bool


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One round on the desk, with the impact of its change."""

    line: RoundLine
    impact: Impact


def _open_now() -> tuple[sa.ColumnElement[bool], ...]:
    return BallotRound.state == RoundState.open, BallotRound.closes_at > NOW


def recused_seat(seat: Any) -> sa.ColumnElement[bool]:
    """Whether the member of a seat (columns round_id, member_id) takes no part."""
    return sa.exists().where(Recusal.round_id == seat.round_id, Recusal.member_id == seat.member_id)


def _answered_seat(seat: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(Ballot.round_id == seat.round_id, Ballot.member_id == seat.member_id)


def waiting_rounds(person_id: PersonId) -> sa.Select[int]:
    """Ids of the open rounds that wait for somebody: for the own seat or one deputised for today, never on the own matter."""
    seat = seats_for(person_id, TODAY).c
    own_idea = idea_authors(BallotRound.change_id).where(Idea.author_id == person_id).exists()
    return (
        sa.select(BallotRound.id)
        .join(ChangeRequest, ChangeRequest.id == BallotRound.change_id)
        .join(seat.round_id.table, seat.round_id == BallotRound.id)
        .where(
            *_open_now(),
            ~recused_seat(seat),
            ~_answered_seat(seat),
            ChangeRequest.author_id != person_id,
            ChangeRequest.owner_id != person_id,
            ~own_idea,
        )
        .distinct()
    )


def _answered_rounds(person_id: int) -> sa.Select[int]:
    seat = seats_for(person_id, clock.today()).c
    said = sa.or_(recused_seat(seat), _answered_seat(seat))
    rounds = sa.select(BallotRound.id).join(seat.round_id.table, seat.round_id == BallotRound.id)
    return rounds.where(*_open_now(), said, BallotRound.id.not_in(waiting_rounds(person_id))).distinct()


def _on(desk: Desk, person_id: int) -> sa.ColumnElement[bool]:
    if desk is Desk.waiting:
        return BallotRound.id.in_(waiting_rounds(person_id))
    if desk is Desk.answered:
        return BallotRound.id.in_(_answered_rounds(person_id))
    running = sa.and_(*_open_now())
    return running if desk is Desk.open else ~running


def desk_counts(person_id: int) -> dict[Desk, int]:
    """How many rounds there are on each part of the desk, in one statement."""
    counts = [sa.select(sa.func.count(BallotRound.id)).where(_on(desk, person_id)).scalar_subquery() for desk in Desk]
    return dict(zip(Desk, db.session.execute(sa.select(*counts)).one(), strict=True))


def desk_page(reader: Any, desk: Desk, *, q: str, number: int) -> Page[DeskRow]:
    """One page of the desk with the impact of each change; what closes first comes first, of what is over the last. Six statements."""
    ends = sa.func.coalesce(BallotRound.closed_at, BallotRound.closes_at)
    order = (ends.desc(), BallotRound.id.desc()) if desk is Desk.over else (BallotRound.closes_at, BallotRound.id)
    wanted = _lines().where(_on(desk, reader.id), matches(q)).order_by(*order)
    found: Page[Any] = page_of(wanted, number=number, size=10, scalars=False)
    impacts = impacts_of([row[0].change for row in found.rows], reader)
    rows = [DeskRow(_line(row), impacts[row[0].change_id]) for row in found.rows]
    return Page(rows=rows, number=found.number, size=found.size, total=found.total)


def rounds_listed(change_id: int) -> list[RoundLine]:
    """All rounds of a change, the last one first, in one statement."""
    wanted = _lines().where(BallotRound.change_id == change_id).order_by(BallotRound.number.desc())
    return [_line(row) for row in db.session.execute(wanted)]


def _lines() -> Any:
    return (
        sa.select(BallotRound, Decision, _cast(), _eligible())
        .join(BallotRound.change)
        .outerjoin(Decision, Decision.round_id == BallotRound.id)
        .options(joinedload(BallotRound.change))
    )


def _line(row: Any) -> RoundLine:
    running, decision, cast, eligible = row
    return RoundLine(running, decision, cast, eligible, running.takes_ballots(clock.now()))


def _eligible() -> sa.ScalarSelect[int]:
    """How many members of a round may decide."""
    seats = sa.select(sa.func.count()).select_from(BallotSeat).where(BallotSeat.round_id == BallotRound.id)
    return seats.where(~recused_seat(BallotSeat)).correlate(BallotRound).scalar_subquery()


def _cast() -> sa.ScalarSelect[int]:
    """How many of them have taken part."""
    said = sa.select(sa.func.count(Ballot.member_id.distinct())).where(Ballot.round_id == BallotRound.id)
    return said.where(~recused_seat(Ballot)).correlate(BallotRound).scalar_subquery()


def next_waiting(person_id: int, *, after: int | None = None) -> BallotRound | None:
    """The round that waits for somebody and closes first; with `after`, another one than that."""
    wanted = sa.select(BallotRound).where(BallotRound.id.in_(waiting_rounds(person_id)), BallotRound.id != (after or 0))
    first = wanted.options(joinedload(BallotRound.change)).order_by(BallotRound.closes_at, BallotRound.id).limit(1)
    return db.session.scalar(first)


def ballot_box_of(change_ids: Collection[int], person: Any) -> dict[int, BallotBox]:
    """By change, the open round with the seats a person may act for today; changes that are not voted on now are left out.

    Two statements for any number of changes. `changes/_ballot.html` draws one.
    """
    wanted = (
        sa.select(BallotRound, _cast(), _eligible())
        .join(BallotRound.change)
        .where(BallotRound.change_id.in_(change_ids), *_open_now())
        .options(joinedload(BallotRound.change))
    )
    boxes = {row[0].id: BallotBox(*row, seats=[]) for row in db.session.execute(wanted)} if change_ids else {}
    for round_id, seat in _own_seats(boxes, person.id):
        boxes[round_id].seats.append(seat)
    return {box.round.change_id: box for box in boxes.values()}


def _own_seats(rounds: Collection[int], person_id: int) -> list[tuple[int, SeatBox]]:
    if not rounds:
        return []
    seat, day = seats_for(person_id, clock.today()).c, clock.today()
    until = sa.select(sa.func.max(Deputising.last_on)).where(
        Deputising.member_id == seat.member_id, Deputising.deputy_id == person_id, Deputising.first_on <= day
    )
    wanted = (
        sa.select(seat.round_id, Person, Ballot, recused_seat(seat), until.scalar_subquery())
        .join(Person, Person.id == seat.member_id)
        .outerjoin(Ballot, sa.and_(Ballot.round_id == seat.round_id, Ballot.member_id == seat.member_id, standing()))
        .where(seat.round_id.in_(rounds))
        .options(load_only(Person.name), joinedload(Ballot.cast_by).options(load_only(Person.name)))
        .order_by(seat.member_id != person_id, Person.id)
    )
    return [
        (round_id, _seat(person_id, member, ballot, recused=bool(recused), until=until))
        for round_id, member, ballot, recused, until in db.session.execute(wanted)
    ]


def _seat(person_id: int, member: Person, ballot: Ballot | None, *, recused: bool, until: date | None) -> SeatBox:
    own = member.id == person_id
    shown = ballot if ballot and (own or ballot.cast_by_id == person_id) else None
    return SeatBox(member.id, member.name, own, None if own else until, shown, ballot is not None, recused)


def has_seat(round_id: int, person_id: int) -> bool:
    """Whether somebody may act for a seat of a round today."""
    seat = seats_for(person_id, clock.today()).c
    return bool(db.session.scalar(sa.select(sa.exists().where(seat.round_id == round_id))))


def deputises(person_id: int) -> bool:
    """Whether somebody deputises for a member of the board now or in the days to come."""
    to_come = (Deputising.deputy_id == person_id, Deputising.ended_at.is_(None), Deputising.last_on >= clock.today())
    return bool(db.session.scalar(sa.select(sa.exists().where(*to_come))))


def deputisings_of(person_id: int) -> list[Deputising]:
    """Deputies that a member has named, and for whom somebody deputises; the last days first."""
    names = load_only(Person.name)
    wanted = sa.select(Deputising).where(sa.or_(Deputising.member_id == person_id, Deputising.deputy_id == person_id))
    wanted = wanted.options(joinedload(Deputising.member).options(names), joinedload(Deputising.deputy).options(names))
    return list(db.session.scalars(wanted.order_by(Deputising.last_on.desc(), Deputising.id.desc()).limit(50)))


def rule_history(number: int) -> Page[BoardRule]:
    """Versions of the rule with who set them, the last one first."""
    names = load_only(Person.name)
    wanted = sa.select(BoardRule).options(
        joinedload(BoardRule.chair).options(names), joinedload(BoardRule.set_by).options(names)
    )
    found: Page[BoardRule] = page_of(wanted.order_by(BoardRule.id.desc()), number=number, size=10)
    return found
