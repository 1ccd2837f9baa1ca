"""What is kept of people: they see it, and an erasure leaves no name behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask

from app.accounts.models import Person
from app.accounts.queries.my_data import counts_of
from app.foundation import clock
from app.foundation.db import db, transaction
from app.knowledge.actions.answering import answer_question, without_names
from app.knowledge.actions.asking import ask, held_question
from app.knowledge.actions.helping import note_search, say_whether_solved, vouch_for
from app.knowledge.queries.articles import edition_of
from app.knowledge.queries.my_data import SECTIONS
from tests.accounts.test_erasure import erase, found_anywhere
from tests.factories import Cast, make_person
from tests.kinds import Visit


def _act(asker: int, answerer: int) -> None:
    """Everything somebody can do here."""
    edition = edition_of("procurement-roles", "zh")
    assert edition is not None
    for person in (asker, answerer):
        note_search(person_id=person, words="甘特图", results=0)
        say_whether_solved(person_id=person, edition=edition, solved=True)
        vouch_for(person_id=person, edition=edition)
        question = ask(person_id=person, text="怎么补日报？")
        _question, turn = held_question(question.id)
        by = db.session.get_one(Person, answerer if person == asker else asker)
        answer_question(question_id=question.id, turn_id=turn.id, by=by, text="选昨天。", with_draft=True)


def test_everybody_sees_what_is_kept_of_them_and_nothing_of_others(
    app: Flask, articles: Path, cast: Cast, visit: Visit
) -> None:
    with app.app_context(), transaction():
        _act(cast.lin, cast.zhao)
        counts = counts_of([cast.lin])
        assert {section.key: counts[section.key] for section in SECTIONS} == {
            "questions": 1, "given_answers": 1, "help_sessions": 1, "article_answers": 1, "article_reviews": 1, "article_drafts": 1,
        }  # fmt: skip
        assert {section.key: counts_of([cast.eve])[section.key] for section in SECTIONS} == dict.fromkeys(
            [section.key for section in SECTIONS], 0
        )
    for section in SECTIONS:
        page = visit(f"/account/data/{section.key}", as_=cast.lin)
        assert "赵敏" not in page.text("main")
        assert "甘特图" not in page.text("main")


def test_an_erased_person_is_named_nowhere(app: Flask, articles: Path, cast: Cast) -> None:
    name, number, mail = "司徒远航", "000778", "000778@huaxin.example"
    with app.app_context(), transaction():
        leaver = make_person(number, name, cast.department, last_day=clock.today() - timedelta(days=40)).id
        _act(leaver, cast.zhao)
    assert len(found_anywhere(app, name, number, mail)) > 3
    erase(app, leaver, cast.he)
    assert found_anywhere(app, name, number, mail, name.encode("unicode_escape").decode()) == []


def test_drafts_name_nobody_however_it_is_written(app: Flask, cast: Cast) -> None:
    with app.app_context():
        lin = db.session.get_one(Person, cast.lin)
        told = without_names("我是林静（000101），邮箱 000101@HUAXIN.example。", lin)
        assert told == "我是…（…），邮箱 …。"
