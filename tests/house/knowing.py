"""Articles, questions and drafts in the company of the house tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.accounts.models import Person
from app.foundation.db import db, transaction
from app.knowledge.actions.answering import answer_question
from app.knowledge.actions.asking import ask, held_question
from app.knowledge.actions.helping import note_search, say_whether_solved, vouch_for
from app.knowledge.queries.articles import edition_of
from tests.knowledge.writing import ROLES, publish_articles, write_article, write_knowledge

if TYPE_CHECKING:
    from tests.house.company import Company

MANY = 6


def know(company: Company, folder: Path) -> None:
    """Two articles, a search, a question of Lin that waits, and a draft that grew out of another."""
    write_knowledge(folder)
    company.values["knowledge_folder"] = folder
    publish_articles(company.app, folder)
    with company.app.app_context(), transaction():
        company.values["question"] = ask(person_id=company.cast.lin, text="图纸怎么挂到任务上？").id
        company.values["article_draft"] = _drafted(company, "怎么补日报？")
        _look(company, "甘特图")


def know_more(company: Company, base: int) -> None:
    """As much again."""
    folder = Path(str(company.values["knowledge_folder"]))
    for n in range(MANY):
        write_article(folder / "knowledge", f"more-{base + n}", ROLES, version=1, see="report-returned")
    publish_articles(company.app, folder)
    with company.app.app_context(), transaction():
        for n in range(MANY):
            ask(person_id=company.cast.lin, text=f"还有一个问题 {base + n}")
            _drafted(company, f"又一个问题 {base + n}")
            _look(company, f"找不到 {base + n}")


def _drafted(company: Company, text: str) -> int:
    question = ask(person_id=company.cast.lin, text=text)
    _question, turn = held_question(question.id)
    by = db.session.get_one(Person, company.cast.zhao)
    draft = answer_question(question_id=question.id, turn_id=turn.id, by=by, text="点附件。", with_draft=True)
    assert draft is not None
    return draft.id


def _look(company: Company, words: str) -> None:
    note_search(person_id=company.cast.lin, words=words, results=0)
    note_search(person_id=company.cast.eve, words=f"{words} 采购", results=1)
    edition = edition_of("procurement-roles", "zh")
    assert edition is not None
    say_whether_solved(person_id=company.cast.eve, edition=edition, solved=False)
    vouch_for(person_id=company.cast.zhao, edition=edition)
