"""“My data”: every section counted, shown and taken as a file; of others nothing."""

from __future__ import annotations

import csv
import io
import json
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.actions import merge_accounts
from app.accounts.actions.my_data_file import TEXTS_AT_ONCE, zip_of
from app.accounts.models import Person
from app.accounts.queries.my_data import sections
from app.feedback.actions.votes import cast_vote
from app.feedback.models import Comment, Idea, IdeaStatus
from app.foundation import audit, clock
from app.foundation.db import db, transaction
from tests.factories import Cast, make_person
from tests.kinds import SignIn, Visit
from tests.page import post

DATA, FILE = "/account/data", "/account/data/file"


@pytest.fixture
def busy(app: Flask, cast: Cast) -> int:
    """Lin has an idea on which Eve voted and commented, and a comment of Lin's own; the idea's id."""
    with app.app_context(), transaction():
        moment = clock.now()
        ideas = [
            Idea(
                title=title,
                text="=1+1 两道工序",
                author_id=author,
                department_id=cast.department,
                status=IdeaStatus.open,
                status_since=moment,
                submitted_at=moment,
            )
            for title, author in (("换模清单", cast.lin), ("伊文的想法", cast.eve))
        ]
        db.session.add_all(ideas)
        db.session.flush()
        for person_id, text in ((cast.lin, "我补充一点"), (cast.eve, "伊文说好")):
            db.session.add(
                Comment(
                    idea_id=ideas[0].id,
                    author_id=person_id,
                    text=text,
                    posted_at=moment,
                    token=f"token-{person_id}",
                    version=1,
                )
            )
        cast_vote(idea_id=ideas[0].id, person_id=cast.eve)
        cast_vote(idea_id=ideas[1].id, person_id=cast.lin)
        return ideas[0].id


def taken(app: Flask, sign_in: SignIn, person_id: int, language: str = "en") -> ZipFile:
    """The file as a browser gets it."""
    browser = sign_in(person_id)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = post(browser, DATA, FILE)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-')
    book = ZipFile(io.BytesIO(answer.data))
    assert book.testzip() is None
    return book


def test_the_page_counts_what_the_sections_show(app: Flask, cast: Cast, busy: int, visit: Visit) -> None:
    page = visit(DATA, as_=cast.lin)
    rows = {row.split()[0]: row for row in page.list("main tbody tr")}
    assert "Own votes 1" in rows["Own"]
    assert "Comments 1" in rows["Comments"]
    assert "whose answer is whose was never stored" in page.text("main")
    seen = 0
    for address in page.links("tbody th a"):
        if address.endswith("/sessions"):  # each look of this test is a new browser
            continue
        shown = visit(address, as_=cast.lin)
        count = len(shown.list("#my-rows tbody tr"))
        title = shown.text("h1")
        assert any(row.startswith(f"{title} {count} ") for row in page.list("main tbody tr")), title
        assert "伊文" not in shown.text("#my-rows"), address
        seen += 1
    assert seen >= 6
    assert "换模清单" in visit(f"{DATA}/ideas", as_=cast.lin).text("#my-rows")
    assert "Nothing of this kind" in visit(f"{DATA}/ballots", as_=cast.lin).text("#my-rows")
    visit(f"{DATA}/nothing", as_=cast.lin, status=404)
    assert "我的数据" in visit(DATA, as_=cast.lin, language="zh").text("h1")


def test_the_account_leads_there_and_strangers_sign_in_first(cast: Cast, visit: Visit, sign_in: SignIn) -> None:
    assert DATA in visit("/account", as_=cast.lin).links("main a, header a, a")
    assert sign_in(None).get(DATA).status_code == 303
    assert sign_in(cast.lin).get(FILE).location == DATA


def test_the_file_holds_every_section_twice_and_nobody_else(app: Flask, cast: Cast, busy: int, sign_in: SignIn) -> None:
    book = taken(app, sign_in, cast.lin)
    with app.app_context():
        keys = [section.key for section in sections()]
    assert book.namelist() == ["README.txt", *(f"{key}.{kind}" for key in keys for kind in ("csv", "jsonl"))]
    for key in keys:
        lines = [json.loads(line) for line in book.read(f"{key}.jsonl").decode().splitlines()]
        table = list(csv.DictReader(io.StringIO(book.read(f"{key}.csv").decode("utf-8-sig"))))
        assert [list(line) for line in lines] == [list(row) for row in table], key
    everything = "".join(book.read(name).decode() for name in book.namelist())
    assert "林静" in everything
    for other in ("伊文", "陈刚", "伊文说好", "000202@huaxin.example"):
        assert other not in everything, other
    ideas = [json.loads(line) for line in book.read("ideas.jsonl").decode().splitlines()]
    assert ideas[0]["text"] == "=1+1 两道工序"
    assert "'=1+1" in book.read("ideas.csv").decode("utf-8-sig")
    assert "=1+1" in book.read("ideas.jsonl").decode()
    assert "Not in it: answers to the pulse" in book.read("README.txt").decode("utf-8-sig")
    assert "满意度脉搏" in taken(app, sign_in, cast.lin, "zh").read("README.txt").decode("utf-8-sig")


def test_taking_it_is_written_down_where_its_owner_sees_it(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    taken(app, sign_in, cast.lin)
    assert "Own data taken as a file" in visit(f"{DATA}/audit", as_=cast.lin).text("#my-rows")
    assert not visit(f"{DATA}/audit", as_=cast.eve).has("#my-rows tbody tr")


def test_a_large_section_is_paged_and_streamed(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        for number in range(3_000):
            audit.record(
                act="person:changed", subject=("person", cast.lin), actor_id=cast.he, after={"note": f"{number:0>200}"}
            )
    page = visit(f"{DATA}/audit", as_=cast.lin)
    assert len(page.list("#my-rows tbody tr")) == 25
    assert page.has(".pager")
    with app.app_context(), app.test_request_context():
        parts = list(zip_of(cast.lin, "read me"))
        assert len(ZipFile(io.BytesIO(b"".join(parts))).read("audit.jsonl").splitlines()) == 3_000
    assert len(parts) > 2 * 55
    assert max(map(len, parts)) < 4 * TEXTS_AT_ONCE


def test_merged_accounts_are_one_person(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        twin = make_person("000909", "林静（旧号）", cast.department).id
        merge_accounts(kept_id=cast.lin, merged_id=twin, reason="one person", by=cast.he)
    assert "000909" in visit(f"{DATA}/person", as_=cast.lin).text("#my-rows")
    assert "000909" not in visit(f"{DATA}/person", as_=cast.eve).text("#my-rows")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 12


def test_every_code_is_told_in_words(app: Flask) -> None:
    with app.app_context():
        untold = [
            f"{section.key}.{column.key}"
            for section in sections()
            for column in section.rows([1]).selected_columns
            if getattr(column.type, "enum_class", None) and column.key not in section.words
        ]
    assert untold == []
