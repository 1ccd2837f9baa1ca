"""Searching, reading, saying whether it helped, and vouching for articles."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.db import db
from app.knowledge.models import ArticleAnswer, ArticleEdition, ArticleReview, HelpSession, Search
from tests.factories import Cast
from tests.house.test_statements import MOST, statements
from tests.kinds import SignIn, Visit
from tests.knowledge.writing import REPORT, publish_articles, write_article
from tests.page import Page, post

HOME = "/knowledge/"
ROLES_AT = "/knowledge/procurement-roles"


def searched(client: FlaskClient, q: str, language: str = "zh") -> Page:
    """Type into the search of the shelf and press Enter."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = post(client, HOME, "/knowledge/searches", q=q)
    assert answer.status_code == 303
    return Page(client.get(answer.location), answer.location)


def names(page: Page) -> list[str]:
    """The articles of a list, in order."""
    return [href.partition("?")[0].rpartition("/")[2] for href in page.links(".article-name a")]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("采购", "procurement-roles"),
        ("谁能审批", "procurement-roles"),
        ("采购项目怎么加人？", "procurement-roles"),
        ("打回", "report-returned"),
        ("日报被退回", "report-returned"),
        ("my report was sent back, what do I do?", "report-returned"),
        ("ＰＲＯＣＵＲＥＭＥＮＴ roles", "procurement-roles"),
        ("purchasing", "procurement-roles"),
        ("100%_", None),
        ("火星基地", None),
        ("   ", "?"),
    ],
)
def test_people_find_what_they_mean_in_either_language(
    articles: Path, cast: Cast, sign_in: SignIn, q: str, first: str | None
) -> None:
    page = searched(sign_in(cast.zhou), q)
    if first == "?":
        assert len(names(page)) == 2  # nothing was looked for: the shelf
        return
    assert names(page)[:1] == ([first] if first else [])
    if not first:
        assert page.has('main .blank a[href^="/knowledge/questions/new?text="]')


def test_what_was_looked_for_is_marked_in_the_readers_language(articles: Path, cast: Cast, sign_in: SignIn) -> None:
    page = searched(sign_in(cast.zhou), "approve", "en")
    assert page.list(".article-name")[0] == "Roles for a procurement project"
    page = searched(sign_in(cast.zhou), "三个角色")
    assert page.list(".articles mark")[:1] == ["角色"] or "三个角色" in page.list(".articles mark")
    assert page.list(".article-name") == ["采购项目的角色"]


def test_the_shelf_has_topics_with_counts_and_the_newest(articles: Path, cast: Cast, visit: Visit) -> None:
    page = visit(HOME, as_=cast.lin)
    assert page.list(".topics li") == ["All topics 2", "Daily report 1", "Roles 1"]
    assert set(names(page)) == {"procurement-roles", "report-returned"}
    assert names(visit(f"{HOME}?topic=daily", as_=cast.lin)) == ["report-returned"]
    assert names(visit(f"{HOME}?topic=none", as_=cast.lin)) == []


def test_an_article_says_who_keeps_it_and_where_to_go_on(articles: Path, cast: Cast, visit: Visit) -> None:
    page = visit(ROLES_AT, as_=cast.lin)
    assert page.text(".knowledge-article p").startswith("A procurement project has three roles")
    said = page.text("aside")
    assert "the project administrators" in said
    assert "nobody has reviewed it yet" in said
    assert page.links(".see-also a") == ["/knowledge/report-returned"]  # the module is not published here
    assert "I have read it" not in said
    visit("/knowledge/no-such-article", as_=cast.lin, status=404)


def test_one_answer_for_each_person_and_version_and_it_may_be_changed(
    app: Flask, articles: Path, cast: Cast, sign_in: SignIn
) -> None:
    lin = sign_in(cast.lin)
    for solved, yes, no in (("yes", 1, 0), ("yes", 1, 0), ("no", 0, 1)):
        page = Page(lin.get(ROLES_AT), ROLES_AT)
        token = page.fields(f"{ROLES_AT}/answers")["csrf_token"]
        assert lin.post(f"{ROLES_AT}/answers", data={"csrf_token": token, "solved": solved}).status_code == 303
        said = Page(lin.get(ROLES_AT, headers={"Accept-Language": "en"}), ROLES_AT).text("#solved")
        assert f"yes {yes} · no {no}" in said
    token = Page(lin.get(ROLES_AT), ROLES_AT).fields(f"{ROLES_AT}/answers")["csrf_token"]
    assert lin.post(f"{ROLES_AT}/answers", data={"csrf_token": token, "solved": "perhaps"}).status_code == 422
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ArticleAnswer)) == 1


def test_superusers_and_owners_vouch_once_a_day_and_for_the_version_they_read(
    app: Flask, articles: Path, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    for person in (cast.zhao, cast.zhou):
        for _twice in range(2):
            assert post(sign_in(person), ROLES_AT, f"{ROLES_AT}/reviews").status_code == 303
    he = sign_in(cast.he)  # HR keeps other articles
    assert not Page(he.get(ROLES_AT), ROLES_AT).has(f'form[action="{ROLES_AT}/reviews"]')
    token = Page(he.get("/account"), "/account").root.cssselect("[name=csrf_token]")[0].get("value")
    assert he.post(f"{ROLES_AT}/reviews", data={"csrf_token": token, "version": "1"}).status_code == 403
    zhao = sign_in(cast.zhao)
    assert post(zhao, ROLES_AT, f"{ROLES_AT}/reviews", version="2").status_code == 303
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ArticleReview)) == 2
    assert "周凯" in visit(ROLES_AT, as_=cast.lin).text("aside")
    write_article(articles, "report-returned", REPORT, topic="daily", owner="superuser", version=2)
    assert publish_articles(app, articles.parent).changed == 1
    at = "/knowledge/report-returned"
    assert "nobody has reviewed it yet" in visit(at, as_=cast.lin).text("aside")


def test_a_search_is_kept_without_the_person_and_a_session_without_the_words(
    app: Flask, articles: Path, cast: Cast, sign_in: SignIn
) -> None:
    lin = sign_in(cast.lin)
    page = searched(lin, "采购")
    lin.get(page.links(".article-name a")[0])
    lin.get(HOME + "?q=采购")  # looked at again, not searched again
    assert post(lin, page.links(".article-name a")[0], f"{ROLES_AT}/answers").status_code == 303  # yes is the first
    with app.app_context():
        search = db.session.scalars(sa.select(Search)).one()
        session = db.session.scalars(sa.select(HelpSession)).one()
        assert (search.words, search.results, search.solved) == ("采购", 1, True)
        assert {column.name for column in Search.__table__.columns} == {
            "id", "token", "words", "folded", "results", "searched_on", "solved",
        }  # fmt: skip
        assert (session.person_id, session.viewed, session.solved, session.asked) == (cast.lin, True, True, False)


def test_what_is_published_stays_readable_and_what_is_gone_says_so(
    app: Flask, articles: Path, cast: Cast, visit: Visit
) -> None:
    file = articles / "procurement-roles.en.md"
    kept = file.read_text("utf-8")
    file.write_text(kept.replace("topic: roles", "topic: nowhere"), "utf-8")
    outcome = publish_articles(app, articles.parent)
    assert (outcome.new, outcome.changed, outcome.withdrawn, len(outcome.faults)) == (0, 0, 0, 1)
    assert "three roles" in visit(ROLES_AT, as_=cast.lin).text("main")
    for language in ("zh", "en"):
        (articles / f"procurement-roles.{language}.md").unlink()
    assert publish_articles(app, articles.parent).withdrawn == 1
    assert publish_articles(app, articles.parent).withdrawn == 0
    page = visit(ROLES_AT, as_=cast.lin)
    assert "This article was withdrawn" in page.text("main")
    assert names(visit(HOME, as_=cast.lin)) == ["report-returned"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ArticleEdition)) == 6


def test_editions_are_never_changed(app: Flask, articles: Path) -> None:
    with app.app_context():
        for statement in ("UPDATE article_editions SET title = 'x'", "DELETE FROM article_editions"):
            with pytest.raises(sa.exc.DatabaseError, match="append-only"):
                db.session.execute(sa.text(statement))
            db.session.rollback()


def test_the_tools_words_stand_in_articles(app: Flask, articles: Path, cast: Cast, visit: Visit) -> None:
    from app.foundation.db import transaction  # noqa: PLC0415
    from app.foundation.settings import ROOT  # noqa: PLC0415
    from app.training.actions.supplementing import choose_tool, publish_supplements  # noqa: PLC0415

    with app.app_context(), transaction():
        publish_supplements(ROOT / "content")
        choose_tool(tool="jira", by_id=cast.pmo)
    page = visit("/knowledge/report-returned", as_=cast.lin)
    assert page.list(".knowledge-article .term") != []


def test_the_first_article_of_a_help_session_asks_the_database_no_oftener_than_any_page(
    articles: Path, cast: Cast, sign_in: SignIn
) -> None:
    lin = sign_in(cast.lin)
    lin.get(ROLES_AT)
    found = searched(lin, "采购").links(".article-name a")[0]
    with statements() as sent:
        assert lin.get(found).status_code == 200
    assert len(sent) <= MOST, sent
