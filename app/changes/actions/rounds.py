"""Opening, voiding and closing rounds. Whoever touches a round holds the change first, then the round."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import Person
from app.changes.actions.moves import held_change, move_change
from app.changes.actions.refusals import ResultOpen, RoundClosed, RoundNotFound, RoundRefused
from app.changes.events import ChangeDecided, RoundOpened, RoundVoided
from app.changes.formulas.closing import closing_time
from app.changes.formulas.deciding import Because, Outcome, Rule, counted, early_outcome, outcome_of
from app.changes.models.ballots import (
    BallotRound,
    BallotSeat,
    BoardRule,
    Decision,
    Deputising,
    Recusal,
    RecusalReason,
    RoundState,
    SeatDeputy,
    VoidReason,
)
from app.changes.models.requests import ChangeKind, ChangeRequest, ChangeState
from app.changes.queries.rounds import (
    board_members,
    conditions_of,
    own_matters,
    roll_of,
    rule_in_force,
    standing_decision,
)
from app.foundation import audit, clock
from app.foundation.calendar import working_calendar
from app.foundation.db import db, locked, transaction
from app.foundation.events import publish

DUE_AT_ONCE = 50


def open_round(*, change_id: int, actor: Person | None, working_days: int | None = None) -> BallotRound:
    """Put a change to the vote: text, roll, deputies and rule are as they are at this moment. Raises RoundRefused."""
    change = held_change(change_id)
    if change.state is not ChangeState.on_agenda:
        raise RoundRefused("not_on_agenda")
    opened = _open(change, actor, working_days, retro=False)
    move_change(change=change, to=ChangeState.voting, actor=actor, evidence=f"round:{opened.id}")
    _announce(opened)
    return opened


def open_retro_round(*, change_id: int, actor: Person | None, working_days: int = 2) -> BallotRound:
    """Let the board look back on an emergency that has begun; its decision is recorded and moves nothing. Raises RoundRefused."""
    change = held_change(change_id)
    if change.kind is not ChangeKind.emergency or change.state in (ChangeState.draft, ChangeState.cancelled):
        raise RoundRefused("not_emergency")
    opened = _open(change, actor, working_days, retro=True)
    _announce(opened)
    return opened


def _open(change: ChangeRequest, actor: Person | None, working_days: int | None, *, retro: bool) -> BallotRound:
    rule = rule_in_force()
    if rule is None:
        raise RoundRefused("no_rule")
    rounds = sa.select(sa.func.max(BallotRound.number)).where(BallotRound.change_id == change.id)
    if _open_round_of(change.id) is not None:
        raise RoundRefused("open_already")
    moment = clock.now()
    opened = BallotRound(
        change_id=change.id,
        number=(db.session.scalar(rounds) or 0) + 1,
        content_hash=change.content_hash,
        rule_id=rule.id,
        retro=retro,
        opened_at=moment,
        opened_by_id=actor.id if actor else None,
        closes_at=closing_time(working_calendar(), moment, working_days or rule.working_days),
        state=RoundState.open,
    )
    db.session.add(opened)
    db.session.flush()
    _freeze_roll(opened, rule)
    return opened


def _freeze_roll(opened: BallotRound, rule: BoardRule) -> None:
    """Seat the members of this day, with the deputies of the days of the round; who has a hand in the matter is recused."""
    members = [person.id for person in board_members(clock.local_date(opened.opened_at))]
    hands, authors = own_matters(opened.change_id)
    recused = [(m, RecusalReason.own_change if m in hands else RecusalReason.own_idea) for m in members]
    recused = [(member, reason) for member, reason in recused if member in hands | authors]
    if len(recused) == len(members):
        raise RoundRefused("nobody_eligible")
    seat = {"round_id": opened.id}
    db.session.add_all(BallotSeat(**seat, member_id=m, chair=m == rule.chair_id) for m in members)
    db.session.flush()
    db.session.add_all(
        SeatDeputy(**seat, member_id=d.member_id, deputising_id=d.id) for d in _deputies(opened, members)
    )
    db.session.add_all(Recusal(**seat, member_id=m, reason=why, at=opened.opened_at) for m, why in recused)
    db.session.flush()


def _deputies(opened: BallotRound, members: Collection[int]) -> list[Deputising]:
    """Deputisings of members on any day of a round."""
    first, last = clock.local_date(opened.opened_at), clock.local_date(opened.closes_at)
    overlaps = (Deputising.first_on <= last, Deputising.last_on >= first, Deputising.ended_at.is_(None))
    return list(db.session.scalars(sa.select(Deputising).where(Deputising.member_id.in_(members), *overlaps)))


def _announce(opened: BallotRound) -> None:
    gone = sa.select(Recusal.member_id).where(Recusal.round_id == opened.id)
    members = sa.select(BallotSeat.member_id).where(BallotSeat.round_id == opened.id, BallotSeat.member_id.not_in(gone))
    deputies = (
        sa.select(Deputising.deputy_id)
        .join(SeatDeputy, SeatDeputy.deputising_id == Deputising.id)
        .where(SeatDeputy.round_id == opened.id, SeatDeputy.member_id.not_in(gone))
    )
    asked = tuple(sorted(set(db.session.scalars(members)) | set(db.session.scalars(deputies))))
    publish(RoundOpened(round_id=opened.id, change_id=opened.change_id, member_ids=asked))


def void_open_round(change_id: int, actor: Person | None) -> bool:
    """The text of a change is altered or the change is given up: an open round decides nothing any more. Whether there was one.

    Called in the transaction that does it, with the change held; where the change goes is up to the caller.
    """
    running = _open_round_of(change_id)
    if running is None:
        return False
    _void(running, VoidReason.edited, actor)
    return True


def settle_due_round(change_id: int) -> Decision | None:
    """Write down what the round of a change has given, if its time is up; to be called before anything is done to the change."""
    due = (
        BallotRound.change_id == change_id,
        BallotRound.state == RoundState.open,
        BallotRound.closes_at <= clock.now(),
    )
    round_id = db.session.scalar(sa.select(BallotRound.id).where(*due))
    return settle_round(round_id=round_id) if round_id is not None else None


def stop_round(*, round_id: int, actor: Person, reason: str) -> None:
    """Call an open round off; the change is on the agenda again. Raises RoundNotFound or RoundClosed."""
    change, running = _held(round_id)
    if not running.takes_ballots(clock.now()):
        raise RoundClosed
    audit.record(act="round:stopped", subject=("change", change.id), actor_id=actor.id, reason=reason)
    _void(running, VoidReason.stopped, actor)
    _back_on_agenda(change, running, actor, reason)


def close_round(*, round_id: int, actor: Person, text: str = "") -> Decision:
    """Close a round before its time, where no ballot that is still out can change the result.

    Raises RoundNotFound, RoundClosed or ResultOpen.
    """
    change, running = _held(round_id)
    if not running.takes_ballots(clock.now()):
        raise RoundClosed
    lines = roll_of([running.id])[running.id]
    if early_outcome(_rule_of(running), counted(line.facts for line in lines)) is None:
        raise ResultOpen
    decided = _settle(change, running, closed_by=actor, text=text)
    if decided is None:
        raise RoundClosed
    return decided


def settle_round(*, round_id: int) -> Decision | None:
    """Write down what a round has given whose time is up; None where it is void, still open, or written down already."""
    change, running = _held(round_id)
    if running.state is not RoundState.open or clock.now() < running.closes_at:
        return None
    return _settle(change, running, closed_by=None, text="")


def settle_due_rounds() -> int:
    """Write down every round whose time is up; how many there were. Each in a transaction of its own."""
    due = sa.select(BallotRound.id).where(BallotRound.state == RoundState.open, BallotRound.closes_at <= clock.now())
    ids = list(db.session.scalars(due.order_by(BallotRound.closes_at).limit(DUE_AT_ONCE)))
    for round_id in ids:
        with transaction():
            settle_round(round_id=round_id)
    return len(ids)


def _settle(change: ChangeRequest, running: BallotRound, *, closed_by: Person | None, text: str) -> Decision | None:
    """Count, write the decision, and let the change follow it."""
    lines = roll_of([running.id])[running.id]
    outcome, because = outcome_of(_rule_of(running), counted(line.facts for line in lines))
    if outcome is Outcome.void:
        _void(running, VoidReason.quorum_missed, closed_by)
        _back_on_agenda(change, running, closed_by)
        return None
    _end(running, RoundState.decided, closed_by)
    conditions = conditions_of(lines) if outcome is Outcome.approved_with_conditions else ""
    decided = _decision(running, (outcome, because), closed_by=closed_by, text=text, conditions=conditions)
    if not running.retro:
        change.conditions = conditions
        db.session.flush()
        move_change(
            change=change,
            to=ChangeState(outcome.value),
            actor=closed_by,
            reason=text,
            evidence=f"decision:{decided.id}",
        )
    publish(ChangeDecided(decision_id=decided.id, change_id=change.id))
    return decided


def _decision(
    running: BallotRound, result: tuple[Outcome, Because], *, closed_by: Person | None, text: str, conditions: str
) -> Decision:
    tally = counted(line.facts for line in roll_of([running.id])[running.id])
    before = standing_decision(running.change_id)
    decided = Decision(
        round_id=running.id,
        change_id=running.change_id,
        supersedes_id=before.id if before else None,
        outcome=result[0],
        reason_code=result[1],
        roll=tally.roll,
        recused=tally.recused,
        approve=tally.approve,
        conditional=tally.conditional,
        reject=tally.reject,
        abstain=tally.abstain,
        chair_choice=tally.chair,
        conditions=conditions,
        text=text,
        decided_at=running.closed_at,
        recorded_at=clock.now(),
        closed_by_id=closed_by.id if closed_by else None,
    )
    db.session.add(decided)
    db.session.flush()
    return decided


def _void(running: BallotRound, because: VoidReason, actor: Person | None) -> None:
    running.void_because = because
    _end(running, RoundState.void, actor)
    publish(RoundVoided(round_id=running.id, change_id=running.change_id, reason=because.value))


def _back_on_agenda(change: ChangeRequest, running: BallotRound, actor: Person | None, reason: str = "") -> None:
    """A round that looks back has moved nothing and takes nothing back."""
    if not running.retro:
        move_change(change=change, to=ChangeState.on_agenda, actor=actor, reason=reason, evidence=f"round:{running.id}")


def _end(running: BallotRound, state: RoundState, actor: Person | None) -> None:
    """A round ends now, or ended when its time was up, whichever came first."""
    running.state, running.closed_at = state, min(clock.now(), running.closes_at)
    running.closed_by_id = actor.id if actor else None
    db.session.flush()


def _rule_of(running: BallotRound) -> Rule:
    return db.session.get_one(BoardRule, running.rule_id).terms


def _held(round_id: int) -> tuple[ChangeRequest, BallotRound]:
    """The change, then the round, both held. Raises RoundNotFound."""
    change_id = db.session.scalar(sa.select(BallotRound.change_id).where(BallotRound.id == round_id))
    if change_id is None:
        raise RoundNotFound
    change = held_change(change_id)
    return change, _held_round(BallotRound.id == round_id).one()


def _open_round_of(change_id: int) -> BallotRound | None:
    return _held_round(BallotRound.change_id == change_id, BallotRound.state == RoundState.open).one_or_none()


def _held_round(*which: sa.ColumnElement[bool]) -> sa.ScalarResult[BallotRound]:
    rows = locked(sa.select(BallotRound).where(*which))
    return db.session.scalars(rows, execution_options={"populate_existing": True})
