"""Rounds of ballots: the rule they follow, their seats, what was said, and what follows from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, load_only

from app.accounts.models import Person, PersonRole, PersonState, Role
from app.accounts.queries.people import in_state_on
from app.changes.formulas.deciding import Because, Choice, Outcome, Seat, Tally, counted, early_outcome, outcome_of
from app.changes.models.ballots import (
    Ballot,
    BallotRound,
    BallotSeat,
    BoardRule,
    Decision,
    Deputising,
    Recusal,
    RoundState,
    SeatDeputy,
)
from app.changes.models.requests import ChangeIdea, ChangeRequest
from app.feedback.models import Idea
from app.foundation import clock
from app.foundation.db import db
from app.foundation.params import Day, PersonId

LATER = aliased(Ballot, name="later")


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One line of a roll: whose seat, the ballot that counts, and the recusal if there is one."""

    seat: BallotSeat
    ballot: Ballot | None
    recusal: Recusal | None

    @property
    def facts(self) -> Seat:
        """The line as the formulas know it."""
        said = self.ballot.choice if self.ballot else None
        return Seat(ballot=said, recused=self.recusal is not None, chair=self.seat.chair)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with its change, rule, roll and decision, and how it stands at a moment."""

    round: BallotRound
    lines: list[SeatLine]
    decision: Decision | None
    moment: datetime

    @property
    def open(self) -> bool:
        """Whether ballots are taken now."""
        return self.round.takes_ballots(self.moment)

    @property
    def tally(self) -> Tally:
        """The count; shown to nobody while the round is open, but for how many have taken part."""
        return counted(line.facts for line in self.lines)

    @property
    def result(self) -> tuple[Outcome, Because] | None:
        """What it gave; read from the clock where nobody has written it down yet. None while it is open or when it was voided."""
        if self.decision is not None:
            return self.decision.outcome, self.decision.reason_code
        if self.open or self.round.state is RoundState.void:
            return None
        return outcome_of(self.round.rule.terms, self.tally)

    @property
    def certain(self) -> bool:
        """Whether no ballot that is still out can change the result."""
        return early_outcome(self.round.rule.terms, self.tally) is not None


def rule_in_force() -> BoardRule | None:
    """The rule for rounds that are opened now, with its chair; None before the first one was set."""
    last = sa.select(BoardRule).options(_name(BoardRule.chair)).order_by(BoardRule.id.desc()).limit(1)
    return db.session.scalar(last)


def _name(relationship: sa.orm.InstrumentedAttribute[Person | None]) -> sa.orm.interfaces.LoaderOption:
    return joinedload(relationship).options(load_only(Person.name))


def board_members(day: date) -> list[Person]:
    """Everyone who holds a seat on a day: the role, and an account that is not closed; by employee number."""
    holds = sa.select(PersonRole.person_id).where(PersonRole.role == Role.board_member)
    present = sa.select(Person).where(
        Person.id.in_(holds), Person.deactivated_at.is_(None), sa.not_(in_state_on(PersonState.left, day))
    )
    return list(db.session.scalars(present.order_by(Person.employee_no_key)))


def own_matters(change_id: int) -> tuple[set[int], set[int]]:
    """Ids of author and owner of a change, and of those who wrote an idea behind it or one merged into such."""
    hands = sa.select(ChangeRequest.author_id, ChangeRequest.owner_id).where(ChangeRequest.id == change_id)
    own = {person_id for row in db.session.execute(hands) for person_id in row}
    return own, set(db.session.scalars(idea_authors(change_id)))


def idea_authors(change_id: int | sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int]) -> sa.Select[int]:
    """Ids of the authors of the ideas behind a change, merged ones included, as a subquery."""
    linked = sa.select(ChangeIdea.idea_id).where(ChangeIdea.change_id == change_id)
    linked = linked.correlate_except(ChangeIdea)  # said, for the change may stand two selects further out
    return sa.select(Idea.author_id).where(sa.or_(Idea.id.in_(linked), Idea.canonical_id.in_(linked)))


def standing() -> sa.ColumnElement[bool]:
    """Ballots that count: nothing was said for the same seat after them."""
    same = (LATER.round_id == Ballot.round_id, LATER.member_id == Ballot.member_id, LATER.number > Ballot.number)
    return ~sa.exists().where(*same)


def roll_of(rounds: Collection[int]) -> dict[int, list[SeatLine]]:
    """The rolls of rounds, each in the order of names, with what counts for each seat, in one statement."""
    lines: dict[int, list[SeatLine]] = {round_id: [] for round_id in rounds}
    same_seat = (Ballot.round_id == BallotSeat.round_id, Ballot.member_id == BallotSeat.member_id)
    gone = (Recusal.round_id == BallotSeat.round_id, Recusal.member_id == BallotSeat.member_id)
    rows = (
        sa.select(BallotSeat, Ballot, Recusal)
        .join(BallotSeat.member)
        .outerjoin(Ballot, sa.and_(*same_seat, standing()))
        .outerjoin(Recusal, sa.and_(*gone))
        .where(BallotSeat.round_id.in_(rounds))
        .options(
            joinedload(BallotSeat.member).options(load_only(Person.name)),
            joinedload(Ballot.cast_by).options(load_only(Person.name)),
        )
        .order_by(Person.employee_no_key)
    )
    for seat, ballot, recusal in db.session.execute(rows):
        lines[seat.round_id].append(SeatLine(seat, ballot, recusal))
    return lines


def tally_of(round_id: int) -> Tally:
    """The count of a round as its rows say now."""
    return counted(line.facts for line in roll_of([round_id])[round_id])


def round_page(round_id: int) -> RoundPage | None:
    """A round with its change, rule, roll and decision, in three statements."""
    held = (joinedload(BallotRound.change), joinedload(BallotRound.rule))
    found = db.session.scalar(sa.select(BallotRound).where(BallotRound.id == round_id).options(*held))
    if found is None:
        return None
    decision = db.session.scalar(sa.select(Decision).where(Decision.round_id == round_id))
    return RoundPage(found, roll_of([round_id])[round_id], decision, clock.now())


def standing_decision(change_id: int) -> Decision | None:
    """The last decision on a change; earlier ones it supersedes."""
    last = sa.select(Decision).where(Decision.change_id == change_id).order_by(Decision.id.desc()).limit(1)
    return db.session.scalar(last)


def still_follows(decision: Decision) -> bool:
    """Whether the roll, the ballots and the rule still give exactly what was recorded."""
    rule = db.session.scalars(
        sa.select(BoardRule)
        .join(BallotRound, BallotRound.rule_id == BoardRule.id)
        .where(BallotRound.id == decision.round_id)
    ).one()
    tally = tally_of(decision.round_id)
    same = (tally.approve, tally.conditional, tally.reject, tally.abstain, tally.recused, tally.roll) == (
        decision.approve,
        decision.conditional,
        decision.reject,
        decision.abstain,
        decision.recused,
        decision.roll,
    )
    return same and outcome_of(rule.terms, tally) == (decision.outcome, decision.reason_code)


def seats_for(person_id: PersonId, day: Day) -> sa.Subquery:
    """Columns `round_id` and `member_id` of the seats somebody may act for on a day: the own ones, and those deputised for."""
    own = sa.select(BallotSeat.round_id, BallotSeat.member_id).where(BallotSeat.member_id == person_id)
    deputised = (
        sa.select(SeatDeputy.round_id, SeatDeputy.member_id)
        .join(Deputising, Deputising.id == SeatDeputy.deputising_id)
        .where(Deputising.deputy_id == person_id, *deputises_on(day))
    )
    return sa.union_all(own, deputised).subquery("own_seats")


def deputises_on(day: Day) -> tuple[sa.ColumnElement[bool], ...]:
    """A deputising that holds on a day and was not taken back."""
    return Deputising.first_on <= day, Deputising.last_on >= day, Deputising.ended_at.is_(None)


def conditions_of(lines: Collection[SeatLine]) -> str:
    """The conditions that were named by those who count, one a line."""
    named = [
        line.ballot.comment
        for line in lines
        if line.ballot and line.recusal is None and line.ballot.choice is Choice.approve_with_conditions
    ]
    return "\n".join(dict.fromkeys(named))
