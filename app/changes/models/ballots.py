"""The change control board: its rule, deputies, rounds of ballots, and what was decided."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.changes.formulas.deciding import Because, Choice, Outcome, Rule, Tally
from app.changes.models.requests import ChangeRequest
from app.foundation.append_only import append_only
from app.foundation.db import Base, choice


class BoardRule(Base):
    """One version of the board's rule, its chair among it; the last one holds for rounds that are opened now. Append-only."""

    __tablename__ = "board_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    quorum_num: Mapped[int]
    quorum_den: Mapped[int]
    threshold_num: Mapped[int]
    threshold_den: Mapped[int]
    casting_vote: Mapped[bool]
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    working_days: Mapped[int]
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    set_at: Mapped[datetime]
    reason: Mapped[str]

    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id], lazy="raise_on_sql")
    set_by: Mapped[Person] = relationship(foreign_keys=[set_by_id], lazy="raise_on_sql")

    @property
    def terms(self) -> Rule:
        """The rule as the formulas know it."""
        return Rule(self.quorum_num, self.quorum_den, self.threshold_num, self.threshold_den, self.casting_vote)

    __table_args__ = (
        sa.CheckConstraint("quorum_den > 0 AND quorum_num >= 0 AND quorum_num <= quorum_den", name="quorum_is_a_share"),
        sa.CheckConstraint(
            "threshold_den > 0 AND threshold_num > 0 AND threshold_num <= threshold_den", name="threshold_is_a_share"
        ),
        # Where more than half must approve, a tie is far from enough, and nobody's ballot makes it so.
        sa.CheckConstraint("NOT casting_vote OR threshold_num * 2 <= threshold_den", name="casting_vote_breaks_halves"),
        sa.CheckConstraint("working_days BETWEEN 1 AND 60", name="working_days_in_reach"),
    )


class Deputising(Base):
    """A member of the board lets somebody act in the own place, both days included; it may be taken back."""

    __tablename__ = "deputisings"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    member: Mapped[Person] = relationship(foreign_keys=[member_id], lazy="raise_on_sql")
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id], lazy="raise_on_sql")

    __table_args__ = (
        sa.CheckConstraint("member_id <> deputy_id", name="two_people"),
        sa.CheckConstraint("last_on >= first_on", name="in_order"),
    )


class RoundState(StrEnum):
    """An open round takes ballots until it closes; then it has decided, or it is void."""

    open = "open"
    decided = "decided"
    void = "void"


class VoidReason(StrEnum):
    """Why a round decided nothing."""

    edited = "edited"
    quorum_missed = "quorum_missed"
    stopped = "stopped"


class BallotRound(Base):
    """One round of ballots on the text that `content_hash` stands for, by the rule of its opening.

    `state` says what has been written; whether ballots are still taken is read from the clock (`takes_ballots`). A round of which
    `retro` is set looks back on an emergency and moves nothing.
    """

    __tablename__ = "ballot_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"))
    number: Mapped[int]
    content_hash: Mapped[str]
    rule_id: Mapped[int] = mapped_column(sa.ForeignKey("board_rules.id"))
    retro: Mapped[bool]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    closes_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[RoundState] = mapped_column(choice(RoundState, "state"), index=True)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    void_because: Mapped[VoidReason | None] = mapped_column(choice(VoidReason, "void_because"))

    change: Mapped[ChangeRequest] = relationship(lazy="raise_on_sql")
    rule: Mapped[BoardRule] = relationship(lazy="raise_on_sql")

    def takes_ballots(self, moment: datetime) -> bool:
        """Whether ballots are taken at a moment, whatever has been written down."""
        return self.state is RoundState.open and moment < self.closes_at

    __table_args__ = (
        sa.UniqueConstraint("change_id", "number"),
        sa.CheckConstraint("closes_at > opened_at", name="closes_after_it_opened"),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_when_over"),
        sa.CheckConstraint("(state = 'void') = (void_because IS NOT NULL)", name="void_says_why"),
        sa.Index(
            "uq_ballot_rounds_open",
            "change_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        {"sqlite_autoincrement": True},
    )


class BallotSeat(Base):
    """A member on the roll of a round, as the board was when it opened. Append-only."""

    __tablename__ = "ballot_seats"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot_rounds.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    chair: Mapped[bool]

    member: Mapped[Person] = relationship(lazy="raise_on_sql")


class SeatDeputy(Base):
    """Who may act for a seat, as it was named when the round opened; only on the days it was named for. Append-only."""

    __tablename__ = "seat_deputies"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True)
    deputising_id: Mapped[int] = mapped_column(sa.ForeignKey("deputisings.id"), primary_key=True, index=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(["round_id", "member_id"], ["ballot_seats.round_id", "ballot_seats.member_id"]),
    )


class RecusalReason(StrEnum):
    """Why a member does not decide; the first two follow from what the change is and who wrote it."""

    own_change = "own_change"
    own_idea = "own_idea"
    involved = "involved"
    close_to_it = "close_to_it"
    other = "other"


class Recusal(Base):
    """A member takes no part in a round and leaves its denominator; `by_id` is empty where the portal saw to it. Append-only."""

    __tablename__ = "recusals"

    round_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[RecusalReason] = mapped_column(choice(RecusalReason, "reason"))
    text: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]

    __table_args__ = (
        sa.ForeignKeyConstraint(["round_id", "member_id"], ["ballot_seats.round_id", "ballot_seats.member_id"]),
        sa.CheckConstraint("reason <> 'other' OR text <> ''", name="other_says_what"),
    )


class Ballot(Base):
    """What a seat said; saying something else while the round is open is the next number, and the last number counts.

    `cast_by_id` is the member or a deputy. Append-only.
    """

    __tablename__ = "ballots"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int]
    member_id: Mapped[int]
    number: Mapped[int]
    choice: Mapped[Choice] = mapped_column(choice(Choice, "choice"))
    comment: Mapped[str] = mapped_column(default="")
    cast_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    cast_at: Mapped[datetime]

    cast_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("round_id", "member_id", "number"),
        sa.ForeignKeyConstraint(["round_id", "member_id"], ["ballot_seats.round_id", "ballot_seats.member_id"]),
        sa.CheckConstraint("number >= 1", name="numbered_from_one"),
        sa.CheckConstraint(
            "choice NOT IN ('reject', 'approve_with_conditions') OR comment <> ''", name="says_why_where_asked"
        ),
    )


class Decision(Base):
    """What the board decided in a round, with the count it follows from; a later one of the same change names it. Append-only."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot_rounds.id"), unique=True)
    change_id: Mapped[int] = mapped_column(sa.ForeignKey("change_requests.id"), index=True)
    supersedes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    reason_code: Mapped[Because] = mapped_column(choice(Because, "reason_code"))
    roll: Mapped[int]
    recused: Mapped[int]
    approve: Mapped[int]
    conditional: Mapped[int]
    reject: Mapped[int]
    abstain: Mapped[int]
    chair_choice: Mapped[Choice | None] = mapped_column(choice(Choice, "chair_choice"))
    conditions: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    round: Mapped[BallotRound] = relationship(lazy="raise_on_sql")
    change: Mapped[ChangeRequest] = relationship(lazy="raise_on_sql")

    @property
    def tally(self) -> Tally:
        """The count as the formulas know it."""
        return Tally(
            self.roll, self.recused, self.approve, self.conditional, self.reject, self.abstain, self.chair_choice
        )

    __table_args__ = (
        sa.CheckConstraint("outcome <> 'void'", name="decides_something"),
        sa.CheckConstraint("approve + conditional + reject + abstain + recused <= roll", name="counts_fit_the_roll"),
        sa.CheckConstraint(
            "(outcome = 'approved_with_conditions') = (conditions <> '')", name="conditions_where_named"
        ),
    )


for _table in (BoardRule, BallotSeat, SeatDeputy, Recusal, Ballot, Decision):
    append_only(_table.__table__)
