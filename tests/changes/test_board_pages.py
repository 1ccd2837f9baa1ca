"""Pages of the board: the desk, a round, the rule, deputies, a comparison; and what nobody learns before a round is closed."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.changes.actions.board import name_deputy
from app.changes.actions.rounds import close_round
from app.changes.formulas.deciding import Choice, Rule
from app.changes.models.ballots import Ballot, BallotRound, BoardRule, Deputising, Recusal
from app.changes.models.requests import ChangeRequest, ChangeState
from app.changes.queries.waiting import ballot_box_of
from app.feedback.actions import cast_vote
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from tests.changes.boards import make_change, make_members, open_for, rule_of, state_of, vote
from tests.factories import Cast
from tests.feedback.rows import SignIn, Visit, make_idea, person
from tests.house.test_statements import statements
from tests.page import Page, post

YES, IF, NO, ABSTAIN = Choice


def english(client: FlaskClient) -> FlaskClient:
    """A browser that reads English."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def token_of(client: FlaskClient) -> str:
    """A token of a browser."""
    return str(Page(client.get("/account"), "/account").root.cssselect("[name=csrf_token]")[0].get("value"))


def round_with_ideas(cast: Cast, *, title: str = "Copy yesterday's report") -> tuple[int, int]:
    """A change that answers an idea with two votes from two departments, put to the vote; gives both numbers."""
    idea = make_idea(cast.wang, f"Idea of {title}")
    for voter in (cast.lin, cast.eve):
        cast_vote(idea_id=idea, person_id=voter)
    change_id = make_change(cast.wang, title, ideas=[idea])
    return change_id, open_for(change_id, cast.pmo).id


def test_the_desk_shows_what_waits_with_impact_votes_and_breadth_and_gives_it_away_once_answered(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        _, round_id = round_with_ideas(cast)
        _, second = round_with_ideas(cast, title="看板批量移动")
    desk = visit("/changes/board", as_=cast.sun)
    told = desk.text("#ballot-desk")
    for words in (
        "Copy yesterday's report",
        "看板批量移动",
        "2 votes",
        "from 2 departments",
        "of 25",
        "0 of 1 member has voted",
    ):
        assert words in told, words
    assert "看板批量移动" not in visit("/changes/board?q=yesterday", as_=cast.sun).text("#ballot-desk")
    assert "Nothing found" in visit("/changes/board?q=nowhere", as_=cast.sun).text("#ballot-desk")
    client = english(sign_in(cast.sun))
    assert client.get("/changes/board/next").location == f"/changes/rounds/{round_id}"
    where = f"/changes/rounds/{round_id}"
    answer = post(client, where, f"{where}/ballots", choice="approve", comment="值得")
    assert answer.location == where
    assert f"/changes/rounds/{second}" in Page(client.get(where), where).html  # the next one is a click away
    assert "Copy yesterday" not in Page(client.get("/changes/board"), "/changes/board").text("#ballot-desk")
    assert "Copy yesterday" in visit("/changes/board?show=answered", as_=cast.sun).text("#ballot-desk")
    with app.app_context():
        said = db.session.scalars(sa.select(Ballot)).one()
        assert (said.member_id, said.cast_by_id, said.choice, said.comment) == (cast.sun, cast.sun, YES, "值得")


def test_pages_of_the_board_ask_twelve_times_at_most(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        rule_of(cast, chair_id=cast.sun)
        one, round_id = round_with_ideas(cast)
        other, _ = round_with_ideas(cast, title="看板批量移动")
    client, asked = sign_in(cast.sun), {}
    for address in (
        "/changes/board",
        "/changes/board?show=open&q=report",
        f"/changes/rounds/{round_id}",
        f"/changes/{one}",
        f"/changes/compare?a={one}&b={other}",
        f"/changes/compare?a={one}",
        "/changes/board/rule",
        "/changes/board/deputies",
    ):
        client.get(address)
        with statements() as sent:
            assert client.get(address).status_code == 200
        asked[address] = len(sent)
    assert max(asked.values()) <= 12, asked


def test_a_ballot_that_lacks_its_reason_is_not_lost(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        _, round_id = round_with_ideas(cast)
    client, where = english(sign_in(cast.sun)), f"/changes/rounds/{round_id}"
    for choice, words in (("reject", "Say why you reject it."), ("approve_with_conditions", "Name the conditions.")):
        answer = post(client, where, f"{where}/ballots", choice=choice, comment=" ")
        shown = Page(answer, where)
        assert answer.status_code == 422
        assert words in shown.text("main")
        assert shown.root.cssselect(f"input[name=choice][value={choice}][checked]")
    assert post(client, where, f"{where}/ballots").status_code == 422
    with app.app_context():
        assert not db.session.scalars(sa.select(Ballot)).all()


def test_nobody_votes_in_the_name_of_another_and_who_tries_is_noted(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        other = make_members(1, cast.department)[0]
        _, round_id = round_with_ideas(cast)
    client, where = english(sign_in(cast.sun)), f"/changes/rounds/{round_id}"
    assert post(client, where, f"{where}/ballots", choice="approve", voter_id=other).status_code == 303
    assert post(client, where, f"{where}/ballots", choice="approve", seat=other).status_code == 404
    with app.app_context():
        assert [row.member_id for row in db.session.scalars(sa.select(Ballot))] == [cast.sun]
        noted = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "ballot:foreign_voter")).one()
        assert (noted.actor_id, noted.after) == (cast.sun, {"voter": str(other)})
    stranger = english(sign_in(cast.lin))
    token = token_of(stranger)
    for path, data in (("ballots", {"choice": "approve", "seen": "x"}), ("recusals", {"reason": "involved"})):
        assert stranger.post(f"{where}/{path}", data={"csrf_token": token, **data}).status_code == 404


def test_a_text_that_changed_meanwhile_is_shown_before_anything_counts(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        _, round_id = round_with_ideas(cast)
    client, where = english(sign_in(cast.sun)), f"/changes/rounds/{round_id}"
    answer = post(client, where, f"{where}/ballots", choice="approve", seen="what stood there before")
    assert answer.status_code == 409
    assert "Read it again" in Page(answer, where).text("main")


def test_a_member_takes_no_part_from_the_desk(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        make_members(1, cast.department)
        _, round_id = round_with_ideas(cast)
    client, action = english(sign_in(cast.sun)), f"/changes/rounds/{round_id}/recusals"
    assert post(client, "/changes/board", action, reason="other", text="").status_code == 422
    assert post(client, "/changes/board", action).location == "/changes/board"  # the usual reason is chosen
    with app.app_context():
        assert [row.member_id for row in db.session.scalars(sa.select(Recusal))] == [cast.sun]
    assert "0 of 1 member has voted" in visit(f"/changes/rounds/{round_id}", as_=cast.pmo).text("main")


DESK = ("sun", "pmo", "audit", "zhao")
ROLES = ("lin", "zhou", "chen", "wang", "zhao", "sun", "he", "guo", "pmo", "audit", "eve")


def test_before_it_closes_nobody_learns_more_than_how_many_have_voted(app: Flask, cast: Cast, visit: Visit) -> None:
    """A round in which all say yes, and the same one after they have changed their minds, look alike to everyone else (I22)."""
    with app.app_context(), transaction():
        first, second = make_members(2, cast.department)
        name_deputy(member_id=first, deputy_id=cast.zhao, first_on=clock.today(), last_on=clock.today())
        rule_of(cast, chair_id=cast.sun)
        change_id, round_id = round_with_ideas(cast)
    addresses = [f"/changes/rounds/{round_id}", f"/changes/{change_id}"]
    desk = ["/changes/board", "/changes/board?show=open", "/changes/board?show=over"]
    seen = []
    for said in (YES, NO):
        with app.app_context(), transaction():
            for member in (first, second):
                vote(round_id, member, said, f"SECRET {said}")
        seen.append(
            {
                (name, address): looks(visit(address, as_=getattr(cast, name)))
                for name in ROLES
                for address in addresses + (desk if name in DESK else [])
            }
        )
    assert seen[0] == seen[1]
    assert not [where for where, told in seen[1].items() if "SECRET" in told]
    assert all("2 of 3 members have voted" in seen[1][name, addresses[0]] for name in ROLES)


def looks(page: Page) -> str:
    """All that a page shows, with the classes and icons that could tell something; no tokens, which differ each time."""
    main = page.root.cssselect("main")[0]
    classes = [element.get("class") or element.get("href") or "" for element in main.cssselect("*")]
    return " ".join([page.text("main"), *classes])


def test_afterwards_everyone_reads_the_count_the_rule_and_who_said_what(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        rule_of(cast, Rule(2, 3, 1, 2), chair_id=cast.sun)
        members = make_members(3, cast.department)
        _, round_id = round_with_ideas(cast)
        for member, choice in zip((cast.sun, *members), (YES, IF, NO, YES), strict=True):
            vote(round_id, member, choice, "培训之后")
    chair, where = english(sign_in(cast.sun)), f"/changes/rounds/{round_id}"
    pmo = english(sign_in(cast.pmo))
    assert pmo.post(f"{where}/closing", data={"csrf_token": token_of(pmo)}).status_code == 403
    assert post(chair, where, f"{where}/closing", text="谢谢大家").location == where
    shown = visit(where, as_=cast.lin)
    told = " ".join(shown.text("main").split())
    for words in (
        "4 of 4 members took part, 3 had to.",
        "Approve 2 · Approve with conditions 1 · Reject 1 · Abstain 0",
        "Of 4 who chose for or against, 3 had to approve, and 3 did.",
        "so the conditions bind",
        "谢谢大家",
        "孙岩",
    ):
        assert words in told, words
    assert chair.post(f"{where}/closing", data={"csrf_token": token_of(chair)}).status_code == 409
    assert "4 名有权表决的成员中有 4 名参加，需要 3 名" in " ".join(
        visit(where, as_=cast.lin, language="zh").text("main").split()
    )
    assert "Copy yesterday" in visit("/changes/board?show=over", as_=cast.audit).text("#ballot-desk")


def test_a_round_whose_time_is_up_shows_its_result_before_anybody_wrote_it_down(
    app: Flask, cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        _, round_id = round_with_ideas(cast)
        vote(round_id, cast.sun, YES)
    client, where = english(sign_in(cast.sun)), f"/changes/rounds/{round_id}"
    fields = Page(client.get(where), where).fields(f"{where}/ballots")
    with clock.fixed_at(clock.now() + timedelta(days=10)):
        client = english(sign_in(cast.sun))
        fields["csrf_token"] = (
            Page(client.get("/account"), "/account").root.cssselect("[name=csrf_token]")[0].get("value")
        )
        told = visit(where, as_=cast.sun).text("main")
        assert "the change follows within a minute" in told
        assert "Approved" in told
        assert client.post(f"{where}/ballots", data={**fields, "choice": "reject", "comment": "x"}).status_code == 409


def test_the_pmo_sets_the_rule_and_opens_and_stops_a_round(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        change_id = make_change(cast.wang)
    pmo, rule, changes = english(sign_in(cast.pmo)), "/changes/board/rule", f"/changes/{change_id}"
    assert post(pmo, changes, f"{changes}/rounds").location == rule  # first the rule
    wrong = post(
        pmo, rule, rule, quorum_num=3, quorum_den=2, threshold_num=2, threshold_den=3, casting_vote="y", reason="x"
    )
    told = Page(wrong, rule).text("main")
    assert wrong.status_code == 422
    assert "More than all cannot take part." in told
    assert "nothing breaks it" in told
    good = {"quorum_num": 2, "quorum_den": 3, "chair": cast.sun, "casting_vote": "y", "reason": "章程第 3 条"}
    assert post(pmo, rule, rule, **good).location == rule
    assert "A quorum is 2/3 of the members" in visit(rule, as_=cast.audit).text("main")
    opened = post(pmo, changes, f"{changes}/rounds").location
    with app.app_context():
        assert state_of(change_id) is ChangeState.voting
        assert db.session.scalars(sa.select(BoardRule)).one().chair_id == cast.sun
        assert opened == f"/changes/rounds/{db.session.scalars(sa.select(BallotRound.id)).one()}"
    assert post(pmo, opened, f"{opened}/stop").status_code == 422
    assert post(pmo, opened, f"{opened}/stop", reason="下周再议").location == opened
    assert "The round was stopped." in visit(opened, as_=cast.lin).text("main")
    again = post(english(sign_in(cast.sun)), changes, f"{changes}/rounds", working_days=5)
    assert again.status_code == 303  # the chair may as well
    with app.app_context():
        assert len(db.session.scalars(sa.select(BallotRound)).all()) == 2


def test_a_member_names_a_deputy_who_then_finds_the_ballot(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        name = person(cast.zhao).name
    where, naming, sun = "/changes/board/deputies", "/changes/deputies", english(sign_in(cast.sun))
    with app.app_context():
        day = clock.today().isoformat()
    visit("/changes/board", as_=cast.zhao, status=403)
    assert "ballot" not in visit("/", as_=cast.zhao).text("main")
    found = f"{where}?q=000103"
    assert name in Page(sun.get(found), found).text("#deputy-candidates")
    assert post(sun, found, naming, first_on=day, last_on=day).status_code == 422
    assert post(sun, found, naming, deputy=cast.zhao, first_on=day, last_on=day).location == where
    assert post(sun, found, naming, deputy=cast.zhao, first_on=day, last_on=day).status_code == 422  # overlaps
    with app.app_context(), transaction():
        _, round_id = round_with_ideas(cast)
    assert "Copy yesterday" in visit("/changes/board", as_=cast.zhao).text("#ballot-desk")
    assert "1 change waits for your ballot" in visit("/", as_=cast.zhao).text("main")
    page = f"/changes/rounds/{round_id}"
    assert post(english(sign_in(cast.zhao)), page, f"{page}/ballots", choice="approve").status_code == 303
    assert "赵敏" in visit(page, as_=cast.sun).text(".ballot-box")  # who said it for oneself
    with app.app_context():
        named = db.session.scalars(sa.select(Deputising.id)).one()
        assert [row.cast_by_id for row in db.session.scalars(sa.select(Ballot))] == [cast.zhao]
    assert post(sun, where, f"{naming}/{named}/end").location == where
    visit("/changes/board", as_=cast.zhao, status=403)


def test_two_changes_stand_side_by_side(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        one, _ = round_with_ideas(cast)
        other, _ = round_with_ideas(cast, title="看板批量移动")
    chooser = visit(f"/changes/compare?a={one}", as_=cast.sun)
    assert chooser.root.cssselect(f'a[href="/changes/compare?a={one}&b={other}"]')
    both = visit(f"/changes/compare?a={one}&b={other}", as_=cast.sun)
    assert [h.text_content().strip() for h in both.root.cssselect(".compare h2")] == [
        f"#{one} Copy yesterday's report",
        f"#{other} 看板批量移动",
    ]
    for wrong in ("", "?a=999999", f"?a={one}&b=999999", "?a=x"):
        visit(f"/changes/compare{wrong}", as_=cast.sun, status=404)


def test_a_meeting_asks_for_all_its_ballots_in_two_statements(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        rule_of(cast)
        pairs = [round_with_ideas(cast, title=f"Change {n}") for n in range(4)]
        closed = pairs.pop()
        vote(closed[1], cast.sun, YES)
        close_round(round_id=closed[1], actor=person(cast.sun))
    with app.app_context():
        sun = person(cast.sun)
        with statements() as sent:
            boxes = ballot_box_of([change_id for change_id, _ in (*pairs, closed)], sun)
        assert len(sent) == 2, sent
        assert set(boxes) == {change_id for change_id, _ in pairs}
        assert all(box.waits and [seat.own for seat in box.seats] == [True] for box in boxes.values())
        assert ballot_box_of([], sun) == {}
        assert all(not box.seats for box in ballot_box_of(list(boxes), person(cast.lin)).values())
        assert db.session.get_one(ChangeRequest, closed[0]).state is ChangeState.approved
