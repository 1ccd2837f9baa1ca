"""Two accounts of one person become one: nothing is lost, nothing is copied, and it can be undone exactly."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.models import AccountMerge, Person, Role
from app.accounts.queries import person_by_login
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.hr.queries.records import Filter, totals
from app.training.models import Assignment, Attempt, Certificate, Completion, MovedAssignment
from app.training.queries.records import learner, transcript_of
from app.training.queries.shelf import shelf_of
from tests.factories import Cast, make_person
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, publish, write_path

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]


def merge(app: Flask, kept: int, merged: int, by: int) -> int:
    with app.app_context(), transaction():
        return accounts.merge_accounts(kept_id=kept, merged_id=merged, reason="Heirat", by=by).id


def part(app: Flask, merge_id: int, by: int) -> None:
    with app.app_context(), transaction():
        accounts.part_accounts(merge_id=merge_id, by=by)


def facts(app: Flask) -> dict[int, tuple[object, ...]]:
    """Assignments as an undo must give them back."""
    with app.app_context():
        rows = db.session.scalars(sa.select(Assignment).order_by(Assignment.id))
        return {
            one.id: (one.person_id, one.closed_at, one.withdrawn_at, one.withdrawn_reason, one.due_on, one.mandatory)
            for one in rows
        }


def owners(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        rows = sa.select(Certificate.id, Certificate.person_id, Certificate.superseded_by_id).order_by(Certificate.id)
        return [tuple(row) for row in db.session.execute(rows)]


def standing(app: Flask, person_id: int, assignment_id: int) -> list[str]:
    """Modules completed on an assignment, as the transcript tells."""
    with app.app_context():
        person = learner(person_id)
        assert person is not None
        records = {one.assignment.id: one for one in transcript_of(person).records}
        return [row.module_id for row in records[assignment_id].modules]


def completions_of(app: Flask, *people: int) -> int:
    with app.app_context():
        found = 0
        for person_id in people:
            person = learner(person_id)
            assert person is not None
            found += sum(len(one.completions) for one in transcript_of(person).records)
        return found


@pytest.fixture
def two(app: Flask, small_path: str, cast: Cast, sign_in: SignIn) -> tuple[int, int]:
    """Eve and Wang are one person: Wang has completed the path, Eve is in the middle of another."""
    assign(app, cast.wang)
    Learner(app, sign_in(cast.wang), cast.wang).pass_path()
    assign(app, cast.eve)
    return cast.eve, cast.wang


def test_the_page_shows_what_moves_asks_why_and_merges(
    app: Flask, two: tuple[int, int], cast: Cast, sign_in: SignIn
) -> None:
    eve, wang = two
    he = sign_in(cast.he)
    he.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    start = f"/people/{eve}/merge"
    found = inspected(he.get(f"{start}?q=王磊"), start, 200)
    assert found.list("#other-accounts .person-text > span") == ["王磊"]
    where = f"{start}?other={wang}"
    shown = inspected(he.get(where), where, 200)
    assert shown.list("tbody td.num") == ["1", "1", "1", "0", "0", "1", "0"]
    wrong = post(he, where, start, reason="")
    assert wrong.status_code == 422
    assert inspected(wrong, start, 422).has("#reason-error")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AccountMerge.id))) == 0
    assert post(he, where, start, reason="Heirat, Akte 2026-113").status_code == 303
    page = inspected(he.get(f"/people/{eve}"), "", 200)
    assert "Heirat, Akte 2026-113" in page.text("main")
    assert "This account was merged" in Page(he.get(f"/people/{wang}"), "").text("main")
    undo = f"/people/{eve}/merges/1/delete"
    assert post(he, f"/people/{eve}", undo).status_code == 303
    assert he.post(undo, data={"csrf_token": page.fields(undo)["csrf_token"]}).status_code == 404
    with app.app_context():
        acts = set(db.session.scalars(sa.select(AuditEntry.act)))
        assert {"person:merged", "person:parted", "assignment:moved", "assignment:moved_back"} <= acts


def test_records_and_certificates_follow_the_person_everywhere(
    app: Flask, two: tuple[int, int], cast: Cast, visit: Visit, sign_in: SignIn
) -> None:
    """T46: the sum of completions is preserved."""
    eve, wang = two
    before = completions_of(app, eve, wang)
    with app.app_context():
        rows = totals(Filter(as_of=clock.today()))
        ledger = db.session.scalar(sa.select(sa.func.count(Completion.id)))
        number = db.session.scalars(sa.select(Certificate.number)).one()
    merge(app, eve, wang, cast.he)
    assert completions_of(app, eve) == before == 1, "the sum is preserved"
    assert completions_of(app, wang) == 0
    with app.app_context():
        after = totals(Filter(as_of=clock.today()))
        assert (after.rows, after.completed, after.minutes) == (rows.rows, rows.completed, rows.minutes)
        assert db.session.scalar(sa.select(sa.func.count(Completion.id))) == ledger
        assert [one.number for one in shelf_of(eve).certificates] == [number]
        assert shelf_of(eve).current == [], "what counts on the other account is not asked for twice"
        assert set(db.session.scalars(sa.select(Attempt.person_id))) == {wang}, "the ledger keeps its rows"
    assert number in visit("/training/", as_=eve).html
    transcript = visit(f"/training/people/{eve}", as_=cast.he)
    assert number in transcript.text("main")
    assert "Module m1" in transcript.text("main")
    record = visit("/hr/?q=000202", as_=cast.he).text("main")
    assert number in record
    assert number in visit(f"/certificates/{number}").text("main")


def test_sign_in_with_the_old_number_or_mail_comes_to_the_kept_account(
    app: Flask, two: tuple[int, int], cast: Cast
) -> None:
    eve, wang = two
    with app.app_context(), transaction():
        for person_id, password in ((eve, "kept-account-1"), (wang, "old-account-1")):
            db.session.get_one(Person, person_id).password_hash = accounts.hash_password(password)
    merge(app, eve, wang, cast.he)
    with app.app_context():
        for login in ("000201", "000201@huaxin.example", "000202"):
            found = person_by_login(login)
            assert found is not None
            assert found.id == eve
    client = app.test_client()
    token = Page(client.get("/login"), "/login").fields("/login")["csrf_token"]
    sent = client.post("/login", data={"login": "000201", "password": "kept-account-1", "csrf_token": token})
    assert sent.status_code == 303
    assert "伊文" in client.get(f"/people/{eve}").get_data(as_text=True)
    stranger = app.test_client()
    token = Page(stranger.get("/login"), "/login").fields("/login")["csrf_token"]
    refused = stranger.post("/login", data={"login": "000201", "password": "old-account-1", "csrf_token": token})
    assert refused.status_code != 303, "there is one password"


def test_who_was_signed_in_with_the_closed_account_is_out(
    two: tuple[int, int], app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    eve, wang = two
    client = sign_in(wang)
    assert client.get("/training/").status_code == 200
    merge(app, eve, wang, cast.he)
    assert client.get("/training/").status_code == 303
    with app.app_context():
        kept = db.session.get_one(Person, eve)
        db.session.refresh(kept, ["role_rows"])
        assert Role.ambassador not in kept.roles, "roles are not copied"


def test_an_undo_gives_everything_back(app: Flask, two: tuple[int, int], cast: Cast, sign_in: SignIn) -> None:
    """T46: nothing was deleted."""
    eve, wang = two
    before, certificates = facts(app), owners(app)
    number = merge(app, eve, wang, cast.he)
    assert facts(app) != before
    part(app, number, cast.he)
    assert facts(app) == before
    assert owners(app) == certificates
    assert completions_of(app, wang) == 1
    assert sign_in(wang).get("/training/").status_code == 200
    with app.app_context():
        assert len(db.session.scalars(sa.select(MovedAssignment)).all()) == 2, "the past is not erased"


def test_of_two_open_assignments_the_further_one_stays_and_takes_what_was_passed(
    app: Flask, small_path: str, cast: Cast, sign_in: SignIn
) -> None:
    first, second = assign(app, cast.eve), assign(app, cast.wang)
    Learner(app, sign_in(cast.eve), cast.eve).pass_item("SP", "m1", "fill")
    wang = Learner(app, sign_in(cast.wang), cast.wang)
    wang.pass_module("SP", "m1")
    before = facts(app)
    number = merge(app, cast.eve, cast.wang, cast.he)
    now = facts(app)
    assert now[first][3] == "accounts merged"
    assert (now[second][0], now[second][1]) == (cast.eve, None)
    assert standing(app, cast.eve, second) == ["m1"]
    Learner(app, sign_in(cast.eve), cast.eve).pass_module("SP", "m2")
    assert completions_of(app, cast.eve) == 1
    part(app, number, cast.he)
    back = facts(app)
    assert back[first] == before[first]
    assert back[second][0] == cast.wang, "what was done since goes with the path it was done on"
    assert completions_of(app, cast.wang) == 1


def test_what_was_passed_on_the_account_that_gives_way_counts_while_they_are_one(
    app: Flask, small_path: str, cast: Cast, sign_in: SignIn
) -> None:
    first, second = assign(app, cast.eve), assign(app, cast.wang)
    Learner(app, sign_in(cast.eve), cast.eve).pass_module("SP", "m1")
    wang = Learner(app, sign_in(cast.wang), cast.wang)
    wang.pass_item("SP", "m1", "fill")
    number = merge(app, cast.wang, cast.eve, cast.he)
    assert facts(app)[second][3] == "accounts merged", "one drill is less than a module"
    assert standing(app, cast.wang, first) == ["m1"]
    part(app, number, cast.he)
    assert (facts(app)[first][0], facts(app)[second][2]) == (cast.eve, None)


def test_a_later_certificate_supersedes_the_moved_one_only_while_they_are_one(
    app: Flask, two: tuple[int, int], cast: Cast, sign_in: SignIn
) -> None:
    eve, wang = two
    Learner(app, sign_in(eve), eve).pass_path()
    number = merge(app, eve, wang, cast.he)
    with app.app_context():
        assert len(shelf_of(eve).certificates) == 2
    part(app, number, cast.he)
    assert [(owner, later) for _id, owner, later in owners(app)] == [(wang, None), (eve, None)]


def test_merges_that_make_no_sense_are_refused(app: Flask, small_path: str, cast: Cast) -> None:
    with app.app_context(), transaction():
        third = make_person("000501", "第三", cast.department).id
    merge(app, cast.eve, cast.wang, cast.he)
    for kept, merged, by in (
        (cast.eve, cast.eve, cast.he),
        (cast.lin, cast.wang, cast.he),  # merged already
        (cast.wang, cast.lin, cast.he),  # into a closed account
        (cast.he, cast.lin, cast.he),  # into one's own
        (cast.lin, cast.he, cast.he),
        (cast.lin, 99999, cast.he),
    ):
        with pytest.raises(accounts.NotMergeable):
            merge(app, kept, merged, by)
    further = merge(app, third, cast.eve, cast.he)
    with app.app_context():
        found = person_by_login("000201")
        assert found is not None
        assert found.id == third, "links lead on"
    with pytest.raises(accounts.NotPartable):
        part(app, 1, cast.he)
    part(app, further, cast.he)
    part(app, 1, cast.he)
    with pytest.raises(accounts.NotPartable):
        part(app, 1, cast.he)


def test_two_officers_at_the_same_moment_merge_once(app: Flask, two: tuple[int, int], cast: Cast) -> None:
    eve, wang = two
    start = Barrier(4)

    def act(by: int) -> int:
        start.wait()
        try:
            return merge(app, eve, wang, by)
        except (accounts.NotMergeable, sa.exc.IntegrityError):
            return 0

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(act, [cast.he, cast.guo, cast.he, cast.guo]))
    assert len([one for one in done if one]) == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(AccountMerge.id))) == 1


def test_a_merged_account_is_parted_and_not_simply_opened(
    app: Flask, two: tuple[int, int], cast: Cast, sign_in: SignIn
) -> None:
    eve, wang = two
    merge(app, eve, wang, cast.he)
    he = sign_in(cast.he)
    page = Page(he.get(f"/people/{wang}"), "")
    assert f"/people/{wang}/deactivation/delete" not in page.html
    with app.app_context(), transaction():
        accounts.reactivate_person(person_id=wang, by=cast.he)
    with app.app_context():
        assert db.session.get_one(Person, wang).deactivated_at is not None
    for path in (f"/people/{wang}/merge", f"/people/{eve}/merge?other={wang}", f"/people/{eve}/merge?other={eve}"):
        assert he.get(path).status_code == 404
    assert he.get(f"/people/{cast.he}/merge").status_code == 403


def test_only_hr_and_the_it_operator_merge(two: tuple[int, int], cast: Cast, visit: Visit) -> None:
    for name in ("lin", "chen", "pmo", "audit", "zhao"):
        visit(f"/people/{cast.eve}/merge", as_=getattr(cast, name), status=403)
    visit(f"/people/{cast.eve}/merge", as_=cast.guo)


def test_two_paths_open_on_both_sides_move_each_for_itself(
    app: Flask, small_path: str, cast: Cast, tmp_path_factory: pytest.TempPathFactory
) -> None:
    publish(app, write_path(tmp_path_factory.mktemp("more") / "training", code="TP"))
    mine, other = assign(app, cast.eve, "SP"), assign(app, cast.wang, "SP")
    with app.app_context():
        open_now = sa.select(sa.func.count(Assignment.id)).where(Assignment.closed_at.is_(None))
        before = db.session.scalar(open_now.where(Assignment.person_id.in_((cast.eve, cast.wang))))
    merge(app, cast.eve, cast.wang, cast.he)
    with app.app_context():
        kept = db.session.scalars(sa.select(Assignment).where(Assignment.person_id == cast.eve)).all()
        still = [one for one in kept if one.closed_at is None]
        assert len(kept) == before
        assert len(still) == len({one.path_id for one in still}) == 2
        assert {mine, other} <= {one.id for one in kept}
