"""Statuses: every pair of them, merging and its undoing, and what any sequence of hands leaves behind."""

from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.feedback import actions, queries
from app.feedback.actions.errors import AnswerMissing, IdeaMerged, MergeRefused, MoveNotListed, StaleIdea, VoteRefused
from app.feedback.models import (
    CHAIN_MOVES,
    MODERATOR_MOVES,
    MOVES,
    VOTING,
    Idea,
    IdeaEvent,
    IdeaStatus,
    Vote,
    needs_answer,
)
from app.feedback.queries import HearsBecause
from app.foundation.db import db, transaction
from app.foundation.words import rendered, title_of
from tests.factories import Cast
from tests.feedback.rows import grounds, make_idea, make_people, person, version_of

LISTED = """
submitted open needs_info declined withdrawn; needs_info submitted withdrawn;
open discussing in_review planned parked declined withdrawn; discussing in_review parked declined;
in_review planned discussing declined; parked open discussing declined; planned in_progress delivered in_review;
in_progress delivered in_review; delivered closed in_progress; declined open; closed; withdrawn; merged
"""


def test_the_table_of_moves_is_the_agreed_one() -> None:
    agreed = {IdeaStatus(line.split()[0]): set(line.split()[1:]) for line in LISTED.replace("\n", " ").split(";")}
    assert {status: {str(to) for to in targets} for status, targets in MOVES.items()} == agreed


def test_of_all_pairs_of_statuses_only_the_listed_moves_are_made(app: Flask, cast: Cast) -> None:
    for before, after in product(IdeaStatus, IdeaStatus):
        if before is IdeaStatus.merged:
            continue
        with app.app_context(), transaction():
            number = make_idea(cast.wang, status=before)
            rows = db.session.scalar(sa.select(sa.func.count()).select_from(IdeaEvent))
            act: dict[str, Any] = {
                "idea_id": number,
                "to": after,
                "version": version_of(number),
                "actor": person(cast.pmo),
                "reason": "Because",
                **grounds(after),
            }
            if after in MODERATOR_MOVES[before]:
                actions.move_idea(**act)
                expected, written = after, 1
            else:
                with pytest.raises(MoveNotListed):
                    actions.move_idea(**act)
                expected, written = before, 0
            assert db.session.get_one(Idea, number).status is expected
            assert db.session.scalar(sa.select(sa.func.count()).select_from(IdeaEvent)) == (rows or 0) + written


def test_outcomes_carry_words(app: Flask, cast: Cast) -> None:
    for before, moves in MODERATOR_MOVES.items():
        for after in moves:
            if needs_answer(before, after):
                with app.app_context(), transaction():
                    number = make_idea(cast.wang, status=before)
                    act: dict[str, Any] = {"idea_id": number, "to": after, "actor": person(cast.pmo), "reason": "x"}
                    act |= {"version": version_of(number), **grounds(after)}
                    for lacking in {"reason": "", **dict.fromkeys(grounds(after))}.items():
                        with pytest.raises(AnswerMissing, match=lacking[0]):
                            actions.move_idea(**{**act, lacking[0]: lacking[1]})


def _pair(cast: Cast) -> tuple[int, int]:
    return make_idea(cast.wang, "One"), make_idea(cast.eve, "Other")


def _merge(source: int, target: int, cast: Cast) -> None:
    actions.merge_idea(
        idea_id=source, into_id=target, version=version_of(source), actor=person(cast.pmo), reason="The same"
    )


def test_a_merge_counts_everyone_once_moves_no_vote_and_is_undone_exactly(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        one, other = _pair(cast)
        people = make_people(5, cast.department)
        for voter in people[:3]:
            actions.cast_vote(idea_id=one, person_id=voter)
        for voter in [*people[2:], cast.lin]:
            actions.cast_vote(idea_id=other, person_id=voter)
        before = db.session.execute(
            sa.select(Vote.id, Vote.idea_id, Vote.person_id, Vote.cast_at).order_by(Vote.id)
        ).all()
        counts = queries.support_of([one, other])
        _merge(one, other, cast)
        assert queries.support_of([other])[other].votes == 6
        with pytest.raises(IdeaMerged):
            actions.cast_vote(idea_id=one, person_id=cast.he)
        assert actions.cast_vote(idea_id=other, person_id=people[0]) is False
        actions.unmerge_idea(idea_id=one, version=version_of(one), actor=person(cast.pmo))
        assert queries.support_of([one, other]) == counts
        assert (
            db.session.execute(sa.select(Vote.id, Vote.idea_id, Vote.person_id, Vote.cast_at).order_by(Vote.id)).all()
            == before
        )
        assert db.session.get_one(Idea, one).status is IdeaStatus.open


def test_authors_do_not_count_themselves_through_a_merge(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        one, other = _pair(cast)
        actions.cast_vote(idea_id=one, person_id=cast.eve)
        actions.cast_vote(idea_id=one, person_id=cast.lin)
        _merge(one, other, cast)
        assert queries.support_of([other])[other].votes == 1


def test_no_circle_no_chain_no_self(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        one, other = _pair(cast)
        third = make_idea(cast.wang, "Third")
        for source, target, why in ((one, one, "itself"), (one, 999, "unknown")):
            with pytest.raises(MergeRefused, match=why):
                _merge(source, target, cast)
        _merge(one, other, cast)
        for source, target, why in (
            (other, one, "target_gone"),
            (other, third, "has_children"),
            (third, one, "target_gone"),
        ):
            with pytest.raises(MergeRefused, match=why):
                _merge(source, target, cast)
        closed = make_idea(cast.wang, "Closed", status=IdeaStatus.closed)
        with pytest.raises(MergeRefused, match="ended"):
            _merge(closed, other, cast)
        _merge(third, closed, cast)  # already available: its voters are counted there


def test_a_merge_into_a_decided_idea_returns_the_votes(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        one, done = make_idea(cast.wang, "One"), make_idea(cast.eve, "Done", status=IdeaStatus.delivered)
        actions.cast_vote(idea_id=one, person_id=cast.lin)
        _merge(one, done, cast)
        assert queries.support_of([done])[done].votes == 1
        assert queries.budget_of(cast.lin).used == 0


def test_the_audience_is_everyone_with_a_tie_minus_the_muted(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        one, other = _pair(cast)
        actions.cast_vote(idea_id=one, person_id=cast.lin)
        actions.cast_vote(idea_id=other, person_id=cast.zhou)
        actions.follow_idea(idea_id=other, person_id=cast.he)
        actions.follow_idea(idea_id=other, person_id=cast.guo)
        actions.mute_idea(idea_id=other, person_id=cast.guo)
        actions.post_comment(idea_id=other, author=person(cast.sun), text="A word", token="t")
        _merge(one, other, cast)
        assert queries.audience_of(other) == {
            cast.eve: HearsBecause.author,
            cast.wang: HearsBecause.author,
            cast.lin: HearsBecause.voted,
            cast.zhou: HearsBecause.voted,
            cast.he: HearsBecause.follows,
            cast.sun: HearsBecause.follows,
        }
        assert set(queries.audience_of(one)) == {cast.wang, cast.lin}
        actions.mute_idea(idea_id=other, person_id=cast.eve)
        assert cast.eve not in queries.audience_of(other)


def test_titles_come_from_the_first_sentence() -> None:
    assert title_of("看板打不开。早上九点总是这样。") == "看板打不开"
    assert title_of("# Slow!\nVery slow.") == "Slow!"
    assert title_of("Version 2.5 is slow. Why?") == "Version 2.5 is slow"
    assert len(title_of("字" * 500)) == 120
    assert title_of("***") == "***"


def test_links_of_people_are_safe() -> None:
    shown = rendered("See [this](https://example.com) and <b>that</b>")
    assert '<a href="https://example.com" rel="nofollow noopener noreferrer">this</a>' in shown
    assert "<b>" not in shown


STEP = st.tuples(
    st.sampled_from(("vote", "withdraw", "merge", "unmerge", "move")),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 9),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=10, max_size=60))
def test_whatever_happens_counts_budgets_and_history_agree(
    app: Flask, cast: Cast, steps: list[tuple[str, int, int, int]]
) -> None:
    app.extensions["uptake.settings"] = _with_budget(app, 2)
    try:
        with app.app_context(), transaction():
            ideas = [make_idea(cast.wang, f"Idea {n}", status=IdeaStatus.submitted) for n in range(6)]
            voters = [cast.lin, cast.zhou, cast.he, cast.guo, cast.audit, cast.eve]
            for step in steps:
                _do(step, ideas, voters, cast)
                assert all(queries.budget_of(voter).used <= 2 for voter in voters), step
            for number in ideas:
                _check(number)
    finally:
        app.extensions["uptake.settings"] = _with_budget(app, 10)


def _with_budget(app: Flask, budget: int) -> object:
    return replace(app.extensions["uptake.settings"], vote_budget=budget)


def _do(step: tuple[str, int, int, int], ideas: list[int], voters: list[int], cast: Cast) -> None:
    what, one, other, choice = step
    number = ideas[one]
    act: dict[str, Any] = {
        "idea_id": number,
        "version": version_of(number),
        "actor": person(cast.pmo),
        "reason": "Because",
    }
    try:
        if what == "vote":
            actions.cast_vote(idea_id=number, person_id=voters[other])
        elif what == "withdraw":
            actions.withdraw_vote(idea_id=number, person_id=voters[other])
        elif what == "merge":
            actions.merge_idea(into_id=ideas[other], **act)
        elif what == "unmerge":
            actions.unmerge_idea(**act)
        else:
            status = db.session.get_one(Idea, number).status
            moves = MODERATOR_MOVES[status] + CHAIN_MOVES.get(status, ())
            to = moves[choice % len(moves)] if moves else None
            if to in MODERATOR_MOVES[status]:
                actions.move_idea(to=to, **act, **grounds(to))
            elif to:
                actions.advance_idea(idea_id=number, to=to, evidence="test:1", actor=act["actor"])
    except (VoteRefused, MergeRefused, MoveNotListed, StaleIdea):
        pass


def _check(number: int) -> None:
    idea = db.session.get_one(Idea, number, populate_existing=True)
    history = db.session.scalars(sa.select(IdeaEvent).where(IdeaEvent.idea_id == number).order_by(IdeaEvent.id)).all()
    assert history[0].from_status is None
    assert all(later.from_status == earlier.to_status for earlier, later in pairwise(history))
    assert history[-1].to_status == idea.status
    group = sa.select(Idea.id).where(sa.or_(Idea.id == number, Idea.canonical_id == number))
    voters = set(db.session.scalars(sa.select(Vote.person_id).where(Vote.idea_id.in_(group)))) - {idea.author_id}
    if idea.status is not IdeaStatus.merged:
        assert queries.support_of([number])[number].votes == len(voters)
    assert idea.status in VOTING or idea.takes_votes is False
