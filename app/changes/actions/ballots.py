"""Casting ballots and standing aside: one conditional statement each, so that nothing lands on a round that is over."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.changes.actions.refusals import (
    MemberSpoke,
    NotOnRoll,
    OwnMatter,
    RoundClosed,
    RoundNotFound,
    SeatRecused,
    TextChanged,
)
from app.changes.formulas.deciding import Choice
from app.changes.models.ballots import (
    Ballot,
    BallotRound,
    BallotSeat,
    Deputising,
    Recusal,
    RecusalReason,
    RoundState,
    SeatDeputy,
)
from app.changes.models.requests import ChangeRequest
from app.changes.queries.rounds import deputises_on, idea_authors, own_matters, standing
from app.foundation import clock
from app.foundation.db import db, locked

SAID = aliased(Ballot, name="said")


def cast_ballot(
    *, round_id: int, member_id: int, caster_id: int, choice: Choice, comment: str, seen_hash: str
) -> Ballot | None:
    """Cast a ballot for a seat, or say something else for it; None where the same was said already.

    Raises RoundNotFound, RoundClosed or a BallotRefused: NotOnRoll, SeatRecused, OwnMatter, TextChanged, MemberSpoke.
    """
    _hold_round(round_id)  # ballots for a seat come one after the other, and none while the round is being closed
    before = _standing_ballot(round_id, member_id)
    if before is not None and (before.choice, before.comment, before.cast_by_id) == (choice, comment, caster_id):
        return None
    moment = clock.now()
    said = {"choice": choice, "comment": comment, "cast_by_id": caster_id, "cast_at": moment}
    wanted = _castable(round_id, member_id, caster_id, moment).where(BallotRound.content_hash == seen_hash)
    if not _insert(Ballot, wanted, said):
        _say_why(round_id, member_id, caster_id, moment)
        raise TextChanged
    return _standing_ballot(round_id, member_id)


def recuse(*, round_id: int, member_id: int, reason: RecusalReason, text: str = "") -> bool:
    """Take no part in a round; False where that was said already. What the member had cast before counts no more.

    Raises RoundNotFound, RoundClosed or NotOnRoll.
    """
    _hold_round(round_id)
    moment = clock.now()
    gone = sa.exists().where(Recusal.round_id == BallotSeat.round_id, Recusal.member_id == BallotSeat.member_id)
    seat = sa.select(BallotSeat.round_id, BallotSeat.member_id).join(BallotRound, BallotRound.id == BallotSeat.round_id)
    wanted = seat.where(BallotSeat.round_id == round_id, BallotSeat.member_id == member_id, *_open_at(moment), ~gone)
    if _insert(Recusal, wanted, {"reason": reason, "text": text, "by_id": member_id, "at": moment}):
        return True
    _refuse_closed(round_id, moment)
    if db.session.get(BallotSeat, (round_id, member_id)) is None:
        raise NotOnRoll
    return False


def _hold_round(round_id: int) -> None:
    if db.session.scalar(locked(sa.select(BallotRound.id).where(BallotRound.id == round_id))) is None:
        raise RoundNotFound


def _standing_ballot(round_id: int, member_id: int) -> Ballot | None:
    last = sa.select(Ballot).where(Ballot.round_id == round_id, Ballot.member_id == member_id, standing())
    return db.session.scalar(last)


def _insert(table: type[Ballot | Recusal], wanted: Any, values: dict[str, object]) -> bool:
    """Insert what a select gives, with fixed values beside it; whether there was anything."""
    fixed = [sa.bindparam(name, value, type_=getattr(table, name).type) for name, value in values.items()]
    names = [*wanted.selected_columns.keys(), *values]
    # The option, because psycopg's count is lost otherwise: -1 would read as nothing new.
    statement = sa.insert(table).from_select(names, wanted.add_columns(*fixed))
    done = db.session.execute(statement.execution_options(preserve_rowcount=True))
    return int(done.rowcount) == 1  # type: ignore[attr-defined]


def _open_at(moment: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return BallotRound.state == RoundState.open, BallotRound.closes_at > moment


def _castable(round_id: int, member_id: int, caster_id: int, moment: datetime) -> sa.Select[Any]:
    """Round, seat and next number, if everything allows a ballot: an open round on the present text, a member of its roll who
    is not recused, and a caster who is that member or a deputy of today who has no hand in the matter.
    """
    seat = (BallotSeat.round_id == BallotRound.id, BallotSeat.member_id == member_id)
    said = sa.select(sa.func.coalesce(sa.func.max(SAID.number), 0) + 1).where(
        SAID.round_id == BallotRound.id, SAID.member_id == member_id
    )
    recused = sa.exists().where(Recusal.round_id == BallotRound.id, Recusal.member_id == member_id)
    return (
        sa.select(
            BallotRound.id.label("round_id"),
            BallotSeat.member_id,
            said.correlate(BallotRound).scalar_subquery().label("number"),
        )
        .join(BallotSeat, sa.and_(*seat))
        .join(ChangeRequest, ChangeRequest.id == BallotRound.change_id)
        .where(
            BallotRound.id == round_id,
            *_open_at(moment),
            BallotRound.content_hash == ChangeRequest.content_hash,
            ~recused,
            sa.or_(
                BallotSeat.member_id == caster_id, sa.and_(_deputised(caster_id, moment), ~_member_spoke(member_id))
            ),
            ChangeRequest.author_id != caster_id,
            ChangeRequest.owner_id != caster_id,
            sa.literal(caster_id).not_in(idea_authors(ChangeRequest.id)),
        )
    )


def _deputised(caster_id: int, moment: datetime) -> sa.ColumnElement[bool]:
    """The caster is a deputy of the seat, named when the round opened, on a day it was named for."""
    return sa.exists().where(
        SeatDeputy.round_id == BallotSeat.round_id,
        SeatDeputy.member_id == BallotSeat.member_id,
        SeatDeputy.deputising_id == Deputising.id,
        Deputising.deputy_id == caster_id,
        *deputises_on(clock.local_date(moment)),
    )


def _member_spoke(member_id: int) -> sa.ColumnElement[bool]:
    """What counts for the seat was cast by the member in person."""
    return sa.exists().where(
        Ballot.round_id == BallotRound.id, Ballot.member_id == member_id, Ballot.cast_by_id == member_id, standing()
    )


def _refuse_closed(round_id: int, moment: datetime) -> None:
    if not db.session.scalar(sa.select(sa.exists().where(BallotRound.id == round_id, *_open_at(moment)))):
        raise RoundClosed


def _say_why(round_id: int, member_id: int, caster_id: int, moment: datetime) -> None:
    """Raise what stands against a ballot that did not count; nothing where it is the text."""
    _refuse_closed(round_id, moment)
    seat = (BallotSeat.round_id == round_id, BallotSeat.member_id == member_id)
    if caster_id != member_id and not db.session.scalar(sa.select(_deputised(caster_id, moment)).where(*seat)):
        raise NotOnRoll
    if db.session.get(BallotSeat, (round_id, member_id)) is None:
        raise NotOnRoll
    if db.session.get(Recusal, (round_id, member_id)) is not None:
        raise SeatRecused
    change_id = db.session.scalars(sa.select(BallotRound.change_id).where(BallotRound.id == round_id)).one()
    hands, authors = own_matters(change_id)
    if caster_id in hands | authors:
        raise OwnMatter
    before = _standing_ballot(round_id, member_id)
    if caster_id != member_id and before is not None and before.cast_by_id == member_id:
        raise MemberSpoke
