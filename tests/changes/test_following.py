"""Ideas stand where their changes say, whoever moves what at the same moment; nothing begins without consent and a free window."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.changes import actions
from app.changes.actions.board import set_rule
from app.changes.actions.errors import GuardFailed, MoveNotListed, StaleChange, WindowClashes
from app.changes.actions.following import FOLLOWING
from app.changes.formulas.deciding import Rule
from app.changes.models import (
    MOVES,
    ChangeEvent,
    ChangeKind,
    ChangeRequest,
    ChangeState,
    ReviewOutcome,
    ScheduledWindow,
)
from app.changes.models.ballots import BallotRound
from app.changes.queries.following import changes_of_ideas, wanted_status
from app.feedback.actions import move_idea
from app.feedback.actions.errors import MoveNotListed as IdeaMoveNotListed
from app.feedback.models import Idea, IdeaStatus
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.changes.company import make_template
from tests.changes.rows import change, make_assessment, make_change
from tests.factories import Cast, make_person
from tests.feedback.rows import SignIn, make_idea, person, together
from tests.page import Page

S = ChangeState


def status_of(number: int) -> IdeaStatus:
    return db.session.get_one(Idea, number, populate_existing=True).status


def window(number: int, cast: Cast, *, after: int = 24, override: str = "") -> ChangeRequest:
    start = clock.now() + timedelta(hours=after)
    return actions.schedule_change(
        change_id=number,
        version=change(number).version,
        actor=person(cast.pmo),
        start=start,
        end=start + timedelta(hours=2),
        override_reason=override,
    )


def test_two_changes_of_one_idea_that_reach_people_at_the_same_moment_deliver_it(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        idea = make_idea(cast.lin)
        numbers = [make_change(cast.zhou, f"Part {n}", state=S.implementing) for n in range(2)]
        for number in numbers:
            actions.link_idea(change_id=number, idea_id=idea, actor=person(cast.pmo))
        assert status_of(idea) is IdeaStatus.in_progress

    def finish(hand: int) -> None:
        actor = person(cast.pmo)
        actions.move_change(change=change(numbers[hand]), to=S.implemented, actor=actor)
        actions.publish_release(actor=actor, changes=[numbers[hand]], title=f"Part {hand}", note="It is here.")

    results = together(app, 2, finish)
    assert results == [None, None]
    with app.app_context():
        assert status_of(idea) is IdeaStatus.delivered


def test_an_idea_returns_to_review_when_all_its_changes_are_given_up(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        idea, pmo = make_idea(cast.lin), person(cast.pmo)
        first, second = (make_change(cast.zhou, f"Way {n}", state=S.approved) for n in range(2))
        for number in (first, second):
            actions.link_idea(change_id=number, idea_id=idea, actor=pmo)
        assert status_of(idea) is IdeaStatus.planned
        for number, wanted in ((first, IdeaStatus.planned), (second, IdeaStatus.in_review)):
            actions.move_change(change=change(number), to=S.cancelled, actor=pmo, reason="Too dear")
            assert status_of(idea) is wanted


def test_nothing_begins_without_consent(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        pmo = person(cast.pmo)
        normal = make_change(cast.zhou)
        for to in (S.scheduled, S.implementing):
            with pytest.raises(GuardFailed):
                actions.move_change(change=change(normal), to=to, actor=pmo)
        agreed = make_change(cast.zhou, state=S.approved)
        window(agreed, cast)
        with pytest.raises(GuardFailed):  # its window has not begun
            actions.move_change(change=change(agreed), to=S.implementing, actor=pmo)
        expired = make_template(cast.pmo)
        standard = make_change(cast.zhou, kind=ChangeKind.standard, template_id=expired)
    with (
        app.app_context(),
        clock.fixed_at(clock.now() + timedelta(days=200)),
        pytest.raises(GuardFailed),
        transaction(),
    ):
        window(standard, cast)


def test_an_emergency_needs_two_of_the_board_on_the_same_text_and_is_looked_back_on(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        set_rule(rule=Rule(1, 2, 1, 2), chair_id=None, working_days=3, reason="r", by_id=cast.pmo)
        others = [make_person(f"60000{n}", f"委员{n}", cast.department, "board_member").id for n in range(2)]  # type: ignore[arg-type]
        number = make_change(cast.zhou, kind=ChangeKind.emergency)

        def agree(who: int) -> None:
            seen = change(number).version
            actions.approve_emergency(change_id=number, version=seen, actor=person(who), reason="Cannot wait")

        def begin() -> None:
            row = change(number)
            actions.take_step(
                change_id=number, version=row.version, to=S.implementing, actor=person(cast.zhou), reason=""
            )

        with pytest.raises(MoveNotListed):
            agree(cast.zhou)
        agree(cast.sun)
        actions.edit_request(
            change_id=number,
            version=change(number).version,
            actor=person(cast.zhou),
            title="Another text",
            description="Else.",
            benefit="",
            area="",
            owner_id=cast.zhou,
        )
        agree(others[0])
        with pytest.raises(GuardFailed):
            begin()
        agree(others[1])
        begin()
        row = change(number)
        assert row.state is S.implementing
        assert row.review_due_at is not None
        retro = db.session.scalars(sa.select(BallotRound.retro).where(BallotRound.change_id == number)).one()
        assert retro


def test_of_two_windows_that_clash_only_one_is_booked_unless_it_is_overridden(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        numbers = [make_change(cast.zhou, f"Data {n}", state=S.approved, area="data") for n in range(6)]
    results = together(app, 6, lambda hand: window(numbers[hand], cast).id)
    assert sum(isinstance(result, int) for result in results) == 1
    assert all(isinstance(result, int | WindowClashes) for result in results), results
    loser = next(number for number, result in zip(numbers, results, strict=True) if not isinstance(result, int))
    with app.app_context(), transaction():
        window(loser, cast, override="Both teams agree")
        kept = db.session.scalars(sa.select(ScheduledWindow).where(ScheduledWindow.change_id == loser)).one()
        assert (kept.override_reason, len(kept.clashes)) == ("Both teams agree", 1)
        start = clock.now() + timedelta(hours=23)
        with pytest.raises(WindowClashes):
            actions.add_freeze(actor=person(cast.pmo), start=start, end=start + timedelta(days=1), reason="Closing")


def test_a_stale_form_keeps_what_was_typed_and_shows_what_stands_there(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        number = make_change(cast.zhou, area="data")
    zhou = sign_in(cast.zhou)
    form = Page(zhou.get(f"/changes/{number}/edit"), "edit").fields(f"/changes/{number}")
    assert zhou.post(f"/changes/{number}", data={**form, "benefit": "First", "title": "One"}).status_code == 303
    late = zhou.post(f"/changes/{number}", data={**form, "benefit": "Second", "title": "Two"})
    assert late.status_code == 409
    page = Page(late, "late")
    assert "One" in page.list(".notice strong")
    assert page.root.cssselect("[name=title]")[0].get("value") == "Two"


WAYS = st.lists(st.integers(0, 2**16), min_size=6, max_size=24)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seeds=WAYS)
def test_whatever_happens_the_history_gives_the_state_and_ideas_stand_where_their_changes_say(
    app: Flask, cast: Cast, seeds: list[int]
) -> None:
    with app.app_context():
        with transaction():
            ideas = [make_idea(cast.lin, f"Idea {n}") for n in range(2)]
            numbers = [make_change(cast.zhou, f"Change {n}") for n in range(2)]
            for number in numbers:
                make_assessment(number, cast.zhou)
        for seed in seeds:
            _happen(random.Random(seed), numbers, ideas, cast)
            _check(numbers, ideas)


def _happen(dice: random.Random, numbers: list[int], ideas: list[int], cast: Cast) -> None:
    number, idea = dice.choice(numbers), dice.choice(ideas)
    try:
        with transaction():
            row, pmo = change(number), person(cast.pmo)
            what = dice.randrange(6)
            if what == 0:
                actions.link_idea(change_id=number, idea_id=idea, actor=pmo)
            elif what == 1 and dice.random() < 0.3:
                actions.unlink_idea(change_id=number, idea_id=idea, actor=pmo)
            elif what == 2 and row.state is S.implemented:
                actions.publish_release(actor=pmo, changes=[number], title="New", note="It is here.")
            elif row.state in (S.implemented, S.backed_out, S.in_pir):
                _review(dice, row, cast)
            elif row.state in (S.approved, S.approved_with_conditions):
                window(number, cast, after=-1, override="Agreed")
            elif MOVES[row.state]:
                to = dice.choice(
                    [to for to in MOVES[row.state] if to is not S.cancelled or dice.random() < 0.2] or [row.state]
                )
                actions.move_change(change=row, to=to, actor=pmo, reason="Because", evidence="decision:1")
    except (GuardFailed, MoveNotListed, StaleChange, WindowClashes):
        pass


def _review(dice: random.Random, row: ChangeRequest, cast: Cast) -> None:
    actions.write_review(
        change_id=row.id,
        version=row.version,
        actor=person(cast.pmo),
        outcome=dice.choice(list(ReviewOutcome)),
        objectives_met="Yes",
        lessons="Test first",
    )


def _check(numbers: list[int], ideas: list[int]) -> None:
    for number in numbers:
        rows = list(
            db.session.scalars(sa.select(ChangeEvent).where(ChangeEvent.change_id == number).order_by(ChangeEvent.id))
        )
        assert [row.from_state for row in rows] == [None, *(row.to_state for row in rows[:-1])]
        assert rows[-1].to_state is change(number).state
        begun = [row for row in rows if row.to_state is S.implementing]
        assert all(any(agreed.to_state is S.scheduled for agreed in rows) for _ in begun)
    linked = changes_of_ideas(ideas)
    for idea in ideas:
        wanted, status = wanted_status(linked[idea]), status_of(idea)
        if linked[idea] and wanted is not None and status in FOLLOWING:
            assert status is wanted, (linked[idea], status)


def test_the_pmo_chooses_by_hand_only_when_the_board_is_at_its_end(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        idea, number = make_idea(cast.lin), make_change(cast.zhou, "A way", state=S.on_agenda)
        actions.link_idea(change_id=number, idea_id=idea, actor=person(cast.pmo))
    here, pmo, english = f"/feedback/ideas/{idea}", sign_in(cast.pmo), {"Accept-Language": "en"}
    words = {"to": "declined", "reason": "No", "decline_code": "other", "decision_ref": "PMO"}
    page = Page(pmo.get(here, headers=english), here)
    assert "The board still decides" in page.html
    assert not page.has(".move-form")
    forged = {**words, "csrf_token": page.root.cssselect("[name=csrf_token]")[0].get("value")}
    with app.app_context():
        forged["version"] = str(db.session.get_one(Idea, idea).version)
    assert pmo.post(f"{here}/moves", data=forged).status_code == 422
    with app.app_context(), transaction(), pytest.raises(IdeaMoveNotListed):
        move_idea(
            idea_id=idea,
            to=IdeaStatus.discussing,
            version=int(forged["version"]),
            actor=person(cast.pmo),
            reason="Back",
        )
    for state in (S.returned, S.rejected, S.cancelled):
        with app.app_context(), transaction():
            db.session.execute(sa.update(ChangeRequest).values(state=state))
        page = Page(pmo.get(here, headers=english), here)
        assert page.list(".move-form [name=to]") == ["", ""], state
        assert "The board still decides" not in page.html
    assert pmo.post(f"{here}/moves", data={**page.fields(f"{here}/moves"), **words}).status_code == 303
    with app.app_context():
        assert status_of(idea) is IdeaStatus.declined
