"""Recognition is read from rows: it comes and goes with them, and only those see it who may."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.ambassadors.actions import interviews, practices
from app.ambassadors.actions.interviews import InterviewData
from app.ambassadors.models import Interview, InterviewLevel, Practice, PracticeReuse
from app.ambassadors.queries.recognition import Term, days_served
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.factories import Cast, make_department
from tests.kinds import SignIn, Visit
from tests.page import post

ME = "/ambassadors/recognition/me"


def names(visit: Visit, person: int) -> list[str]:
    return visit(ME, as_=person).list(".recognition h3")


def test_recognition_comes_from_rows_and_goes_with_them(app: Flask, cast: Cast, visit: Visit) -> None:
    assert names(visit, cast.zhao) == []
    with app.app_context(), transaction():
        words = {"title_zh": "晨会", "situation_zh": "长", "action_zh": "一列", "result_zh": "短"}
        place = db.session.get_one(Person, cast.zhao).department_id
        practice = practices.write_practice(words=words, project_group_id=None, department_id=place, by=cast.zhao)
        practices.publish_practice(practice=practice, version=practice.version, by=cast.pmo)
        number = practice.id
        teams = [make_department(f"T{n}", f"班组{n}").id for n in range(3)]
        for team in teams:
            practices.reuse_practice(
                practice=practice, department_id=team, project_group_id=None, words="也用", by=cast.eve
            )
        listened = []
        for week in range(8):
            day = clock.today() - timedelta(days=7 * week)
            with clock.fixed_at(clock.start_of(day) + timedelta(hours=9)):
                data = InterviewData(day, InterviewLevel.front_line, consent=False, findings=("慢",))
                listened.append(interviews.log_interview(data=data, by=cast.zhao).id)
    assert names(visit, cast.zhao) == ["Practice shared", "Practice reused by three teams", "A listener"]
    with app.app_context(), transaction():
        practices.withdraw_reuse(reuse=db.session.scalars(sa.select(PracticeReuse).limit(1)).one(), by=cast.eve)
        taken = db.session.get_one(Interview, listened[3])
        interviews.withdraw_interview(interview=taken, reason="doppelt", by=cast.zhao)
    assert names(visit, cast.zhao) == ["Practice shared"]
    with app.app_context(), transaction():
        practices.retire_practice(practice=db.session.get_one(Practice, number), reason="überholt", by=cast.pmo)
    assert names(visit, cast.zhao) == []


def test_days_in_two_offices_count_once() -> None:
    first = date(2026, 1, 1)
    terms = [Term(first, date(2026, 6, 30)), Term(date(2026, 4, 1), date(2026, 12, 31)), Term(first, first)]
    assert days_served(terms) == 365
    assert days_served([]) == 0


def test_only_the_person_and_the_pmo_see_it_until_the_person_says_so(
    app: Flask, cast: Cast, sign_in: SignIn, visit: Visit
) -> None:
    with app.app_context(), transaction():
        data = InterviewData(clock.today(), InterviewLevel.executive, consent=False, findings=("慢",))
        number = interviews.log_interview(data=data, by=cast.zhao).id
    hers = f"/ambassadors/recognition/{cast.zhao}"
    assert [sign_in(one).get(hers).status_code for one in (cast.lin, cast.chen, cast.pmo)] == [404, 404, 200]
    zhao = sign_in(cast.zhao)
    assert post(zhao, ME, f"{ME}/visibility", visible="yes").status_code == 303
    seen = visit(hers, as_=cast.lin)
    assert "1 interview written down" in seen.text("main")
    assert f"/ambassadors/interviews/{number}" not in seen.links(), "the interview itself is not for colleagues"
    assert sign_in(cast.lin).get(f"{hers}/note").status_code == 404
    assert "Thank you, 赵敏" in visit(f"{hers}/note", as_=cast.zhao).text(".thank-you")
    assert post(zhao, ME, f"{ME}/visibility", visible="no").status_code == 303
    assert sign_in(cast.lin).get(hers).status_code == 404
    thanks = visit("/ambassadors/recognition", as_=cast.pmo)
    assert "赵敏" in thanks.text("#thanks-list")
    assert "1 interview written down" in thanks.text("#thanks-list")
    assert visit("/ambassadors/recognition?month=2020-01", as_=cast.pmo).has(".blank")
    assert sign_in(cast.zhao).get("/ambassadors/recognition").status_code == 403
