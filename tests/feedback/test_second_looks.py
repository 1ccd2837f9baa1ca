"""Second looks at what is decided: reopening, "not solved", said to be the same, and what the clock alone does."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.feedback import actions
from app.feedback.actions.errors import MergeRefused
from app.feedback.actions.moves import held_idea
from app.feedback.models import Idea, IdeaEvent, IdeaRevision, IdeaStatus, MergeSuggestion, Objection, ReopenRequest
from app.feedback.models.ideas import OBJECTION_TIME
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import DECLINED, SignIn, Visit, make_idea, make_people, person, send_together, version_of
from tests.house.test_statements import statements
from tests.notifications.acts import told
from tests.page import Page, post

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def _declined(cast: Cast) -> int:
    """Wang's idea, with Lin's vote, declined."""
    number = make_idea(cast.wang)
    actions.cast_vote(idea_id=number, person_id=cast.lin)
    move = {"version": version_of(number), "actor": person(cast.pmo), "reason": "Too dear", **DECLINED}
    actions.move_idea(idea_id=number, to=IdeaStatus.declined, **move)  # type: ignore[arg-type]
    return number


def _delivered(author_id: int, *voters: int) -> int:
    number = make_idea(author_id)
    for voter in voters:
        actions.cast_vote(idea_id=number, person_id=voter)
    for to in (IdeaStatus.in_review, IdeaStatus.planned, IdeaStatus.delivered):
        actions.advance_idea(idea_id=number, to=to, evidence="release:1", actor=None)
    return number


def _status(app: Flask, number: int) -> IdeaStatus:
    with app.app_context():
        return db.session.get_one(Idea, number).status


def _say_same(client: FlaskClient, idea: int, into: int) -> int:
    way = f"/feedback/ideas/{idea}/same-as"
    page = Page(client.get(f"{way}?q=%23{into}"), way)
    token = page.root.cssselect(".merge-form [name=csrf_token]")[0].get("value")
    assert idea == into or page.has(f".merge-form [name=into][value='{into}']")
    return client.post(way, data={"csrf_token": token, "into": into}).status_code


def _count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_who_wanted_a_declined_idea_asks_once_for_a_second_look(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        number = _declined(cast)
    here = f"/feedback/ideas/{number}"
    ask = f"{here}/reopen-requests"
    lin = sign_in(cast.lin)
    empty = post(lin, here, ask, text=" ")
    assert empty.status_code == 422
    assert Page(empty, here).has("#evidence-error")
    clients = [lin, *(sign_in(cast.lin) for _ in range(3))]
    forms = [{**Page(one.get(here), here).fields(ask), "text": "Version 9 can do it"} for one in clients]
    assert send_together(clients, lambda one, n: one.post(ask, data=forms[n]).status_code) == [303] * 4
    assert _count(app, ReopenRequest) == 1
    assert told(app, "reopen_asked") == [cast.pmo]
    assert post(sign_in(cast.wang), here, ask, text="The vendor halved the price").status_code == 303
    assert "#second-look" not in visit(here, as_=cast.eve).html
    eve = sign_in(cast.eve)
    token = Page(eve.get(here), here).root.cssselect("[name=csrf_token]")[0].get("value")
    assert eve.post(ask, data={"csrf_token": token, "text": "Me too"}).status_code == 403
    assert eve.post(f"{ask}/1", data={"csrf_token": token, "answer": "x", "accepted": "1"}).status_code == 403
    assert visit(here, as_=cast.lin).list(".second-look .words") == ["Version 9 can do it"]
    assert len(visit(here, as_=cast.pmo).list(".second-look .words")) == 2
    assert number in [
        int(link.split("/")[3].partition("#")[0])
        for link in visit("/feedback/queue", as_=cast.pmo).links(".own-votes a")
    ]


def test_the_pmo_opens_it_again_with_the_evidence_in_its_history_or_says_why_not(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        number = _declined(cast)
        refused = actions.ask_to_reopen(idea_id=number, person=person(cast.lin), evidence="Please").id
    here, pmo = f"/feedback/ideas/{number}", sign_in(cast.pmo)
    way = f"{here}/reopen-requests/{refused}"
    assert post(pmo, here, way, answer="", accepted="0").status_code == 422
    assert post(pmo, here, way, answer="Nothing new in it", accepted="0").status_code == 303
    assert _status(app, number) is IdeaStatus.declined
    assert "Nothing new in it" in visit("/notices", as_=cast.lin).text("#notice-list")
    with app.app_context(), transaction():
        asked = [
            actions.ask_to_reopen(idea_id=number, person=person(p), evidence="New").id for p in (cast.lin, cast.wang)
        ]
    way = f"{here}/reopen-requests/{asked[0]}"
    form = Page(pmo.get(here), here).fields(way)
    assert pmo.post(way, data={**form, "answer": "Yes, since version 9", "accepted": "1"}).status_code == 303
    late = pmo.post(way, data={**form, "answer": "My words", "accepted": "0"})
    assert late.status_code == 409
    with app.app_context():
        event = db.session.scalars(sa.select(IdeaEvent).order_by(IdeaEvent.id.desc())).first()
        assert event is not None
        assert (event.to_status, event.evidence) == (IdeaStatus.open, f"reopen-request:{asked[0]}")
        assert event.reason == "Yes, since version 9"
        rows = {row.id: row.accepted for row in db.session.scalars(sa.select(ReopenRequest))}
    assert rows == {refused: False, asked[0]: True, asked[1]: True}
    assert "Yes, since version 9" in visit("/notices", as_=cast.wang).text("#notice-list")
    assert visit(here, as_=cast.pmo).list(".second-look") == []


def test_the_third_of_many_who_say_it_is_not_solved_sends_it_back_to_work_once(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        voters = make_people(6, cast.department)
        number = _delivered(cast.wang, *voters)
    here = f"/feedback/ideas/{number}"
    clients = [sign_in(voter) for voter in voters]
    forms = [{**Page(one.get(here), here).fields(f"{here}/objections"), "text": "Still slow"} for one in clients]
    for _ in range(2):  # said twice counts once
        assert clients[0].post(f"{here}/objections", data=forms[0]).status_code == 303
    assert _count(app, Objection) == 1
    assert _status(app, number) is IdeaStatus.delivered
    answers = send_together(clients[1:], lambda one, n: one.post(f"{here}/objections", data=forms[n + 1]).status_code)
    assert sorted(answers) == [303, 303, 409, 409, 409]
    assert _status(app, number) is IdeaStatus.in_progress
    with app.app_context():
        back = sa.select(IdeaEvent).where(IdeaEvent.to_status == IdeaStatus.in_progress)
        assert [row.evidence for row in db.session.scalars(back)] == ["objections:3"]
    assert _count(app, Objection) == 3


def test_an_objection_counts_for_its_delivery_and_the_answer_to_it_is_read(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        number = _delivered(cast.wang, cast.lin, cast.he, cast.guo)
        for one in (cast.lin, cast.he, cast.guo):
            actions.object_to_delivery(idea_id=number, person=person(one), text="Still slow")
        actions.advance_idea(idea_id=number, to=IdeaStatus.delivered, evidence="release:2", actor=None)
    here, pmo = f"/feedback/ideas/{number}", sign_in(cast.pmo)
    assert visit(here, as_=cast.pmo).list(".second-look") == []
    assert post(sign_in(cast.lin), here, f"{here}/objections", text="On my phone").status_code == 303
    assert _status(app, number) is IdeaStatus.delivered
    eve = sign_in(cast.eve)
    token = Page(eve.get(here), here).root.cssselect("[name=csrf_token]")[0].get("value")
    assert eve.post(f"{here}/objections", data={"csrf_token": token, "text": "Me"}).status_code == 403
    with app.app_context(), clock.fixed_at(clock.now() + OBJECTION_TIME), transaction():
        assert held_idea(number).status is IdeaStatus.delivered  # nobody has answered yet
    answered = post(pmo, here, f"{here}/objections/answer", answer="Phones follow in May")
    assert answered.status_code == 303
    assert "Phones follow in May" in visit(here, as_=cast.lin).text("#second-look")
    assert not visit(here, as_=cast.lin).has("#evidence")
    assert "Phones follow in May" in visit("/notices", as_=cast.lin).text("#notice-list")
    again = Page(pmo.get(here), here).root.cssselect("[name=csrf_token]")[0].get("value")
    pmo.post(f"{here}/objections/answer", data={"csrf_token": again, "answer": "Phones follow in June"})
    assert told(app, "objection_answered") == [cast.lin]  # once, and only who objected to this delivery
    with app.app_context(), clock.fixed_at(clock.now() + OBJECTION_TIME), transaction():
        assert held_idea(number).status is IdeaStatus.closed


def test_two_ideas_are_said_to_be_the_same_once_and_the_pmo_answers(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        one, other, third = (make_idea(cast.wang, title) for title in ("Export is slow", "Slow export", "Third"))
    lin, eve, pmo = sign_in(cast.lin), sign_in(cast.eve), sign_in(cast.pmo)
    for client, idea, into in ((lin, one, other), (eve, one, other), (eve, other, one), (lin, third, other)):
        assert _say_same(client, idea, into) == 303
    assert _say_same(lin, one, one) == 422
    with app.app_context():
        pairs = db.session.execute(sa.select(MergeSuggestion.idea_id, MergeSuggestion.into_id, MergeSuggestion.id))
        said = {(idea, into): number for idea, into, number in pairs}
    assert set(said) == {(one, other), (third, other)}
    here = f"/feedback/ideas/{third}"
    way = f"{here}/same-as/{said[third, other]}/delete"
    assert lin.post(way, data=Page(pmo.get(here), here).fields(way)).status_code in (400, 403)
    assert post(pmo, here, way).status_code == 303
    here = f"/feedback/ideas/{other}"  # it stands on both pages
    way = f"{here}/same-as/{said[one, other]}/merge"
    form = Page(pmo.get(here), here).fields(way)
    assert pmo.post(way, data=form).status_code == 303
    assert pmo.post(way, data=form).status_code == 409
    assert _status(app, one) is IdeaStatus.merged
    assert _status(app, third) is IdeaStatus.open
    assert visit("/feedback/queue", as_=cast.pmo).list("#same-title") == []


def test_no_circle_is_suggested_and_a_merge_by_hand_answers_who_said_so(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        one, other, third = (make_idea(cast.wang, title) for title in ("One", "Other", "Third"))
        for idea, into in ((one, other), (third, one)):
            assert actions.suggest_merge(idea_id=idea, into_id=into, person=person(cast.lin))
        merge = {"into_id": one, "version": version_of(other), "actor": person(cast.pmo)}
        actions.merge_idea(idea_id=other, **merge)  # type: ignore[arg-type]
        accepted = dict(db.session.execute(sa.select(MergeSuggestion.idea_id, MergeSuggestion.accepted)).all())
        assert accepted == {one: True, third: None}
        for idea, into, why in ((one, other, "target_gone"), (other, one, "ended"), (one, third, "has_children")):
            with pytest.raises(MergeRefused, match=why):
                actions.suggest_merge(idea_id=idea, into_id=into, person=person(cast.lin))
    assert visit("/feedback/queue", as_=cast.pmo).list(".own-votes li")[0].startswith(f"#{third} Third")
    with app.app_context(), transaction():
        actions.withdraw_idea(idea_id=third, version=version_of(third), author=person(cast.wang))
    assert visit("/feedback/queue", as_=cast.pmo).list(".own-votes li") == []


def test_a_pause_ends_and_a_delivery_is_done_at_the_instant_and_not_before(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    with app.app_context(), clock.fixed_at(NOON), transaction():
        parked, delivered = make_idea(cast.wang, "Parked"), _delivered(cast.wang)
        day = clock.today() + timedelta(days=31)
        until = clock.start_of(day)
        move = {"version": version_of(parked), "actor": person(cast.pmo), "reason": "Later", "parked_until": day}
        actions.move_idea(idea_id=parked, to=IdeaStatus.parked, **move)  # type: ignore[arg-type]
    over = NOON + OBJECTION_TIME
    tick = timedelta(microseconds=1)
    for number, due, before, after, words in (
        (delivered, over, IdeaStatus.delivered, IdeaStatus.closed, "30 days have passed without objection."),
        (parked, until, IdeaStatus.parked, IdeaStatus.open, "The pause is over."),
    ):
        with clock.fixed_at(due - tick):
            visit(f"/feedback/ideas/{number}", as_=cast.lin)
            visit("/feedback/ideas", as_=cast.lin)
        assert _status(app, number) is before
        with clock.fixed_at(due):
            assert words in visit(f"/feedback/ideas/{number}", as_=cast.lin).html
        with app.app_context():
            idea = db.session.get_one(Idea, number)
            assert (idea.status, idea.status_since) == (after, due)
            by_clock = sa.select(IdeaEvent).where(IdeaEvent.evidence == "clock", IdeaEvent.idea_id == number)
            row = db.session.scalars(by_clock).one()
            assert (row.idea_id, row.to_status, row.actor_id, row.at) == (number, after, None, due)


@pytest.mark.parametrize("state", ["declined", "delivered", "in_review", "said to be the same"])
def test_a_rare_state_asks_the_database_no_more_than_twelve_times(
    app: Flask, cast: Cast, sign_in: SignIn, state: str
) -> None:
    """What stands beside an idea in it, for the PMO, who voted before the idea came to ask for something else."""
    with app.app_context(), transaction():
        number = make_idea(cast.wang)
        for voter in (cast.pmo, cast.lin):
            actions.cast_vote(idea_id=number, person_id=voter)
        row = {"number": 1, "words": {}, "material": True, "replaced_by_id": cast.wang, "replaced_at": clock.now()}
        db.session.add(IdeaRevision(idea_id=number, **row))
        db.session.get_one(Idea, number).revision = 2
        actions.post_comment(idea_id=number, author=person(cast.pmo), text="We look at it", token="t")
        _bring_to(state, number, cast)
    client, address = sign_in(cast.pmo), f"/feedback/ideas/{number}"
    client.get(address)
    with statements() as sent:
        page = Page(client.get(address), address)
    assert page.has(".vote-closed-words")
    assert len(sent) <= 12, [statement[:80] for statement in sent]


def _bring_to(state: str, number: int, cast: Cast) -> None:
    if state == "said to be the same":
        actions.suggest_merge(idea_id=number, into_id=make_idea(cast.eve), person=person(cast.lin))
    if state == "declined":
        move = {"version": version_of(number), "actor": person(cast.pmo), "reason": "Too dear", **DECLINED}
        actions.move_idea(idea_id=number, to=IdeaStatus.declined, **move)  # type: ignore[arg-type]
        actions.ask_to_reopen(idea_id=number, person=person(cast.lin), evidence="New figures")
    on_the_way = (IdeaStatus.in_review, IdeaStatus.planned, IdeaStatus.delivered)
    for to in on_the_way[: {"in_review": 1, "delivered": 3}.get(state, 0)]:
        actions.advance_idea(idea_id=number, to=to, evidence="release:1", actor=None)
    if state == "delivered":
        actions.object_to_delivery(idea_id=number, person=person(cast.lin), text="Still slow")
