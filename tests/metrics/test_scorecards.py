"""From the score to the event and back: previews, looks, contests, restatements; and who sees nothing of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Department, Person, Role
from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.actions.contests import NotYours, decide, open_contest, pass_on_contests
from app.metrics.actions.scorecards import NoPolicy, draw_up
from app.metrics.actions.weights import NotWhole, PeriodBegun, record_policy, save_weights
from app.metrics.models import Contest, ContestOutcome, ContestPassing, ScoreCard, ScoreLook
from app.metrics.queries.report import report
from app.notifications.models import Announcement, Receipt
from app.training.models import Assignment, Completion, DeadlineChange, DeadlineReason, TrainingPath
from tests.factories import make_person
from tests.golden import COMPANY
from tests.page import Page, post

Visit = Callable[..., Page]
SignIn = Callable[[int | None], FlaskClient]
DAY = date(2026, 6, 30)
LATE = "000103"


@contextmanager
def on(day: int, hour: int = 4) -> Iterator[None]:
    """A moment of July 2026."""
    with clock.fixed_at(datetime(2026, 7, day, hour, tzinfo=UTC)):
        yield


@pytest.fixture
def people(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company under a policy, with an HR officer, a manager of 000103, and others; ids by name."""
    loaded(COMPANY)
    with app.app_context(), transaction(), on(1):
        codes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        leave: dict[str, Any] = {"leave_from": date(2020, 1, 1), "language": "en"}
        found = dict(db.session.execute(sa.select(Person.employee_no, Person.id)).all())
        for name, role in (
            ("he", Role.hr_officer),
            ("chen", Role.manager),
            ("other", Role.manager),
            ("sun", Role.board_member),
            ("wang", Role.ambassador),
            ("pmo", Role.pmo),
        ):
            found[name] = make_person(f"9{len(found):05}", name, codes["D20"], role, **leave).id
        db.session.get_one(Person, found[LATE]).manager_id = found["chen"]
        told = {"document": "intranet/7", "channel": "works meeting", "adopted_on": date(2026, 5, 1)}
        record_policy(title="Scorecards", **told, by_id=found["he"])  # type: ignore[arg-type]
        draw_up(month="2026-06", by_id=found["he"])
        db.session.execute(sa.update(Person).values(language="en"))
    return found


def late_assignment(app: Flask, people: dict[str, int]) -> int:
    """The end-user assignment of 000103."""
    with app.app_context():
        rows = sa.select(Assignment.id).join(TrainingPath, TrainingPath.id == Assignment.path_id)
        found = db.session.scalars(rows.where(Assignment.person_id == people[LATE], TrainingPath.code == "EU")).one()
        return int(found)


def cards_of(app: Flask, person_id: int) -> list[str | None]:
    """The scores of a person, by revision."""
    with app.app_context():
        rows = sa.select(ScoreCard.score).where(ScoreCard.person_id == person_id).order_by(ScoreCard.revision)
        return list(db.session.scalars(rows))


def test_the_contest_restates_and_leaves_the_originals(
    app: Flask, people: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    late = late_assignment(app, people)
    with app.app_context():
        assert report(DAY)["training"]["path:EU"]["T2"]["percent"] == "42.9"
    assert cards_of(app, people[LATE]) == ["80.1"]
    with on(2):
        me, hr = sign_in(people[LATE]), sign_in(people["he"])
        home = Page(me.get("/"), "/")
        assert "/metrics/people/me" in home.links("main a"), "one click"
        own = Page(me.get("/metrics/people/me?month=2026-06"), "own")
        assert "80.1" in own.text("main")
        form = f"/metrics/people/me/contests/new?assignment={late}&part=on_time&month=2026-06"
        assert form in own.links(), "two; writing is three, sending four"
        answer = post(me, form, "/metrics/people/me/contests", reason="Portal down 23:00 to 00:20")
        assert answer.status_code == 303
        again = post(me, form, "/metrics/people/me/contests", reason="twice")
        assert again.location == "/metrics/people/me", "the same is contested once"
        where = answer.location
        assert "contested" in Page(me.get("/metrics/people/me?month=2026-06"), "own").text("main")
        assert post(hr, where, f"{where}/acknowledgement").status_code == 303
    with on(3):
        me, hr = sign_in(people[LATE]), sign_in(people["he"])
        wrong = post(hr, where, f"{where}/decision", answer="", outcome="accepted")
        assert wrong.status_code == 422
        decided = post(hr, where, f"{where}/decision", answer="The log says so.", outcome="accepted")
        assert decided.status_code == 303
        own = Page(me.get("/metrics/people/me?month=2026-06"), "own")
        assert "80.1" in own.text("main"), "the original stays"
        assert "95.1" in own.text("main")
        events = Page(me.get(f"/metrics/people/me/events/{late}"), "events").text("main")
        assert "Completion corrected" in events
    assert cards_of(app, people[LATE]) == ["80.1", "95.1"]
    with app.app_context():
        after = report(DAY)
        assert after["training"]["path:EU"]["T2"] == {"numerator": 4, "denominator": 7, "percent": "57.1"}
        assert after["scorecards"][LATE]["score"] == "95.1"
        rows = sa.select(Completion.completed_on).where(Completion.assignment_id == late).order_by(Completion.id)
        days = db.session.scalars(rows)
        assert [day.isoformat() for day in days] == ["2026-06-16", "2026-06-15"], "the first row stays"
        kinds = set(db.session.scalars(sa.select(Announcement.kind)))
        assert {"score_preview", "contest_opened", "contest_acknowledged", "contest_decided"} <= kinds


def test_a_look_is_recorded_and_shown_to_the_person(
    app: Flask, people: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    address = f"/metrics/people/{people[LATE]}"
    with on(2):
        for who in ("chen", "he"):
            visit(address, as_=people[who], status=404)
    with on(9):
        for who in ("other", "chen", "he", "sun", "wang", "000101", "pmo"):
            status = 200 if who in ("chen", "he") else 404
            page = visit(address, as_=people[who], status=status)
            assert "80.1" not in page.html, "nothing before the look is recorded"
        for who in ("other", "sun", "wang", "000101", "pmo"):
            for end in ("/parts/on_time", f"/events/{late_assignment(app, people)}"):
                assert sign_in(people[who]).get(address + end).status_code == 404
        chen = sign_in(people["chen"])
        assert chen.get(f"{address}/parts/on_time").status_code == 303, "no way round the look"
        assert post(chen, address, f"{address}/looks").status_code == 303
        page = Page(chen.get(address), address)
        assert "80.1" in page.text("main")
        assert "not yet" in page.text("main")
        assert chen.get(f"{address}/parts/on_time").status_code == 200
        assert "chen" in visit("/metrics/people/me/looks", as_=people[LATE]).text("main")
        own = f"/metrics/people/{people['000102']}"
        assert chen.get(own).status_code == 404, "not of that manager"
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.delete(ScoreLook))


def test_the_list_names_whom_one_may_open_today(people: dict[str, int], visit: Visit) -> None:
    for who in ("chen", "he"):
        with on(2):
            page = visit("/metrics/scorecards", as_=people[who])
            assert page.links("#people-list a") == [], "only the person sees it yet"
            assert "the days in which only the person sees it are over" in page.text("#people-list")
    with on(9):
        for who, names in (("chen", {LATE}), ("other", set()), ("he", {LATE, "chen", "pmo", "000101"})):
            found = visit("/metrics/scorecards", as_=people[who]).links("#people-list .list a")
            assert {f"/metrics/people/{people[name]}" for name in names} <= set(found)
            assert who == "he" or len(found) == len(names), "a manager opens those of direct reports"
            for address in found:
                visit(address, as_=people[who])


def test_without_a_policy_nobody_sees_the_score_of_another(
    app: Flask, people: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    with on(9):
        he = sign_in(people["he"])
        assert post(he, "/metrics/scorecards/policy", "/metrics/scorecards/policy/withdrawal").status_code == 303
        for who in ("chen", "he"):
            visit(f"/metrics/people/{people[LATE]}", as_=people[who], status=404)
        assert "80.1" in visit("/metrics/people/me?month=2026-06", as_=people[LATE]).text("main")
        with app.app_context(), pytest.raises(NoPolicy), transaction():
            draw_up(month="2026-05", by_id=people["he"])


def test_insufficient_evidence_gives_no_number_and_files_mark_contests(
    app: Flask, people: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    assert cards_of(app, people["000204"]) == [None]
    with on(9):
        own = visit("/metrics/people/me?month=2026-06", as_=people["000204"])
        assert "insufficient data" in own.text("main .tiles")
        form = f"/metrics/people/me/contests/new?assignment={late_assignment(app, people)}&month=2026-06&part=on_time"
        post(sign_in(people[LATE]), form, "/metrics/people/me/contests", reason="x")
        he = sign_in(people["he"])
        page = "/metrics/scorecards"
        assert post(he, page, f"{page}/2026-06/confirmation").status_code == 303
        text = post(he, page, f"{page}/2026-06/file").get_data().decode("utf-8-sig")
        lines = {line.split(",")[0]: line for line in text.splitlines()}
        assert lines["000204"].startswith("000204,"), "leading zeros stay"
        assert ",2026-06,,,,,,,,,0,N,," in lines["000204"], "no number anywhere"
        assert ",80.1," in lines[LATE]
        assert ",open," in lines[LATE]
        assert list(lines)[1:] == sorted(list(lines)[1:]), "by employee number, not by score"
        assert "file" in visit("/metrics/people/me/looks", as_=people["000204"]).text("main")


def test_who_recorded_it_and_the_direct_manager_do_not_decide(
    app: Flask, people: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    late = late_assignment(app, people)
    with app.app_context(), transaction():
        db.session.get_one(Assignment, late).assigned_by_id = people["he"]
        contest = Contest(
            person_id=people[LATE],
            month="2026-06",
            part="on_time",
            assignment_id=late,
            reason="x",
            opened_at=clock.now(),
        )
        db.session.add(contest)
        db.session.flush()
        where = f"/metrics/contests/{contest.id}"
    page = visit(where, as_=people["he"])
    assert not page.has(f"form[action='{where}/decision']")
    pmo = sign_in(people["pmo"])
    token = Page(pmo.get(where), where).fields(f"{where}/decision")
    assert sign_in(people["chen"]).get(where).status_code == 404
    answer = pmo.post(f"{where}/decision", data={**token, "answer": "No.", "outcome": "rejected"})
    assert answer.status_code == 303
    assert cards_of(app, people[LATE]) == ["80.1"], "nothing is corrected"
    typed = "A second word on it"
    for outcome in ("accepted", "no such outcome"):
        late_word = pmo.post(f"{where}/decision", data={**token, "answer": typed, "outcome": outcome})
        assert late_word.status_code == 409
        assert typed in late_word.get_data(as_text=True)


def test_where_nobody_of_the_judges_may_decide_it_goes_to_the_manager_above(
    app: Flask, people: dict[str, int], sign_in: SignIn, visit: Visit
) -> None:
    """HR assigned the path and the PMO moved its due date: the manager of the direct manager decides."""
    late, me = late_assignment(app, people), people[LATE]
    with app.app_context(), transaction():
        db.session.get_one(Assignment, late).assigned_by_id = people["he"]
        moved = dict.fromkeys(("from_on", "to_on", "counted_on"), date(2026, 6, 15))
        row = DeadlineChange(assignment_id=late, by_id=people["pmo"], kind=DeadlineReason.extension, **moved)
        row.at = clock.now()
        db.session.add(row)
        db.session.get_one(Person, people["chen"]).manager_id = people["other"]
    form = f"/metrics/people/me/contests/new?assignment={late}&part=on_time&month=2026-06"
    with on(2):
        where = post(sign_in(me), form, "/metrics/people/me/contests", reason="Portal down").location
    assert "other" in visit(where, as_=me).text("main")
    with app.app_context():
        told = sa.select(Receipt.person_id).join(Announcement).where(Announcement.kind == "contest_opened")
        assert set(db.session.scalars(told)) == {people["he"], people["pmo"], people["other"]}
        for who in ("he", "pmo"):
            values = {"decided_by_id": people[who], "decided_at": clock.now(), "acknowledged_at": clock.now()}
            decided = sa.update(Contest).values(outcome=ContestOutcome.rejected, **values)
            with pytest.raises(sa.exc.DatabaseError, match="does not decide it"):
                db.session.execute(decided)
            db.session.rollback()
            assert "passed on to the next manager above" in visit(where, as_=people[who]).text("main")
        assert pass_on_contests() == 0, "once"
    for who in ("chen", "sun", "wang", "000101"):
        assert sign_in(people[who]).get(where).status_code == 404
    with on(3):
        other = sign_in(people["other"])
        assert where in Page(other.get("/"), "/").links(".duties a")
        assert post(other, where, f"{where}/acknowledgement").status_code == 303
        assert post(other, where, f"{where}/decision", answer="So it was.", outcome="accepted").status_code == 303
    assert cards_of(app, me) == ["80.1", "95.1"]


def test_judges_who_come_to_be_concerned_later_pass_it_on_to_the_board(app: Flask, people: dict[str, int]) -> None:
    late = late_assignment(app, people)
    with app.app_context():
        with transaction():
            told = {"person_id": people[LATE], "month": "2026-06", "part": "on_time", "assignment_id": late}
            contest = open_contest(reason="x", **told)  # type: ignore[arg-type]
        assert pass_on_contests() == 0, "both may"
        with transaction():
            db.session.get_one(Assignment, late).assigned_by_id = people["he"]
            db.session.get_one(Person, people["pmo"]).deactivated_at = clock.now()
        assert pass_on_contests() == 1
        assert db.session.scalars(sa.select(ContestPassing.to_id)).all() == [people["sun"]], (
            "nobody is above the manager"
        )
        refused = {"outcome": ContestOutcome.rejected, "kind": None, "answer": "No."}
        for who in ("he", "chen", "wang"):
            with pytest.raises(NotYours), transaction():
                decide(contest_id=contest.id, by_id=people[who], **refused)  # type: ignore[arg-type]
        with transaction():
            decide(contest_id=contest.id, by_id=people["sun"], **refused)  # type: ignore[arg-type]


def test_weights_sum_to_100_and_hold_for_months_to_come(app: Flask, people: dict[str, int], sign_in: SignIn) -> None:
    whole = {"completion": 40, "on_time": 15, "assessment": 15, "practice": 10, "tool_use": 20}
    with on(2), app.app_context(), transaction():
        with pytest.raises(NotWhole):
            save_weights(weights={**whole, "tool_use": 10}, valid_from=date(2026, 8, 1), reason="x", by_id=None)
        with pytest.raises(PeriodBegun):
            save_weights(weights=whole, valid_from=date(2026, 7, 1), reason="x", by_id=None)
    with on(2):
        he = sign_in(people["he"])
        told = {**whole, "tool_use": 10, "valid_from": "2026-08-01", "reason": "Agreed"}
        refused = post(he, "/metrics/weights", "/metrics/weights", **told)
        assert refused.status_code == 422
        assert "90 together" in refused.get_data(as_text=True)
        blank = post(he, "/metrics/weights", "/metrics/weights", **{**told, "tool_use": 20, "reason": "   "})
        assert blank.status_code == 422
        assert "Say why the weights change." in blank.get_data(as_text=True)
        assert post(he, "/metrics/weights", "/metrics/weights", **{**told, "tool_use": 20}).status_code == 303
        assert "Agreed" in Page(sign_in(people["000101"]).get("/metrics/weights"), "weights").text("main")
