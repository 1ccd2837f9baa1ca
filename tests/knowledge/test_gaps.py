"""What is missing, and K1 to K4."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from app.knowledge.actions.asking import ask
from app.knowledge.actions.helping import forget_old_searches, note_search, note_view, say_whether_solved, vouch_for
from app.knowledge.formulas.figures import Share
from app.knowledge.models import ArticleAnswer, HelpSession, Search
from app.knowledge.queries.articles import edition_of, standing_of
from app.knowledge.queries.gaps import kept_articles, measured
from tests.factories import Cast
from tests.kinds import Visit

GAPS = "/knowledge/gaps"


def test_the_figures_of_the_worked_example(app: Flask, articles: Path, cast: Cast) -> None:
    """20 sessions, 15 with an article, 8 solved of which 1 asked within a day; 4 of the 15 asked; 25 searches, 3 empty."""
    people = [cast.lin, cast.zhou, cast.eve, cast.wang, cast.he]
    begin = clock.now() - timedelta(days=40)
    with app.app_context():
        edition = edition_of("procurement-roles", "zh")
        assert edition is not None
        for number in range(20):
            person = people[number % 5]
            moment = begin + timedelta(days=number)
            with clock.fixed_at(moment), transaction():
                note_search(person_id=person, words="x", results=0 if number < 3 else 2)
                if number < 5:  # the same half hour
                    note_search(person_id=person, words="y", results=1)
                if number < 15:
                    note_view(person_id=person)
                if number < 8:
                    say_whether_solved(person_id=person, edition=edition, solved=True)
            if number in {0, 10, 11, 12}:  # one that was solved, three more that only looked
                with clock.fixed_at(moment + timedelta(hours=23)), transaction():
                    ask(person_id=person, text=f"still open {number}")
        # the questions began sessions of their own; the example counts twenty
        with transaction():
            extra = sa.select(HelpSession.id).where(HelpSession.asked, HelpSession.viewed.is_(False))
            db.session.execute(sa.delete(HelpSession).where(HelpSession.id.in_(extra)))
        found = measured(kept_articles("zh"))
        assert (found.K1.numerator, found.K1.denominator, str(found.K1.percent)) == (7, 20, "35.0")
        assert (found.K2.numerator, found.K2.denominator, str(found.K2.percent)) == (11, 20, "55.0")
        assert (found.K3.numerator, found.K3.denominator, str(found.K3.percent)) == (3, 25, "12.0")
        assert (found.K4.numerator, found.K4.denominator) == (0, 2)


def test_of_nothing_nothing_is_measured_and_of_few_people_nothing_is_shown(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    page = visit(GAPS, as_=cast.zhao)
    assert page.list(".tile-value") == ["not measured"] * 4
    with app.app_context(), transaction():
        note_search(person_id=cast.lin, words="x", results=0)
    page = visit(GAPS, as_=cast.zhao)
    assert page.list(".tile-value")[:2] == ["too few people to show"] * 2
    assert page.list(".tile-value")[2] == "100.0 %"
    assert Share(1, 0).percent is None
    visit(GAPS, as_=cast.lin, status=403)
    visit(GAPS, as_=cast.chen, status=403)


def test_searches_are_grouped_and_leave_when_they_were_solved(
    app: Flask, articles: Path, cast: Cast, visit: Visit
) -> None:
    with app.app_context(), transaction():
        edition = edition_of("procurement-roles", "zh")
        assert edition is not None
        for words in ("甘特图", "甘特图 ", "ＧＡＮＴＴ", "gantt"):
            note_search(person_id=cast.lin, words=words, results=0)
        note_search(person_id=cast.lin, words="采购", results=1)
        token = note_search(person_id=cast.eve, words="审批", results=1)
        say_whether_solved(person_id=cast.eve, edition=edition, solved=True, token=token)
    page = visit(GAPS, as_=cast.zhao)
    assert sorted(page.list("#gap-list td[data-label='How often']")) == ["2", "2"]
    assert visit(f"{GAPS}?view=unsolved", as_=cast.zhao).list("#gap-list th.lead-cell") == ["采购"]
    assert visit(f"{GAPS}?q=甘特", as_=cast.zhao).list("#gap-list th.lead-cell") != []
    for name in ("林静", "伊文"):
        assert name not in page.text("main")


def test_articles_past_their_time_come_back_when_they_were_read(
    app: Flask, articles: Path, cast: Cast, visit: Visit
) -> None:
    later = clock.now() + timedelta(days=250)
    stale = f"{GAPS}?view=stale"
    with clock.fixed_at(later):
        assert len(visit(stale, as_=cast.zhou).list("#gap-list th.lead-cell")) == 2
        with app.app_context(), transaction():
            edition = edition_of("procurement-roles", "zh")
            assert edition is not None
            assert vouch_for(person_id=cast.zhou, edition=edition)
        assert len(visit(stale, as_=cast.zhou).list("#gap-list th.lead-cell")) == 1
        assert "Its time is over" in visit("/knowledge/report-returned", as_=cast.lin).text("aside")
    assert visit(stale, as_=cast.zhou).list("#gap-list th.lead-cell") == []


def test_counts_are_those_of_the_last_word_of_everybody(app: Flask, articles: Path, cast: Cast) -> None:
    """Whatever people say in whatever order, the counts are derived from one last word each."""
    lot = random.Random("counts")
    people = [cast.lin, cast.zhou, cast.eve, cast.wang, cast.he, cast.sun]
    last: dict[int, bool] = {}
    with app.app_context():
        edition = edition_of("report-returned", "zh")
        assert edition is not None
        for _turn in range(40):
            person, solved = lot.choice(people), lot.random() < 0.5
            with transaction():
                say_whether_solved(person_id=person, edition=edition, solved=solved)
            last[person] = solved
            reader = db.session.get_one(Person, cast.lin)
            stands = standing_of(edition, reader)
            assert (stands.helped, stands.not_helped) == (sum(last.values()), len(last) - sum(last.values()))
            assert stands.mine == last.get(cast.lin)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ArticleAnswer)) == len(last)


def test_what_was_looked_for_is_forgotten_after_thirteen_months(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for days in (0, 380, 420, 500):
            with clock.fixed_at(clock.now() - timedelta(days=days)), transaction():
                note_search(person_id=cast.lin, words=f"{days}", results=0)
        assert forget_old_searches() == 4
        assert forget_old_searches() == 0
        assert sorted(db.session.scalars(sa.select(Search.words))) == ["0", "380"]
        assert db.session.scalar(sa.select(sa.func.count()).select_from(HelpSession)) == 2
