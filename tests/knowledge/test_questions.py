"""Asking the superusers, answering, asking again; who sees what; and drafts that grow out of answers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.ambassadors.models import Appointment
from app.foundation import clock
from app.foundation.content.faults import Notebook
from app.foundation.db import db, transaction
from app.knowledge.content.articles import read_article
from app.knowledge.models import ArticleDraft, DraftState, HelpSession, Question, QuestionTurn
from app.knowledge.queries.questions import answers_by
from app.notifications.models import Announcement, Receipt
from tests.factories import Cast, make_department, make_person
from tests.kinds import SignIn, Visit
from tests.knowledge.writing import publish_articles
from tests.page import Page, post
from tests.together import answers_at_once

NEW = "/knowledge/questions/new"
ASK = "/knowledge/questions"
TEXT = "打印机的图纸怎么挂到任务上？我是林静，工号 000101。"


def ask(client: FlaskClient, text: str = TEXT) -> str:
    """Ask on the page; gives the address of the question."""
    answer = post(client, NEW, ASK, text=text, shown="1")
    assert answer.status_code == 303, answer.get_data(as_text=True)[:500]
    return str(answer.location)


def answer(client: FlaskClient, at: str, text: str = "点任务里的“附件”。", **more: str) -> str:
    """Answer on the page of a question; gives where one is led."""
    done = post(client, at, f"{at}/answers", answer=text, **more)
    assert done.status_code == 303, done.get_data(as_text=True)[:500]
    return str(done.location)


def told(app: Flask, kind: str) -> set[int]:
    """Who has a receipt of a kind."""
    rows = sa.select(Receipt.person_id).join(Announcement, Announcement.id == Receipt.announcement_id)
    with app.app_context():
        return set(db.session.scalars(rows.where(Announcement.kind == kind)))


def test_a_question_goes_to_the_superuser_of_the_department_and_the_answer_comes_back(
    app: Flask, served: Cast, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    lin, zhao = sign_in(cast.lin), sign_in(cast.zhao)
    at = ask(lin)
    assert told(app, "question_asked") == {cast.zhao}
    assert "1 question waits for you" in visit("/", as_=cast.zhao).text(".duties")
    assert "question waits" not in visit("/", as_=cast.lin).text("main")
    assert zhao.get("/knowledge/questions/next").location == at
    assert visit(ASK, as_=cast.zhao).list(".list-title") == ["打印机的图纸怎么挂到任务上？"]
    assert answer(zhao, at) == at
    assert told(app, "question_answered") == {cast.lin}
    page = visit(at, as_=cast.lin)
    assert "附件" in page.text(".turn-answer")
    assert post(lin, at, f"{at}/turns", again="").status_code == 422
    assert post(lin, at, f"{at}/turns", again="手机上没有这个按钮").status_code == 303
    assert len(visit(ASK, as_=cast.zhao).list(".list-title")) == 1
    answer(zhao, at, "手机上点右上角的三个点。")
    assert post(lin, at, f"{at}/solution").status_code == 303
    assert visit(f"{ASK}?state=solved", as_=cast.zhao).list(".list-title") != []
    with app.app_context():
        day = (clock.now() - timedelta(days=1), clock.now() + timedelta(days=1))
        assert answers_by(cast.zhao, *day) == 2
        assert answers_by(cast.zhao, day[1], day[1]) == 0


SEEN = {"lin": 200, "zhao": 200, "pmo": 200, "wang": 404, "eve": 404, "chen": 404, "he": 404, "audit": 404, "zhou": 404}


def test_only_the_asker_superusers_in_reach_and_the_pmo_see_it(
    app: Flask, served: Cast, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    at = ask(sign_in(cast.lin))
    with app.app_context(), transaction():
        far = make_person("000300", "远方", cast.other_department, Role.superuser).id
    for name, status in SEEN.items():
        visit(at, as_=getattr(cast, name), status=status)
    visit(at, as_=far, status=404)
    assert visit(ASK, as_=far).list(".list-title") == []
    for name in ("chen", "he", "eve"):
        visit(ASK, as_=getattr(cast, name), status=403)


def test_where_a_department_has_nobody_every_superuser_sees_it_and_else_the_pmo_hears(
    app: Flask, served: Cast, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    with app.app_context(), transaction():
        alone = make_person("000301", "独行", make_department("D30", "市场部").id).id
    at = ask(sign_in(alone))
    assert told(app, "question_asked") == {cast.zhao, cast.wang}
    visit(at, as_=cast.zhao)
    visit(at, as_=cast.wang)
    own = ask(sign_in(cast.zhao), "我自己的问题：谁来答？")  # nobody answers oneself
    visit(own, as_=cast.wang)
    assert own not in visit(ASK, as_=cast.zhao).links(".list-title a")


def test_without_superusers_the_pmo_hears(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    ask(sign_in(cast.lin))
    assert told(app, "question_asked") == {cast.pmo}


def test_articles_are_offered_before_the_question_goes_and_the_text_is_kept(
    app: Flask, articles: Path, served: Cast, sign_in: SignIn
) -> None:
    lin = sign_in(served.lin)
    offered = post(lin, NEW, ASK, text="采购项目要给谁什么角色？我不清楚。")
    assert offered.status_code == 200
    page = Page(offered, ASK)
    assert page.links(".suggested a") == ["/knowledge/procurement-roles"]
    assert page.fields(ASK)["text"].strip() == "采购项目要给谁什么角色？我不清楚。"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 0
    assert lin.post(ASK, data=page.fields(ASK)).status_code == 303
    again = lin.post(ASK, data=page.fields(ASK))  # a second click on the same form
    assert again.status_code == 303
    typed = {**page.fields(ASK), "text": "日报被退回了"}
    piece = lin.post(
        "/knowledge/suggestions", data=typed, headers={"HX-Request": "true", "HX-Target": "article-suggestions"}
    )
    assert "report-returned" in piece.get_data(as_text=True)
    assert "<html" not in piece.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 1
        assert db.session.scalars(sa.select(HelpSession)).one().asked is True


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 2001])
def test_what_cannot_be_asked_is_said_at_the_field(app: Flask, served: Cast, sign_in: SignIn, text: str) -> None:
    refused = post(sign_in(served.lin), NEW, ASK, text=text, shown="1")
    assert refused.status_code == 422
    assert Page(refused, ASK).has("#text-error")


def test_two_superusers_answer_at_once_and_one_is_told_with_the_words_kept(
    app: Flask, served: Cast, sign_in: SignIn
) -> None:
    cast = served
    at = ask(sign_in(cast.lin))
    forms = {}
    for person in (cast.zhao, cast.pmo):
        client = sign_in(person)
        fields = Page(client.get(at), at).fields(f"{at}/answers")
        forms[person] = (client, {**fields, "answer": f"回答 {person}", "draft": "y"})

    def send(person: int) -> int:
        client, data = forms[person]
        done = client.post(f"{at}/answers", data=data)
        if done.status_code == 409:
            assert f"回答 {person}" in Page(done, at).text("main")
        return done.status_code

    assert sorted(answers_at_once([lambda: send(cast.zhao), lambda: send(cast.pmo)])) == [303, 409]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(QuestionTurn.answered_at.is_not(None))) == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ArticleDraft)) == 1
    assert len(told(app, "question_answered")) == 1


def test_an_answer_becomes_a_draft_that_names_nobody_and_its_files_are_an_article(
    app: Flask, served: Cast, articles: Path, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    at = ask(sign_in(cast.lin))
    zhao = sign_in(cast.zhao)
    draft = answer(zhao, at, "林静，点任务里的附件。", draft="y")
    assert draft.startswith("/knowledge/drafts/")
    page = visit(draft, as_=cast.zhou)
    fields = page.fields(draft)
    assert fields["article"] == "question-1"
    for secret in ("林静", "000101"):
        assert secret not in page.html
    assert "附件" in fields["body_zh"]
    assert "打印机的图纸" in fields["body_zh"]
    visit(draft, as_=cast.lin, status=403)
    visit(draft, as_=cast.eve, status=403)
    written = {
        **Page(zhao.get(draft), draft).fields(draft),
        "article": "attach-drawings",
        "topic": "daily",
        "title_zh": "图纸怎么挂到任务上",
        "words_zh": "附件，打印机、图纸",
        "body_zh": "点任务里的附件。",
        "title_en": "How to attach a drawing: where",
        "words_en": "attachment, printer",
        "body_en": "Press attachments in the task.",
    }
    assert zhao.post(draft, data={**written, "article": "Big Name"}).status_code == 422
    assert zhao.post(draft, data=written).status_code == 303
    assert zhao.post(draft, data=written).status_code == 409  # opened before somebody kept it
    files = {}
    for language in ("zh", "en"):
        file = zhao.get(f"{draft}/{language}.md")
        name = f"attach-drawings.{language}.md"
        assert name in file.headers["Content-Disposition"]
        files[name] = file.get_data(as_text=True)
    books = {name: Notebook(name) for name in files}
    made = read_article("attach-drawings", files, books)
    assert [str(fault) for book in books.values() for fault in book.faults] == []
    assert made is not None
    assert made.sides.zh.words == ("附件", "打印机", "图纸")
    for name, text in files.items():
        (articles / name).write_text(text, "utf-8")
    assert publish_articles(app, articles.parent).new == 1
    assert "Published" in visit(draft, as_=cast.zhao).text("main")
    with app.app_context():
        assert db.session.scalars(sa.select(ArticleDraft)).one().state is DraftState.done
    assert zhao.post(draft, data={**written, "version": "3"}).status_code == 409


def test_a_draft_is_dropped_with_a_reason_and_its_id_is_free_again(
    app: Flask, served: Cast, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    zhao = sign_in(cast.zhao)
    first = answer(zhao, ask(sign_in(cast.lin)), draft="y")
    second = answer(zhao, ask(sign_in(cast.lin), "另一个问题"), draft="y")
    taken = post(zhao, second, second, article="question-1", title_en="x")
    assert taken.status_code == 422
    assert Page(taken, second).has("#article-error")
    assert post(zhao, first, f"{first}/closing", reason=" ").status_code == 422
    assert post(zhao, first, f"{first}/closing", reason="别处已有").status_code == 303
    assert "别处已有" in visit(first, as_=cast.zhao).text("main")
    fields = Page(zhao.get(second), second).fields(second)
    assert zhao.post(second, data={**fields, "article": "question-1"}).status_code == 303


def test_queue_pages_search_and_next(app: Flask, served: Cast, sign_in: SignIn, visit: Visit) -> None:
    cast = served
    lin = sign_in(cast.lin)
    for number in range(23):
        ask(lin, f"第 {number} 个问题，关于报表")
    page = visit(ASK, as_=cast.zhao)
    assert len(page.list(".list-title")) == 20
    assert len(visit(f"{ASK}?page=2", as_=cast.zhao).list(".list-title")) == 3
    assert visit(f"{ASK}?q=第 22 个", as_=cast.zhao).list(".list-title") == ["第 22 个问题，关于报表"]
    assert len(visit(f"{ASK}?q=林静", as_=cast.zhao).list(".list-title")) == 20
    assert visit(f"{ASK}?q=没有", as_=cast.zhao).list(".list-title") == []
    assert len(visit("/knowledge/questions/mine", as_=cast.lin).list(".list-title")) == 20
    assert visit("/knowledge/questions/mine", as_=cast.zhao).list(".list-title") == []


COMES = ".duties a[href='/knowledge/questions?state=stuck']"


def test_the_pmo_is_asked_for_questions_that_wait_too_long(
    app: Flask, served: Cast, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    at = ask(sign_in(cast.lin))
    assert visit("/", as_=cast.pmo).list(COMES) == []
    assert visit(f"{ASK}?state=stuck", as_=cast.pmo).list(".list-title") == []
    late = clock.now() + timedelta(days=2, minutes=1)
    with clock.fixed_at(late):
        assert visit("/", as_=cast.pmo).list(COMES) == ["1 question waits and nobody comes to it"]
        assert visit(f"{ASK}?state=stuck", as_=cast.pmo).links(".list-title a") == [at]
        assert visit("/", as_=cast.wang).list(COMES) == []
        answer(sign_in(cast.zhao), at)
        assert visit("/", as_=cast.pmo).list(COMES) == []


def test_the_pmo_is_asked_at_once_where_no_superuser_serves(
    app: Flask, served: Cast, sign_in: SignIn, visit: Visit
) -> None:
    cast = served
    with app.app_context(), transaction():
        alone = make_person("000301", "独行", make_department("D30", "市场部").id).id
    ask(sign_in(cast.lin))
    at = ask(sign_in(alone))
    ask(sign_in(cast.pmo), "我自己的问题")  # nobody answers oneself
    assert visit("/", as_=cast.pmo).list(COMES) == ["1 question waits and nobody comes to it"]
    stuck = visit(f"{ASK}?state=stuck", as_=cast.pmo)
    assert stuck.links(".list-title a") == [at]
    assert [tab.split()[-1] for tab in stuck.list(".tab-row a")] == ["2", "1", "0", "0"]
    assert visit(f"{ASK}?state=stuck&q=nothing", as_=cast.pmo).list(".list-title") == []
    waiting = visit(ASK, as_=cast.zhao).links(".list-title a")
    assert visit(f"{ASK}?state=stuck", as_=cast.zhao).links(".list-title a") == waiting, "a view of the PMO's only"
    assert "Nobody comes" not in visit(ASK, as_=cast.zhao).text("main")


def test_who_serves_is_looked_up_on_the_day_itself(app: Flask, served: Cast, sign_in: SignIn, visit: Visit) -> None:
    """The statement of the home is kept for people with the same roles; who serves today is not kept with it."""
    cast = served
    ask(sign_in(cast.lin))
    assert visit("/", as_=cast.pmo).list(COMES) == []
    with app.app_context(), transaction():
        for seat in db.session.scalars(sa.select(Appointment).where(Appointment.person_id == cast.zhao)):
            seat.ends_on = clock.today()
    with clock.fixed_at(clock.now() + timedelta(days=1)):
        assert visit("/", as_=cast.pmo).list(COMES) == ["1 question waits and nobody comes to it"]
