"""Many hands at once: what must hold for votes, moves, merges and numbers, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.feedback import actions, queries
from app.feedback.actions.errors import BudgetSpent, MergeRefused, StaleIdea, VotingClosed
from app.feedback.models import Idea, IdeaEvent, IdeaStatus, Vote, VoteEvent
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import (
    HANDS,
    SignIn,
    grounds,
    make_idea,
    make_people,
    person,
    send_together,
    together,
    version_of,
)
from tests.page import Page


def test_one_person_has_one_vote_for_an_idea_from_however_many_hands(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
    results = together(app, HANDS, lambda _: actions.cast_vote(idea_id=number, person_id=cast.lin))
    assert Counter(results) == {True: 1, False: HANDS - 1}
    with app.app_context():
        assert _count(Vote) == 1
        assert _count(VoteEvent) == 1


def test_check_then_insert_without_a_key_would_count_one_person_many_times(app: Flask, cast: Cast) -> None:
    """The twin: the same hands on a table without our constraint and lock, so that the test above can fail."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE scratch_votes (person_id INTEGER)"))
    try:
        together_raw(app)
        with app.app_context(), db.engine.connect() as connection:
            assert connection.execute(sa.text("SELECT count(*) FROM scratch_votes")).scalar_one() > 1
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE scratch_votes"))


def together_raw(app: Flask) -> None:
    """Look first in one transaction, write in the next: what a careless vote does."""
    looked = Barrier(8)

    def one(_: int) -> None:
        with app.app_context():
            with db.engine.connect() as connection:
                there = connection.execute(
                    sa.text("SELECT count(*) FROM scratch_votes WHERE person_id = 1")
                ).scalar_one()
            looked.wait()
            if not there:
                with db.engine.begin() as connection:
                    connection.execute(sa.text("INSERT INTO scratch_votes VALUES (1)"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))


def test_the_budget_holds_when_all_votes_are_given_at_once(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        budget = queries.budget_of(cast.lin).total
        ideas = [make_idea(cast.wang, f"Idea {n}") for n in range(budget + 5)]
    assert budget == 10
    results = together(app, HANDS, lambda hand: actions.cast_vote(idea_id=ideas[hand % len(ideas)], person_id=cast.lin))
    assert sum(result is True for result in results) == budget
    assert all(isinstance(result, bool | BudgetSpent) for result in results), results
    with app.app_context():
        assert _count(Vote) == budget
        assert queries.budget_of(cast.lin).left == 0


def test_no_vote_lands_on_an_idea_that_is_being_closed(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
        voters = make_people(HANDS - 1, cast.department)

    def act(hand: int) -> object:
        if hand == HANDS // 2:
            reason = "Not now, because"
            return actions.move_idea(
                idea_id=number,
                to=IdeaStatus.declined,
                version=version_of(number),
                actor=person(cast.pmo),
                reason=reason,
                **grounds(IdeaStatus.declined),
            ).to_status
        return actions.cast_vote(idea_id=number, person_id=voters[hand if hand < HANDS // 2 else hand - 1])

    results = together(app, HANDS, act)
    assert all(
        result is True or result == IdeaStatus.declined or isinstance(result, VotingClosed) for result in results
    ), results
    with app.app_context():
        closed_at = db.session.scalars(sa.select(IdeaEvent.at).where(IdeaEvent.to_status == IdeaStatus.declined)).one()
        assert _count(Vote) == sum(result is True for result in results)
        assert not db.session.scalars(sa.select(Vote).where(Vote.cast_at > closed_at)).all()
        assert all(queries.budget_of(voter).used == 0 for voter in voters)


def test_of_many_deciders_one_wins_and_writes_one_row_of_history(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.wang, status=IdeaStatus.submitted)
        seen = version_of(number)
    wanted = (IdeaStatus.open, IdeaStatus.declined, IdeaStatus.needs_info)
    results = together(
        app,
        HANDS,
        lambda hand: (
            actions.move_idea(
                idea_id=number,
                to=wanted[hand % 3],
                version=seen,
                actor=person(cast.pmo),
                reason="Because",
                **grounds(wanted[hand % 3]),
            ).id
        ),
    )
    assert sum(isinstance(result, int) for result in results) == 1
    assert sum(isinstance(result, StaleIdea) for result in results) == HANDS - 1, results
    with app.app_context():
        last = db.session.scalars(sa.select(IdeaEvent).where(IdeaEvent.idea_id == number).order_by(IdeaEvent.id)).all()[
            1:
        ]
        assert [row.to_status for row in last] == [db.session.get_one(Idea, number).status]


def test_two_opposite_merges_end_in_one(app: Flask, cast: Cast) -> None:
    for _ in range(5):
        with app.app_context(), transaction():
            one, other = make_idea(cast.wang, "One"), make_idea(cast.eve, "Other")
            seen = {one: version_of(one), other: version_of(other)}
        pairs = [(one, other), (other, one)]

        def act(hand: int, pairs: list[tuple[int, int]] = pairs, seen: dict[int, int] = seen) -> int:
            source, target = pairs[hand]
            return actions.merge_idea(idea_id=source, into_id=target, version=seen[source], actor=person(cast.pmo)).id

        results = together(app, 2, act)
        assert sum(isinstance(result, MergeRefused | StaleIdea) for result in results) == 1
        assert sum(isinstance(result, int) for result in results) == 1
        with app.app_context():
            merged = db.session.scalars(
                sa.select(Idea.id).where(Idea.id.in_((one, other)), Idea.canonical_id.is_not(None))
            ).all()
            assert len(merged) == 1


def test_twenty_submissions_at_once_get_twenty_numbers(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        authors = make_people(20, cast.department)
    clients = [sign_in(author) for author in authors]
    pages = [_new_form(client) for client in clients]
    statuses = send_together(
        clients, lambda client, n: client.post("/feedback/ideas", data={**pages[n], "text": f"Idea {n}"}).status_code
    )
    assert statuses == [303] * 20
    with app.app_context():
        assert len(set(db.session.scalars(sa.select(Idea.id)))) == 20


def test_a_double_click_makes_one_idea(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    form = _new_form(client)
    clients = [sign_in(cast.lin) for _ in range(6)]
    forms = [{**_new_form(one), "token": form["token"], "text": "Once only"} for one in clients]
    statuses = send_together(clients, lambda one, n: one.post("/feedback/ideas", data=forms[n]).status_code)
    assert statuses == [303] * 6
    with app.app_context():
        assert _count(Idea) == 1
        assert _count(IdeaEvent) == 1


def _new_form(client: FlaskClient) -> dict[str, str]:
    return Page(client.get("/feedback/ideas/new"), "/feedback/ideas/new").fields("/feedback/ideas")


def _count(table: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
