"""A change request moves along the listed moves only, from the state that was seen, with one row of history."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale

from app.changes import actions
from app.changes.actions import guards
from app.changes.actions.errors import GuardFailed, MoveNotListed, StaleChange
from app.changes.models import MOVES, ChangeEvent, ChangeKind, ChangeState
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.changes.rows import change, make_assessment, make_change
from tests.factories import Cast
from tests.feedback.rows import HANDS, person, together

PAIRS = [(one, other) for one in ChangeState for other in ChangeState]


def test_of_all_pairs_of_states_only_the_listed_ones_are_moves(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "GUARDS", {})
    monkeypatch.setattr("app.changes.actions.moves.GUARDS", {})
    with app.app_context():
        for one, other in PAIRS:
            with transaction():
                number = make_change(cast.zhou, state=one)
            try:
                with transaction():
                    actions.move_change(change=change(number), to=other, actor=person(cast.pmo), reason="Because")
                moved = True
            except MoveNotListed:
                moved = False
            assert moved == (other in MOVES[one]), (one, other)
            rows = list(db.session.scalars(sa.select(ChangeEvent).where(ChangeEvent.change_id == number)))
            assert len(rows) == 1 + moved
            assert change(number).state == (other if moved else one)


def test_of_many_who_move_the_same_state_one_wins(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_change(cast.zhou)
        version = change(number).version

    def cancel(_: int) -> None:
        held = actions.held_change(number, version)
        actions.move_change(change=held, to=ChangeState.cancelled, actor=person(cast.pmo), reason="No need")

    results = together(app, HANDS, cancel)
    assert results.count(None) == 1
    assert all(result is None or isinstance(result, StaleChange) for result in results), results


def test_an_assessment_with_a_gap_holds_a_request_back_and_says_what_is_missing(app: Flask, cast: Cast) -> None:
    with app.test_request_context(), force_locale("en"), transaction():
        number = make_change(cast.zhou, state=ChangeState.assessing)
        make_assessment(number, cast.zhou, back_out_plan="", hours=None)
        with pytest.raises(GuardFailed) as refusal:
            actions.move_change(change=change(number), to=ChangeState.ready, actor=person(cast.zhou))
    with app.test_request_context(), force_locale("en"):
        assert "hours of work; the back-out plan" in str(refusal.value.sentence)


def test_numbers_are_unique_under_twenty_parallel_submissions(app: Flask, cast: Cast) -> None:
    numbers = together(app, 20, lambda hand: make_change(cast.zhou if hand % 2 else cast.pmo, f"Change {hand}"))
    assert len(set(numbers)) == 20
    assert all(isinstance(number, int) for number in numbers), numbers


def test_the_agenda_takes_an_assessed_request_and_names_the_meeting(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_change(cast.zhou, state=ChangeState.ready)
        with pytest.raises(GuardFailed):
            actions.put_on_agenda(number, person(cast.pmo), "meeting:3")
        make_assessment(number, cast.zhou)
        assert actions.put_on_agenda(number, person(cast.pmo), "meeting:3").evidence == "meeting:3"
        assert change(number).state is ChangeState.on_agenda


def test_another_text_takes_back_what_was_agreed_to(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_change(cast.zhou, state=ChangeState.approved)
        make_assessment(number, cast.zhou)
        before = change(number)
        seen = before.content_hash
        actions.edit_request(
            change_id=number,
            version=before.version,
            actor=person(cast.zhou),
            title=before.title,
            description="Something else.",
            benefit="",
            area="",
            owner_id=cast.zhou,
        )
        now = change(number)
        assert (now.state, now.revision) == (ChangeState.on_agenda, 2)
        assert now.content_hash != seen


def test_an_emergency_begins_with_two_of_the_board_only(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        number = make_change(cast.zhou, kind=ChangeKind.emergency, review_due_at=clock.now())
        with pytest.raises(GuardFailed):
            actions.move_change(change=change(number), to=ChangeState.implementing, actor=person(cast.zhou))
