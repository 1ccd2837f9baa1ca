"""Ballots: who may cast one, when, on what text; and what comes of many hands at once, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.changes.actions.ballots import cast_ballot, recuse
from app.changes.actions.board import end_deputising, name_deputy
from app.changes.actions.refusals import (
    BallotRefused,
    DeputyRefused,
    MemberSpoke,
    NotOnRoll,
    OwnMatter,
    ResultOpen,
    RoundClosed,
    RoundRefused,
    SeatRecused,
    TextChanged,
)
from app.changes.actions.requests import edit_request
from app.changes.actions.rounds import (
    close_round,
    open_retro_round,
    open_round,
    settle_due_rounds,
    settle_round,
    stop_round,
)
from app.changes.formulas.deciding import Choice, Outcome, Rule
from app.changes.models.ballots import (
    Ballot,
    BallotRound,
    Decision,
    Recusal,
    RecusalReason,
    RoundState,
    VoidReason,
)
from app.changes.models.requests import ChangeKind, ChangeRequest, ChangeState
from app.changes.queries.rounds import roll_of, still_follows, tally_of
from app.changes.queries.waiting import waiting_rounds
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.changes.boards import AFTER, make_change, make_members, open_for, rule_of, state_of, vote
from tests.factories import Cast, make_person
from tests.feedback.rows import HANDS, make_idea, person, together

YES, IF, NO, ABSTAIN = Choice


def count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def edited(change_id: int, actor_id: int) -> None:
    """Somebody mends the words of a change."""
    change = db.session.get_one(ChangeRequest, change_id, populate_existing=True)
    edit_request(
        change_id=change_id,
        version=change.version,
        actor=person(actor_id),
        title=change.title,
        description=f"{change.description} And more.",
        benefit=change.benefit,
        area=change.area,
        owner_id=change.owner_id,
    )


# ------------------------------------------------------------------------------------------ many hands


def test_twenty_four_members_and_deputies_vote_at_once_and_each_seat_counts_once(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        members = make_members(12, cast.department)
        deputies = [make_person(f"6{n:05}", f"代理{n}", cast.department).id for n in range(12)]
        for member, deputy in zip(members, deputies, strict=True):
            name_deputy(member_id=member, deputy_id=deputy, first_on=clock.today(), last_on=clock.today())
        rule_of(cast)
        round_id = open_for(make_change(cast.wang), cast.pmo).id

    def act(hand: int) -> object:
        own = hand < 12
        return (
            vote(round_id, members[hand % 12], YES if own else NO, as_=None if own else deputies[hand - 12]) is not None
        )

    results = together(app, HANDS, act)
    assert all(result is True or isinstance(result, MemberSpoke) for result in results), results
    with app.app_context():
        tally = tally_of(round_id)
        assert (tally.roll, tally.cast, tally.approve, tally.reject) == (13, 12, 12, 0)  # the member's word stands
        spoke = sum(isinstance(result, MemberSpoke) for result in results)
        assert count(Ballot) == 24 - spoke  # what a deputy said first is kept, and counts no more


def test_one_seat_has_one_ballot_from_however_many_hands(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        round_id = open_for(make_change(cast.wang), cast.pmo).id
    results = together(app, HANDS, lambda _: vote(round_id, cast.sun, YES) is not None)
    assert Counter(results) == {True: 1, False: HANDS - 1}
    with app.app_context():
        assert count(Ballot) == 1


def test_no_ballot_counts_that_comes_after_the_round_was_closed(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        members = make_members(HANDS, cast.department)
        rule_of(cast, Rule(1, 4, 1, 2))
        change_id = make_change(cast.wang)
        round_id = open_for(change_id, cast.pmo).id
        for member in members[:13]:
            vote(round_id, member, YES)

    def act(hand: int) -> object:
        if hand % 12 == 0:
            return close_round(round_id=round_id, actor=person(cast.pmo)).outcome
        return vote(round_id, members[13 + hand % 11], NO) is not None

    results = together(app, HANDS, act)
    assert sum(result is Outcome.approved for result in results) == 1  # two close, one wins
    assert all(isinstance(result, bool | Outcome | RoundClosed) for result in results), results
    with app.app_context():
        decided = db.session.scalars(sa.select(Decision)).one()
        last = db.session.scalars(sa.select(Ballot.cast_at).order_by(Ballot.id.desc())).first()
        assert last is not None
        assert last <= decided.recorded_at
        assert decided.reject == sum(result is True for result in results)
        assert still_follows(decided)
        assert state_of(change_id) is ChangeState.approved


def test_of_twenty_four_who_write_a_result_down_one_does(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        change_id = make_change(cast.wang)
        round_id = open_for(change_id, cast.pmo).id
        vote(round_id, cast.sun, YES)
    moment = clock.now() + AFTER

    def act(_hand: int) -> object:
        with clock.fixed_at(moment):
            return settle_round(round_id=round_id) is not None

    assert Counter(together(app, HANDS, act)) == {True: 1, False: HANDS - 1}
    with app.app_context():
        assert count(Decision) == 1
        assert state_of(change_id) is ChangeState.approved


def test_a_ballot_counts_for_the_text_it_was_cast_on_or_not_at_all(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        members = make_members(HANDS - 1, cast.department)
        rule_of(cast)
        change_id = make_change(cast.wang)
        round_id = open_for(change_id, cast.pmo).id

    def act(hand: int) -> object:
        if hand == HANDS // 2:
            edited(change_id, cast.wang)
            return None
        return vote(round_id, members[hand if hand < HANDS // 2 else hand - 1], YES) is not None

    results = together(app, HANDS, act)
    assert all(result in (True, None) or isinstance(result, RoundClosed) for result in results), results
    with app.app_context():
        running = db.session.get_one(BallotRound, round_id)
        assert (running.state, running.void_because) == (RoundState.void, VoidReason.edited)
        assert state_of(change_id) is ChangeState.on_agenda
        assert count(Decision) == 0
        assert count(Ballot) == sum(result is True for result in results)


# ------------------------------------------------------------------------------------------ seats, deputies, recusals


def test_a_deputy_acts_on_the_days_it_was_named_for_and_on_no_other(app: Flask, cast: Cast) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    with app.app_context(), transaction():
        rule_of(cast)
        day = clock.local_date(tomorrow)
        named = name_deputy(member_id=cast.sun, deputy_id=cast.zhao, first_on=day, last_on=day)
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        with pytest.raises(NotOnRoll):
            vote(round_id, cast.sun, YES, as_=cast.zhao)
        with clock.fixed_at(tomorrow):
            assert vote(round_id, cast.sun, YES, as_=cast.zhao) is not None
            with pytest.raises(NotOnRoll):
                vote(round_id, cast.sun, YES, as_=cast.lin)
        with clock.fixed_at(tomorrow + timedelta(days=1)), pytest.raises(NotOnRoll):
            vote(round_id, cast.sun, NO, as_=cast.zhao)
        with clock.fixed_at(tomorrow):
            assert vote(round_id, cast.sun, NO) is not None
            with pytest.raises(MemberSpoke):
                vote(round_id, cast.sun, YES, as_=cast.zhao)
            assert end_deputising(deputising_id=named.id, member_id=cast.sun)
            with pytest.raises(NotOnRoll):
                vote(round_id, cast.sun, YES, as_=cast.zhao)
        tally = tally_of(round_id)
        assert (tally.cast, tally.reject) == (1, 1)


def test_the_roll_knows_who_was_named_before_it_and_nobody_who_was_named_after(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        name_deputy(member_id=cast.sun, deputy_id=cast.zhao, first_on=clock.today(), last_on=clock.today())
        late = make_members(1, cast.department)[0]
        for seat, hand in ((cast.sun, cast.zhao), (late, late)):
            with pytest.raises(NotOnRoll):
                vote(round_id, seat, YES, as_=hand)


def test_who_sits_for_two_has_two_ballots_and_not_three(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        other = make_members(1, cast.department)[0]
        name_deputy(member_id=other, deputy_id=cast.sun, first_on=clock.today(), last_on=clock.today())
        rule_of(cast)
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        vote(round_id, cast.sun, YES)
        vote(round_id, other, NO, as_=cast.sun)
        vote(round_id, other, YES, as_=cast.sun)
        tally = tally_of(round_id)
        assert (tally.roll, tally.cast, tally.approve, tally.reject) == (2, 2, 2, 0)


REFUSED = [  # who names whom, on which days, and why not
    ("sun", "sun", 0, 1, "oneself"),
    ("sun", "gone", 0, 1, "cannot_act"),
    ("sun", "away", 0, 1, "cannot_act"),
    ("sun", "zhao", -3, -2, "past"),
    ("sun", "zhao", 5, 8, "overlap"),
    ("eve", "sun", 5, 6, "chain"),
    ("lin", "eve", 5, 6, "chain"),
]


def test_a_deputy_must_be_able_and_deputises_for_nobody_else_who_is_away(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        day = clock.today()
        people = {name: getattr(cast, name) for name in ("sun", "zhao", "eve", "lin")}
        people["gone"] = make_person("000950", "离任", cast.department, last_day=day).id
        people["away"] = make_person("000951", "休假", cast.department, leave_from=day).id
        name_deputy(
            member_id=cast.sun, deputy_id=cast.lin, first_on=day + timedelta(days=4), last_on=day + timedelta(days=6)
        )
        for member, deputy, first, last, why in REFUSED:
            with pytest.raises(DeputyRefused) as refused:
                name_deputy(
                    member_id=people[member],
                    deputy_id=people[deputy],
                    first_on=day + timedelta(days=first),
                    last_on=day + timedelta(days=last),
                )
            assert refused.value.why == why, (member, deputy)


def test_two_members_who_name_each_other_at_once_end_with_one(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        other = make_members(1, cast.department)[0]
    pairs = [(cast.sun, other), (other, cast.sun)]

    def act(hand: int) -> int:
        member, deputy = pairs[hand]
        return name_deputy(member_id=member, deputy_id=deputy, first_on=clock.today(), last_on=clock.today()).id

    results = together(app, 2, act)
    assert sorted(type(result).__name__ for result in results) == ["DeputyRefused", "int"]


def test_the_recused_leave_the_denominator_and_their_ballots_with_them(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        members = make_members(3, cast.department)
        rule_of(cast, Rule(1, 1, 1, 2))
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        for member in members:
            vote(round_id, member, YES)
        vote(round_id, members[0], NO)
        assert recuse(round_id=round_id, member_id=members[0], reason=RecusalReason.involved)
        assert not recuse(round_id=round_id, member_id=members[0], reason=RecusalReason.involved)
        assert recuse(round_id=round_id, member_id=cast.sun, reason=RecusalReason.other, text="亲属")
        with pytest.raises(SeatRecused):
            vote(round_id, cast.sun, YES)
        tally = tally_of(round_id)
        assert (tally.roll, tally.eligible, tally.cast, tally.approve, tally.reject) == (4, 2, 2, 2, 0)
        assert close_round(round_id=round_id, actor=person(cast.pmo)).outcome is Outcome.approved


def test_nobody_decides_on_the_own_change_or_idea(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        writer, dreamer, voter = make_members(3, cast.department)
        name_deputy(member_id=voter, deputy_id=cast.wang, first_on=clock.today(), last_on=clock.today())
        rule_of(cast)
        change_id = make_change(writer, ideas=[make_idea(dreamer)])
        db.session.get_one(ChangeRequest, change_id).owner_id = cast.wang
        round_id = open_for(change_id, cast.pmo).id
        reasons = {line.seat.member_id: line.recusal.reason for line in roll_of([round_id])[round_id] if line.recusal}
        assert reasons == {writer: RecusalReason.own_change, dreamer: RecusalReason.own_idea}
        for member in (writer, dreamer):
            with pytest.raises(SeatRecused):
                vote(round_id, member, YES)
        with pytest.raises(OwnMatter):
            vote(round_id, voter, YES, as_=cast.wang)  # the owner, as somebody's deputy


def test_an_idea_behind_another_change_keeps_nobody_away(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        (dreamer,) = make_members(1, cast.department)
        rule_of(cast)
        open_for(make_change(cast.wang, ideas=[make_idea(dreamer)]), cast.pmo)
        round_id = open_for(make_change(cast.wang, "Fewer steps to a report"), cast.pmo).id
        assert list(db.session.scalars(waiting_rounds(dreamer))) == [round_id]
        assert vote(round_id, dreamer, YES) is not None
        assert list(db.session.scalars(waiting_rounds(dreamer))) == []


def test_a_round_of_nobody_is_not_opened(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        change_id = make_change(cast.sun)
        for why in ("no_rule", "nobody_eligible"):
            with pytest.raises(RoundRefused) as refused, db.session.begin_nested():
                open_for(change_id, cast.pmo)
            assert refused.value.why == why
            rule_of(cast)


# ------------------------------------------------------------------------------------------ what comes of it


def test_a_round_closes_by_the_clock_and_is_written_down_later(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        change_id = make_change(cast.wang)
        running = open_for(change_id, cast.pmo)
        round_id, closes = running.id, running.closes_at
        assert clock.local(closes).hour == 18  # at the end of a working day
        with pytest.raises(RoundRefused):
            open_round(change_id=change_id, actor=None)
    with app.app_context(), clock.fixed_at(closes):
        with transaction(), pytest.raises(RoundClosed):
            vote(round_id, cast.sun, YES)
        assert settle_due_rounds() == 1
        assert settle_due_rounds() == 0
        running = db.session.get_one(BallotRound, round_id)
        assert (running.state, running.void_because) == (RoundState.void, VoidReason.quorum_missed)
        assert state_of(change_id) is ChangeState.on_agenda
        with transaction():
            assert open_round(change_id=change_id, actor=person(cast.pmo)).number == 2


OUTCOMES = [  # what the three say, what comes out, and where the change goes
    ((YES, YES, NO), Outcome.approved, ChangeState.approved),
    ((IF, YES, NO), Outcome.approved_with_conditions, ChangeState.approved_with_conditions),
    ((NO, NO, YES), Outcome.rejected, ChangeState.rejected),
    ((YES, NO, ABSTAIN), Outcome.returned, ChangeState.returned),
]


@pytest.mark.parametrize(("said", "outcome", "state"), OUTCOMES, ids=[str(row[1]) for row in OUTCOMES])
def test_the_change_follows_the_decision(
    app: Flask, cast: Cast, said: tuple[Choice, ...], outcome: Outcome, state: ChangeState
) -> None:
    with app.app_context(), transaction():
        members = [cast.sun, *make_members(2, cast.department)]
        rule_of(cast)
        change_id = make_change(cast.wang)
        round_id = open_for(change_id, cast.pmo).id
        for member, choice in zip(members, said, strict=True):
            vote(round_id, member, choice)
        decided = close_round(round_id=round_id, actor=person(cast.sun), text="如上")
        assert decided.outcome is outcome
        assert state_of(change_id) is state
        assert bool(decided.conditions) is (outcome is Outcome.approved_with_conditions)
        assert still_follows(decided)
        db.session.get_one(Person, members[0]).name = ""  # made nameless
        db.session.flush()
        assert still_follows(decided)
        with pytest.raises(RoundClosed):
            vote(round_id, cast.sun, ABSTAIN)
        with pytest.raises(RoundClosed):
            recuse(round_id=round_id, member_id=cast.sun, reason=RecusalReason.involved)


def test_a_round_is_not_closed_while_a_ballot_could_change_it(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        members = [cast.sun, *make_members(2, cast.department)]
        rule_of(cast)
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        vote(round_id, members[0], YES)
        with pytest.raises(ResultOpen):
            close_round(round_id=round_id, actor=person(cast.sun))
        vote(round_id, members[1], YES)
        assert close_round(round_id=round_id, actor=person(cast.sun)).outcome is Outcome.approved


def test_an_edit_after_the_approval_takes_it_back_and_the_next_decision_supersedes_it(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        change_id = make_change(cast.wang)
        decided = []
        for number in (1, 2):
            running = open_for(change_id, cast.pmo)
            assert running.number == number
            vote(running.id, cast.sun, YES)
            decided.append(close_round(round_id=running.id, actor=person(cast.sun)))
            if number == 1:
                edited(change_id, cast.wang)
                assert state_of(change_id) is ChangeState.on_agenda
        assert [decision.supersedes_id for decision in decided] == [None, decided[0].id]
        assert state_of(change_id) is ChangeState.approved


def test_a_ballot_from_a_page_that_showed_another_text_is_refused(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        said = {"choice": YES, "comment": "", "seen_hash": "of another text"}
        with pytest.raises(TextChanged):
            cast_ballot(round_id=round_id, member_id=cast.sun, caster_id=cast.sun, **said)  # type: ignore[arg-type]
        assert count(Ballot) == 0
        assert issubclass(TextChanged, BallotRefused)


def test_a_round_that_looks_back_on_an_emergency_moves_nothing(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        change_id = make_change(cast.wang)
        with pytest.raises(RoundRefused):
            open_retro_round(change_id=change_id, actor=None)
        change = db.session.get_one(ChangeRequest, change_id)
        change.review_due_at = clock.now()
        db.session.flush()
        change.kind, change.state = ChangeKind.emergency, ChangeState.implementing
        db.session.flush()
        running = open_retro_round(change_id=change_id, actor=None)
        vote(running.id, cast.sun, NO)
        assert close_round(round_id=running.id, actor=person(cast.sun)).outcome is Outcome.rejected
        assert state_of(change_id) is ChangeState.implementing


def test_a_stopped_round_goes_back_on_the_agenda(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        change_id = make_change(cast.wang)
        round_id = open_for(change_id, cast.pmo).id
        stop_round(round_id=round_id, actor=person(cast.pmo), reason="太早")
        assert state_of(change_id) is ChangeState.on_agenda
        with pytest.raises(RoundClosed):
            stop_round(round_id=round_id, actor=person(cast.pmo), reason="再次")


@pytest.mark.parametrize("table", [Ballot, Decision, Recusal])
def test_what_was_said_and_decided_is_never_altered(app: Flask, cast: Cast, table: type) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        other = make_members(1, cast.department)[0]
        round_id = open_for(make_change(cast.wang), cast.pmo).id
        vote(round_id, cast.sun, ABSTAIN)
        recuse(round_id=round_id, member_id=other, reason=RecusalReason.involved)
        close_round(round_id=round_id, actor=person(cast.sun))
    with app.app_context():
        for statement in (sa.delete(table), sa.update(table).values(round_id=99)):
            with transaction(), pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
                db.session.execute(statement)
