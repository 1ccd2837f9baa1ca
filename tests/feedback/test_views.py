"""What people see and do on the pages of feedback."""

import re
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.feedback import actions
from app.feedback.models import Comment, Idea, IdeaEvent, IdeaStatus, Vote
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from tests.factories import Cast
from tests.feedback.rows import SignIn, Visit, make_idea, make_people, person
from tests.page import Page, post

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/x.png)",
    '"><svg onload=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "`<script>` {{ 7*7 }} ${7*7}",
]
COUNTED = [
    "/feedback/ideas",
    "/feedback/ideas?order=most_votes",
    "/feedback/ideas?q=wish&view=all",
    "/feedback/ideas/1",
    "/feedback/ideas/new?text=wish+for+better",
    "/feedback/queue",
    "/feedback/votes",
    "/feedback/ideas/1/merge",
]


def test_an_idea_needs_one_text_and_gets_a_title_and_a_number(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    client = sign_in(cast.lin)
    answer = post(client, "/feedback/ideas/new", "/feedback/ideas", text="看板打不开。早上九点总是这样。")
    assert answer.status_code == 303
    page = visit(answer.location, as_=cast.eve)
    assert page.text("h1") == "看板打不开"
    assert "R&D" in page.text(".idea-by")
    assert page.list(".history .pill") == ["New"]


@pytest.mark.parametrize("title", ["时间统计功能", "实践统计功能", "权限" * 17, "🚀🚀🚀", "x" * 120, "题" * 120])
def test_any_title_of_at_most_120_characters_is_accepted(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit, title: str
) -> None:
    client = sign_in(cast.lin)
    assert post(client, "/feedback/ideas/new", "/feedback/ideas", text="Text", title=title).status_code == 303
    answer = post(client, "/feedback/ideas/new", "/feedback/ideas", text="Text", title=title)
    assert answer.status_code == 303
    assert visit(answer.location, as_=cast.lin).text("h1") == title


def test_limits_count_characters_and_nothing_typed_is_lost(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    answer = post(client, "/feedback/ideas/new", "/feedback/ideas", text="字" * 4001, title="题" * 121)
    assert answer.status_code == 422
    page = Page(answer, "/feedback/ideas")
    assert page.root.cssselect("#text")[0].text_content().strip() == "字" * 4001
    assert page.root.cssselect("#title")[0].get("value") == "题" * 121
    assert len(page.list(".error-summary li")) == 2


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u200d", "\u3000"])
def test_an_invisible_text_is_refused(app: Flask, cast: Cast, sign_in: SignIn, text: str) -> None:
    assert post(sign_in(cast.lin), "/feedback/ideas/new", "/feedback/ideas", text=text).status_code == 422


@pytest.mark.parametrize("evil", EVIL)
def test_evil_words_stay_words(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit, evil: str) -> None:
    client = sign_in(cast.lin)
    answer = post(client, "/feedback/ideas/new", "/feedback/ideas", text=evil, title=evil)
    number = int(answer.location.rpartition("/")[2])
    post(client, f"/feedback/ideas/{number}", f"/feedback/ideas/{number}/comments", text=evil)
    for address in (f"/feedback/ideas/{number}", "/feedback/ideas"):
        page = visit(address, as_=cast.eve)
        assert not page.root.xpath("//main//script | //main//img | //main//*[@onerror or @onload]")
        assert not [link for link in page.links() if link and re.match(r"(?i)\s*(javascript|data):", link)]


def test_a_vote_is_one_tap_and_can_be_taken_back(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    number = _idea(app, cast.wang)
    client = sign_in(cast.lin)
    answer = post(client, "/feedback/ideas", f"/feedback/ideas/{number}/vote")
    assert answer.status_code == 303
    assert answer.location.startswith("/feedback/ideas")
    page = visit("/feedback/ideas", as_=cast.lin)
    assert page.text(f"#vote-{number}") == "1Voted"
    assert page.text("#votes-left") == "9 of 10 votes left"
    for _ in range(2):
        assert client.post(f"/feedback/ideas/{number}/vote/delete", data=_token(client)).status_code == 303
    assert visit("/feedback/ideas", as_=cast.lin).text(f"#vote-{number}") == "0Vote"


def test_htmx_gets_the_button_and_the_votes_left(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    number = _idea(app, cast.wang)
    client = sign_in(cast.lin)
    headers = {"HX-Request": "true", "HX-Target": f"vote-{number}"}
    answer = client.post(f"/feedback/ideas/{number}/vote", data=_token(client), headers=headers)
    assert answer.location == f"/feedback/ideas/{number}/vote"
    fragment = client.get(answer.location, headers={**headers, "Accept-Language": "en"}).text
    assert f'id="vote-{number}"' in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert "9 of 10 votes left" in fragment
    assert "<html" not in fragment
    assert len(fragment.encode()) < 8192


def test_one_does_not_vote_for_oneself(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    number = _idea(app, cast.lin)
    client = sign_in(cast.lin)
    answer = client.post(f"/feedback/ideas/{number}/vote", data=_token(client), headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    assert "counts without your vote" in answer.text
    with app.app_context():
        assert not db.session.scalars(sa.select(Vote)).all()


def test_the_eleventh_vote_names_the_ten_that_could_be_taken_back(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        ideas = [make_idea(cast.wang, f"Wish {n}.") for n in range(11)]
        for number in ideas[:10]:
            actions.cast_vote(idea_id=number, person_id=cast.lin)
    client = sign_in(cast.lin)
    page = Page(
        client.post(f"/feedback/ideas/{ideas[10]}/vote", data=_token(client), headers={"Accept-Language": "en"}), ""
    )
    assert page.response.status_code == 409
    assert page.list(".own-votes li > a") == [f"Wish {n}." for n in range(10)]
    hx = client.post(f"/feedback/ideas/{ideas[10]}/vote", data=_token(client), headers={"HX-Request": "true"})
    assert hx.status_code == 409
    assert "<html" not in hx.text
    assert hx.text.count("/vote/delete") >= 10


def test_a_question_stands_where_its_author_answers_it(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    with app.app_context(), transaction():
        number = make_idea(cast.lin, status=IdeaStatus.submitted)
    here = f"/feedback/ideas/{number}"
    post(sign_in(cast.pmo), here, f"{here}/moves", to="needs_info", reason="On which phone?")
    asked = visit(here, as_=cast.lin).text(".official")
    assert "Question from the PMO" in asked
    assert "Answer in a comment below" in asked
    assert "Answer in a comment below" not in visit(here, as_=cast.eve).text(".official")
    assert "On which phone?" in visit(f"{here}/edit", as_=cast.lin).text("blockquote")
    assert "The PMO has a question about" in visit("/notices", as_=cast.lin).text("#notice-list")


def test_closing_an_idea_returns_the_vote(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    number = _idea(app, cast.wang)
    with app.app_context(), transaction():
        actions.cast_vote(idea_id=number, person_id=cast.lin)
    client = sign_in(cast.pmo)
    done = post(
        client,
        f"/feedback/ideas/{number}",
        f"/feedback/ideas/{number}/moves",
        to="declined",
        reason="The vendor says no.",
        decline_code="not_feasible",
        decision_ref="Minutes of the ambassadors",
    )
    assert done.status_code == 303
    page = visit(f"/feedback/ideas/{number}", as_=cast.lin)
    assert page.text("#votes-left") == "10 of 10 votes left"
    assert "The vendor says no." in page.text(".official")
    assert page.text(f"#vote-{number}") == "1vote"


def test_an_answer_is_needed_where_people_wait(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    number = _idea(app, cast.wang)
    answer = post(
        sign_in(cast.pmo), f"/feedback/ideas/{number}", f"/feedback/ideas/{number}/moves", to="parked", reason=" "
    )
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.get_one(Idea, number).status == IdeaStatus.open


def test_who_saw_an_older_state_gets_the_present_one_and_keeps_the_words(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    number = _idea(app, cast.wang)
    client = sign_in(cast.pmo)
    address = f"/feedback/ideas/{number}"
    form = Page(client.get(address), address).fields(f"{address}/moves")
    assert (
        client.post(
            f"{address}/moves", data={**form, "to": "parked", "parked_until": "2999-01-01", "reason": "Later"}
        ).status_code
        == 303
    )
    late = client.post(
        f"{address}/moves",
        data={**form, "to": "declined", "reason": "My long words"},
        headers={"Accept-Language": "en"},
    )
    assert late.status_code == 409
    page = Page(late, address)
    assert "Parked" in page.text(".idea-main")
    assert "My long words" in page.text("#reason")
    again = page.fields(f"{address}/moves")
    assert client.post(f"{address}/moves", data={**again, "to": "declined", "decline_code": "other"}).status_code == 303


def test_a_move_that_is_not_listed_is_refused(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    number = _idea(app, cast.wang)
    answer = post(
        sign_in(cast.pmo), f"/feedback/ideas/{number}", f"/feedback/ideas/{number}/moves", to="closed", reason="x"
    )
    assert answer.status_code == 422


def test_only_the_pmo_moves_merges_and_sees_the_queue(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    number = _idea(app, cast.wang)
    for who in (cast.lin, cast.zhao, cast.sun, cast.audit):
        client = sign_in(who)
        for path in ("moves", "merge", "merge/delete"):
            assert client.post(f"/feedback/ideas/{number}/{path}", data=_token(client)).status_code == 403
        assert client.get("/feedback/queue").status_code == 403
        assert not visit(f"/feedback/ideas/{number}", as_=who).has("#moves-title")


def test_the_author_mends_until_it_is_discussed_and_a_stale_edit_shows_both(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = _idea(app, cast.lin)
    client, address = sign_in(cast.lin), f"/feedback/ideas/{number}"
    form = Page(client.get(f"{address}/edit"), address).fields(address)
    assert client.post(address, data={**form, "text": "First change"}).status_code == 303
    late = client.post(address, data={**form, "text": "Second change"})
    assert late.status_code == 409
    assert "First change" in Page(late, address).text("[data-focus] .notice")
    assert "Second change" in Page(late, address).text("#text")
    with app.app_context():
        audited = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "idea:edited")).one()
        assert (audited.before, audited.after) == ({"version": 1}, {"version": 2}), "that it changed, never its words"
    assert sign_in(cast.eve).get(f"{address}/edit").status_code == 404
    with app.app_context(), transaction():
        actions.advance_idea(idea_id=number, to=IdeaStatus.discussing, evidence="agenda-item:1", actor=person(cast.pmo))
    assert client.get(f"{address}/edit").status_code == 404
    assert client.post(address, data={**form, "text": "Third"}).status_code == 409


def test_a_question_is_answered_by_an_edit_or_a_comment_of_the_author(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    for how in ("edit", "comment"):
        with app.app_context(), transaction():
            number = make_idea(cast.lin, status=IdeaStatus.needs_info)
        client, address = sign_in(cast.lin), f"/feedback/ideas/{number}"
        if how == "edit":
            post(client, f"{address}/edit", address, text="Now with numbers")
        else:
            post(client, address, f"{address}/comments", text="Every morning")
        assert visit(address, as_=cast.lin).list(".history .pill")[0] == "New"


def test_the_author_takes_an_idea_back(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    number = _idea(app, cast.lin)
    answer = post(sign_in(cast.lin), f"/feedback/ideas/{number}", f"/feedback/ideas/{number}/withdrawal")
    assert answer.status_code == 303
    assert visit(f"/feedback/ideas/{number}", as_=cast.eve).text(".idea-main .pill") == "Withdrawn"
    assert visit("/feedback/ideas?view=all", as_=cast.eve).list(".idea") == []
    other = sign_in(cast.eve)
    assert other.post(f"/feedback/ideas/{number}/withdrawal", data=_token(other)).status_code == 404


def test_a_comment_sent_twice_stands_once_and_removing_leaves_a_trace(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    number = _idea(app, cast.wang)
    client, address = sign_in(cast.lin), f"/feedback/ideas/{number}"
    form = Page(client.get(address), address).fields(f"{address}/comments")
    for _ in range(2):
        assert client.post(f"{address}/comments", data={**form, "text": "Me too"}).status_code == 303
    page = visit(address, as_=cast.lin)
    assert len(page.list(".said-list li")) == 1
    with app.app_context():
        comment = db.session.scalars(sa.select(Comment.id)).one()
    stranger = sign_in(cast.eve)
    assert stranger.post(f"{address}/comments/{comment}/delete", data=_token(stranger)).status_code == 404
    assert client.post(f"{address}/comments/{comment}/delete", data=_token(client)).status_code == 303
    page = visit(address, as_=cast.eve)
    assert "Me too" not in page.html
    assert "The author removed this comment" in page.text(".said-list")


def test_the_first_response_is_the_first_word_of_somebody_with_a_mandate(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    def answered(number: int) -> bool:
        with app.app_context():
            return db.session.get_one(Idea, number).first_response_at is not None

    number = _idea(app, cast.zhao)
    for who, counts in ((cast.lin, False), (cast.zhao, False), (cast.wang, True)):
        post(sign_in(who), f"/feedback/ideas/{number}", f"/feedback/ideas/{number}/comments", text="A word")
        assert answered(number) is counts


def test_search_finds_two_characters_of_chinese_and_takes_signs_as_they_are(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    with app.app_context(), transaction():
        make_idea(cast.wang, "任务看板批量移动", text="一次只能拖一个")
        make_idea(cast.wang, "Export 100% of the plan", text="with under_scores")
        make_idea(cast.wang, "Something else", text="noise")

    def found(q: str) -> list[str]:
        return visit(f"/feedback/ideas?q={q}", as_=cast.lin).list(".idea-title")

    assert found("看板") == ["任务看板批量移动"]
    assert found("%25") == ["Export 100% of the plan"]
    assert found("r_s") == ["Export 100% of the plan"]
    assert found("_x") == []
    assert found("ＥＸＰＯＲＴ") == ["Export 100% of the plan"]
    assert found("%233") == ["Something else"]


def test_the_board_shows_each_group_and_pages_of_twenty(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        for n in range(23):
            make_idea(cast.wang, f"Open {n}")
        make_idea(cast.wang, "Under way", status=IdeaStatus.planned)
        make_idea(cast.wang, "Answered", status=IdeaStatus.delivered)
        mine = make_idea(cast.lin, "Mine", status=IdeaStatus.withdrawn)
        voted = make_idea(cast.eve, "Voted for")
        actions.cast_vote(idea_id=voted, person_id=cast.lin)

    def show(query: str) -> list[str]:
        return visit(f"/feedback/ideas?{query}", as_=cast.lin).list(".idea-title")

    assert len(show("")) == 20
    assert len(show("page=2")) == 4
    assert len(show("page=99")) == 4
    assert show("view=under_way") == ["Under way"]
    assert show("status=planned") == ["Under way"]
    assert show("status=in_review") == []
    assert show("view=answered") == ["Answered"]
    assert show("view=mine") == ["Mine"]
    assert show("view=voted") == ["Voted for"]
    assert show("order=most_votes")[0] == "Voted for"
    assert mine


def test_needing_votes_come_first(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        voters = make_people(5, cast.department)
        needy, loved = make_idea(cast.wang, "Needy"), make_idea(cast.wang, "Loved")
        for voter in voters:
            actions.cast_vote(idea_id=loved, person_id=voter)
    assert visit("/feedback/ideas?order=needs_votes", as_=cast.lin).list(".idea-title") == ["Needy", "Loved"]
    assert visit("/feedback/ideas?order=newest", as_=cast.lin).list(".idea-title") == ["Loved", "Needy"]
    assert needy


def test_a_search_puts_titles_first_and_says_how_many(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        titled = make_idea(cast.wang, "手机审批")
        for number in range(22):
            make_idea(cast.wang, f"报表 {number}", text="出差时只能在手机审批")
    found = visit("/feedback/ideas?q=手机审批", as_=cast.lin)
    assert found.list(".idea-title")[0] == "手机审批", "the oldest, but its title says it"
    assert "23" in found.text(".found")
    assert "best match first" in found.text(".found")
    assert len(visit("/feedback/ideas?q=手机审批&page=2", as_=cast.lin).list(".idea-title")) == 3
    assert len(visit("/feedback/ideas?q=手机审批&page=9", as_=cast.lin).list(".idea-title")) == 3, "the last page"
    assert visit(f"/feedback/ideas?q=%23{titled}&view=all", as_=cast.lin).list(".idea-title")[0] == "手机审批"
    newest = visit("/feedback/ideas?q=手机审批&order=newest", as_=cast.lin)
    assert newest.list(".idea-title")[0] == "报表 21"
    assert "best match first" not in newest.text(".found")
    assert "Nothing found" in visit("/feedback/ideas?q=没有的词&page=3", as_=cast.lin).text("#idea-list")


def test_looking_for_similar_ideas_keeps_nobody_from_writing(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.lin)
    form = Page(client.get("/feedback/ideas/new"), "").fields("/feedback/ideas")
    begun: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        begun.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.post("/feedback/similar-ideas", data={**form, "text": "甘特图导出时间太长"}).status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert begun
    assert not [statement for statement in begun if "IMMEDIATE" in statement]


def test_similar_ideas_are_suggested_and_never_block(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        make_idea(cast.wang, "甘特图导出太慢")
        make_idea(cast.wang, "请假流程太长")
    client = sign_in(cast.lin)
    answer = post(client, "/feedback/ideas/new", "/feedback/ideas", text="甘特图导出时间太长")
    assert answer.status_code == 303
    form = Page(client.get("/feedback/ideas/new"), "").fields("/feedback/ideas")
    headers = {"HX-Request": "true", "HX-Target": "similar-ideas"}
    fragment = client.post("/feedback/similar-ideas", data={**form, "text": "甘特图导出时间太长"}, headers=headers).text
    assert "甘特图导出太慢" in fragment
    assert "请假流程太长" not in fragment
    assert "<html" not in fragment
    whole = client.post("/feedback/similar-ideas", data={**form, "text": "甘特图导出时间太长"})
    assert Page(whole, "").text("#text") == "甘特图导出时间太长"


def test_following_and_muting(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    number = _idea(app, cast.wang)
    client, address = sign_in(cast.lin), f"/feedback/ideas/{number}"
    for what, words in (
        ("follow", "because you follow it"),
        ("mute", "Muted"),
        ("mute/delete", "because you follow it"),
        ("follow/delete", "Follow"),
    ):
        assert post(client, address, f"{address}/{what}").status_code == 303
        assert words in visit(address, as_=cast.lin).text("#idea-ties")


def test_nobody_reads_who_voted(app: Flask, cast: Cast, visit: Visit) -> None:
    number = _idea(app, cast.wang)
    with app.app_context(), transaction():
        actions.cast_vote(idea_id=number, person_id=cast.he)
    for who in (cast.lin, cast.pmo, cast.audit, cast.wang):
        for address in (
            "/feedback/ideas",
            "/feedback/ideas?order=most_votes&view=all",
            f"/feedback/ideas/{number}",
            "/feedback/votes",
        ):
            assert "何琳" not in visit(address, as_=who).html


def test_the_queue_shows_who_waits_longest(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        make_idea(cast.wang, "First", status=IdeaStatus.submitted)
        make_idea(cast.wang, "Second", status=IdeaStatus.submitted)
        answered = make_idea(cast.wang, "Answered")
        db.session.get_one(Idea, answered).first_response_at = clock.now()
    assert visit("/feedback/queue", as_=cast.pmo).list("tbody th") == ["First", "Second"]


def test_what_is_not_there_is_not_found(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.pmo)
    token = _token(client)
    assert client.get("/feedback/ideas/99").status_code == 404
    assert client.get("/feedback/ideas/99/vote", headers={"HX-Request": "true"}).status_code == 404
    for path in (
        "vote",
        "vote/delete",
        "comments",
        "follow",
        "mute",
        "moves",
        "withdrawal",
        "merge",
        "merge/delete",
        "comments/1/delete",
    ):
        assert (
            client.post(f"/feedback/ideas/99/{path}", data={**token, "text": "x", "into": 1, "version": 1}).status_code
            == 404
        ), path


def test_pages_need_few_statements_however_much_there_is(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    def fill(start: int) -> None:
        with app.app_context(), transaction():
            for n in range(start, start + 15):
                number = make_idea(cast.wang, f"Wish number {n}")
                actions.cast_vote(idea_id=number, person_id=(cast.lin, cast.eve)[n % 2]) if n < 10 else None
                actions.post_comment(idea_id=1, author=person(cast.eve), text="Me too", token=f"t{n}")

    def statements() -> dict[str, int]:
        return {address: _statements(app, partial(client.get, address)) for address in COUNTED}

    fill(0)
    client = sign_in(cast.pmo)
    for address in COUNTED:
        client.get(address)
    first = statements()
    fill(15)
    assert [address for address, count in statements().items() if count > first[address]] == []
    assert max(first.values()) <= 12, first


def _statements(app: Flask, act: Callable[[], TestResponse]) -> int:
    made: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        made.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert act().status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len([s for s in made if s.lstrip().upper().startswith(("SELECT", "WITH"))])


def _idea(app: Flask, author_id: int) -> int:
    with app.app_context(), transaction():
        return make_idea(author_id)


def _token(client: FlaskClient) -> dict[str, str]:
    page = Page(client.get("/feedback/ideas/new"), "/feedback/ideas/new")
    return {"csrf_token": page.fields("/feedback/ideas")["csrf_token"]}


def test_history_rows_cannot_be_changed(app: Flask, cast: Cast) -> None:
    number = _idea(app, cast.wang)
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.update(IdeaEvent).where(IdeaEvent.idea_id == number).values(reason="other"))
