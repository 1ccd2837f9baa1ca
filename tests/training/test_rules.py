"""Rules: whom they mean, until when, who sees it before, and what happens to people when they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts.models import Department, Membership, Person, PersonRole, Role, Tier
from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.db import db, transaction
from app.training.actions import assigning, ruling
from app.training.models import Assignment, AssignmentSource, Attempt, DeadlineChange, DeadlineReason, DueKind, PathRule
from app.training.queries.criteria import Criteria, Terms, criteria_key, due_day
from app.training.queries.published import current
from app.training.queries.records import learner, transcript_of
from tests.factories import Cast, make_department, make_group, make_person
from tests.page import Page, inspected, post
from tests.training.learning import Learner, assign, publish, write_path

SignIn = Callable[[int | None], FlaskClient]
Visit = Callable[..., Page]
PREVIEW = "/training/rules/preview?path_id=1&tier=management&due_kind=assignment&due_days=5&mandatory=y"
DAY = date(2026, 3, 1)


@pytest.fixture
def path_id(app: Flask, small_path: str) -> int:
    """The small path, published before there were people, without the rule of its tier."""
    with app.app_context(), transaction():
        db.session.execute(sa.delete(PathRule))
        found = current(small_path)
        assert found is not None
        return found.path_id


def rule(app: Flask, path_id: int, terms: Terms | None = None, **criteria: object) -> int:
    """Set a rule; how many were asked."""
    with app.app_context(), transaction():
        return ruling.set_rule(criteria=Criteria(path_id, **criteria), terms=terms or Terms(due_days=14), by_id=None)  # type: ignore[arg-type]


def the_rule(app: Flask) -> PathRule:
    with app.app_context():
        return db.session.scalars(sa.select(PathRule).order_by(PathRule.id)).first()  # type: ignore[return-value]


def open_of(app: Flask, person_id: int) -> Sequence[Assignment]:
    with app.app_context():
        rows = sa.select(Assignment).where(Assignment.person_id == person_id, Assignment.closed_at.is_(None))
        return db.session.scalars(rows).all()


def asked(app: Flask) -> set[int]:
    with app.app_context():
        return set(db.session.scalars(sa.select(Assignment.person_id).where(Assignment.closed_at.is_(None))))


def test_the_key_of_a_rule_tells_all_that_is_set_and_nothing_else() -> None:
    assert criteria_key(Criteria(3)) == "3"
    assert criteria_key(Criteria(3, tier=Tier.end_user)) == "3|tier=end_user"
    full = Criteria(3, Tier.end_user, Role.superuser, 4, 5, DAY, date(2026, 4, 1), 6)
    assert criteria_key(full) == (
        "3|tier=end_user|role=superuser|department_id=4|project_group_id=5"
        "|hired_from=2026-03-01|hired_to=2026-04-01|wave_id=6"
    )


@pytest.mark.parametrize(
    ("kind", "days", "due_on", "hired_on", "go_live_on", "expected"),
    [
        (DueKind.assignment, 14, None, None, None, date(2026, 3, 15)),
        (DueKind.hire, 30, None, date(2026, 2, 20), None, date(2026, 3, 22)),
        (DueKind.hire, 30, None, date(2020, 2, 20), None, date(2026, 3, 15)),  # long ago: two weeks
        (DueKind.hire, 30, None, None, None, date(2026, 3, 31)),  # not known: from the assignment
        (DueKind.go_live, -7, None, None, date(2026, 3, 20), date(2026, 3, 13)),
        (DueKind.go_live, 0, None, None, date(2026, 3, 20), date(2026, 3, 20)),
        (DueKind.go_live, 5, None, None, None, None),  # no day yet
        (DueKind.go_live, -30, None, None, date(2026, 3, 20), date(2026, 3, 15)),
        (DueKind.on_day, None, date(2026, 3, 1), None, None, date(2026, 3, 1)),
        (DueKind.on_day, None, date(2026, 2, 28), None, None, date(2026, 3, 15)),
        (DueKind.never, None, None, None, None, None),
        (DueKind.hire, 365, None, date(2024, 2, 29), None, date(2026, 3, 15)),
        (DueKind.hire, 366, None, date(2028, 2, 29), None, date(2029, 3, 1)),
    ],
)
def test_due_days_are_counted_from_what_the_rule_names(
    kind: DueKind, days: int | None, due_on: date | None, hired_on: date | None, go_live_on: date | None, expected: date
) -> None:
    terms = Terms(kind, days, due_on)
    assert due_day(terms, assigned_on=DAY, hired_on=hired_on, go_live_on=go_live_on) == expected


def test_every_criterion_means_whom_it_says(app: Flask, path_id: int, cast: Cast) -> None:
    with app.app_context(), transaction():
        below = make_department("D11", "研发一部", "R&D 1", parent_id=cast.department).id
        low = make_person("000401", "低", below).id
        group = make_group().id
        db.session.add(Membership(person_id=cast.eve, project_group_id=group))
        db.session.get_one(Person, cast.lin).hired_on = date(2026, 5, 1)
        gone = make_person("000402", "走", cast.department, last_day=clock.today() - timedelta(days=1)).id
    for criteria, people in (
        ({"tier": Tier.management}, {cast.chen}),
        ({"role": Role.superuser}, {cast.zhao}),
        ({"department_id": cast.other_department}, {cast.wang, cast.eve}),
        ({"department_id": below}, {low}),
        ({"project_group_id": group}, {cast.eve}),
        ({"hired_from": date(2026, 5, 1), "hired_to": date(2026, 5, 1)}, {cast.lin}),
        ({"hired_to": date(2026, 4, 30)}, set()),
        ({"tier": Tier.end_user, "role": Role.superuser, "department_id": cast.other_department}, set()),
    ):
        made = rule(app, path_id, **criteria)
        assert asked(app) == people, criteria
        assert made == len(people)
        with app.app_context(), transaction():
            ruling.remove_rule(rule_id=db.session.scalars(sa.select(PathRule.id)).one(), by_id=cast.pmo)
        assert asked(app) == set(), "nobody had begun"
    rule(app, path_id, department_id=cast.department)
    assert low in asked(app), "a department means those below it"
    rule(app, path_id)
    assert gone not in asked(app)
    assert len(asked(app)) == 12


def test_the_preview_says_whom_a_rule_means_and_writes_nothing(
    app: Flask, path_id: int, cast: Cast, visit: Visit
) -> None:
    page = visit(PREVIEW, as_=cast.pmo)
    assert page.list("#preview-people .person-text > span") == ["陈刚"]
    assert page.list("#preview-people .tab-row .count") == ["1", "0", "0", "0"]
    assert "Nothing has happened yet." in page.text()
    assert asked(app) == set()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(PathRule.id))) == 0
    assert "Nobody was found" in visit(f"{PREVIEW}&q=zzz", as_=cast.he).text("main")
    assert "陈刚" in visit(f"{PREVIEW}&q=陈", as_=cast.he).text("main")


def test_the_preview_counts_who_has_it_who_completed_it_and_who_was_spared(
    app: Flask, path_id: int, cast: Cast, lin: Learner, visit: Visit
) -> None:
    assign(app, cast.lin)
    lin.pass_path()
    assign(app, cast.eve)
    spared = assign(app, cast.wang)
    with app.app_context(), transaction():
        assigning.waive(assignment_id=spared, reason="kann es", by_id=cast.he)
    where = "/training/rules/preview?path_id=1&tier=end_user&due_kind=never&mandatory=y"
    page = visit(where, as_=cast.pmo)
    assert page.list("#preview-people .tab-row .count") == ["6", "1", "1", "1"]
    for touch, name in (("open", "伊文"), ("completed", "林静"), ("waived", "王磊")):
        assert visit(f"{where}&touch={touch}", as_=cast.pmo).list(".person-text > span") == [name]
    assert rule(app, path_id, tier=Tier.end_user) == 6, "as many as the preview said"


def test_a_rule_is_made_by_way_of_its_preview(app: Flask, path_id: int, cast: Cast, sign_in: SignIn) -> None:
    pmo = sign_in(cast.pmo)
    sent = post(pmo, PREVIEW, "/training/rules")
    assert sent.status_code == 303
    (given,) = open_of(app, cast.chen)
    with app.app_context():
        assert given.due_on == clock.today() + timedelta(days=5)
    assert given.mandatory
    assert given.rule_id == the_rule(app).id
    pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    listed = inspected(pmo.get("/training/rules"), "/training/rules", 200)
    assert "Management" in listed.text("#rule-list")
    assert "5 days after it is assigned" in listed.text("#rule-list")
    assert "No rule matches" in Page(pmo.get("/training/rules?q=zzz"), "").text("#rule-list")
    assert "Small path" in Page(pmo.get("/training/rules?q=small"), "").text("#rule-list")


def test_a_rule_to_correct_keeps_what_was_typed(path_id: int, cast: Cast, visit: Visit) -> None:
    start = "/training/rules/preview?path_id=1&"
    wrong = {
        "due_kind=assignment&due_days=0": "#due_days-error",
        "due_kind=go_live&due_days=-7": "#wave_id-error",
        "due_kind=on_day&due_on=2020-01-01": "#due_on-error",
        "due_kind=never&hired_from=2026-05-01&hired_to=2026-04-01": "#hired_to-error",
        "due_kind=on_day&due_on=": "#due_on-error",
        "due_kind=assignment&due_days=": "#due_days-error",
        "due_kind=assignment&due_days=9999": "#due_days-error",
    }
    for query, field in wrong.items():
        assert visit(start + query, as_=cast.pmo, status=422).has(field), query
    page = visit(start + list(wrong)[-1], as_=cast.pmo, status=422)
    assert page.root.get_element_by_id("due_days").get("value") == "9999"
    visit(start + "due_kind=strange", as_=cast.pmo, status=422)
    visit("/training/rules/preview?path_id=999&due_kind=never", as_=cast.pmo, status=422)


def test_a_changed_rule_moves_due_dates_but_not_those_that_are_over_or_were_extended(
    app: Flask, path_id: int, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        today = clock.today()
        with clock.fixed_at(clock.now() - timedelta(days=20)):
            rule(app, path_id, Terms(due_days=14), department_id=cast.other_department)
    rule(app, path_id, Terms(due_days=30), tier=Tier.management)
    number = the_rule(app).id
    pmo = sign_in(cast.pmo)
    edit = f"/training/rules/{number}/edit"
    assert Page(pmo.get(edit), edit).root.get_element_by_id("due_days").get("value") == "14"
    where = f"/training/rules/preview?rule={number}&path_id=1&department_id={cast.other_department}&due_kind=assignment&due_days=60&mandatory=y"
    assert post(pmo, where, f"/training/rules/{number}").status_code == 303
    assert {one.due_on for one in open_of(app, cast.eve)} == {today - timedelta(days=6)}, "overdue stays overdue"
    with app.app_context(), transaction():
        managers = db.session.scalars(sa.select(PathRule).where(PathRule.tier == Tier.management)).one()
        changed = {"rule_id": managers.id, "criteria": Criteria(path_id, tier=Tier.management), "by_id": cast.pmo}
        ruling.change_rule(terms=Terms(due_days=10), **changed)  # type: ignore[arg-type]
    (chens,) = open_of(app, cast.chen)
    assert chens.due_on == today + timedelta(days=10)
    assert chens.original_due_on == today + timedelta(days=30)
    with app.app_context(), transaction():
        change = db.session.scalars(sa.select(DeadlineChange)).one()
        assert (change.kind, change.from_on, change.to_on) == (
            DeadlineReason.rule,
            today + timedelta(days=30),
            today + timedelta(days=10),
        )
        given = {"from_on": chens.due_on, "to_on": today + timedelta(days=90), "at": clock.now(), "by_id": cast.he}
        db.session.add(DeadlineChange(assignment_id=chens.id, kind=DeadlineReason.extension, **given))
        db.session.execute(sa.update(Assignment).where(Assignment.id == chens.id).values(due_on=given["to_on"]))
        ruling.change_rule(terms=Terms(due_days=20), **changed)  # type: ignore[arg-type]
    (chens,) = open_of(app, cast.chen)
    assert chens.due_on == today + timedelta(days=90), "what somebody granted stays"


def test_a_narrower_rule_releases_whom_no_rule_asks(
    app: Flask, path_id: int, lin: Learner, cast: Cast, visit: Visit
) -> None:
    rule(app, path_id, tier=Tier.end_user)
    lin.pass_item("SP", "m1", "fill")
    number = the_rule(app).id
    where = f"/training/rules/preview?rule={number}&path_id=1&department_id={cast.other_department}&due_kind=assignment&due_days=14&mandatory=y&touch=released"
    page = visit(where, as_=cast.pmo)
    assert page.list("#preview-people .tab-row .count") == ["0", "2", "0", "0", "7"]
    with app.app_context(), transaction():
        other = Criteria(path_id, department_id=cast.other_department)
        ruling.change_rule(rule_id=number, criteria=other, terms=Terms(due_days=14), by_id=cast.pmo)
    assert open_of(app, cast.sun) == []
    (begun,) = open_of(app, cast.lin)
    assert not begun.mandatory, "who has begun may go on"
    assert asked(app) == {cast.lin, cast.wang, cast.eve}
    with app.app_context():
        gone = db.session.scalars(sa.select(Assignment).where(Assignment.person_id == cast.sun)).one()
        assert gone.withdrawn_reason == "rule changed"
    assert "the rule changed" in visit(f"/training/people/{cast.sun}", as_=cast.he).text("main")


def test_the_same_rule_cannot_stand_twice(app: Flask, path_id: int, cast: Cast, sign_in: SignIn) -> None:
    rule(app, path_id, tier=Tier.management)
    rule(app, path_id, tier=Tier.administrator)
    first = the_rule(app).id
    pmo = sign_in(cast.pmo)
    pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    where = f"/training/rules/preview?rule={first}&path_id=1&tier=administrator&due_kind=never"
    answer = post(pmo, where, f"/training/rules/{first}")
    assert answer.status_code == 422
    assert "Another rule asks the same people" in answer.get_data(as_text=True)
    assert pmo.get("/training/rules/999/edit").status_code == 404


def test_of_two_rules_the_earlier_day_and_mandatory_win(app: Flask, path_id: int, cast: Cast) -> None:
    rule(app, path_id, Terms(due_days=30, mandatory=True), tier=Tier.end_user)
    rule(app, path_id, Terms(due_days=10, mandatory=False), role=Role.superuser)
    (given,) = open_of(app, cast.zhao)
    with app.app_context():
        assert given.due_on == clock.today() + timedelta(days=10)
    assert given.mandatory


def test_rules_that_are_set_at_the_same_moment_make_one_assignment_each(app: Flask, path_id: int, cast: Cast) -> None:
    """T12: nor do rules make two."""
    wanted: list[tuple[dict[str, object], Terms]] = [
        ({"tier": Tier.end_user}, Terms(due_days=30, mandatory=False)),
        ({"department_id": cast.department}, Terms(due_days=9, mandatory=True)),
        ({"department_id": cast.other_department}, Terms(due_days=21, mandatory=True)),
        ({}, Terms(DueKind.never, mandatory=False)),
        ({"role": Role.superuser}, Terms(due_days=3, mandatory=False)),
    ]
    start = Barrier(len(wanted) + 1)

    def set_one(one: tuple[dict[str, object], Terms]) -> None:
        start.wait()
        rule(app, path_id, one[1], **one[0])

    def enrol() -> None:
        with app.app_context():
            start.wait()
            with transaction():
                assigning.enrol(person_id=cast.zhao, path_id=path_id)

    with ThreadPoolExecutor(len(wanted) + 1) as pool:
        jobs = [pool.submit(set_one, one) for one in wanted] + [pool.submit(enrol)]
        for job in jobs:
            job.result()
    with app.app_context():
        today = clock.today()
    (zhaos,) = open_of(app, cast.zhao)
    (eves,) = open_of(app, cast.eve)
    assert (zhaos.due_on, zhaos.mandatory) in {(today + timedelta(days=3), True), (today + timedelta(days=9), True)}
    if zhaos.source is AssignmentSource.rule:
        assert zhaos.due_on == today + timedelta(days=3)
    assert (eves.due_on, eves.mandatory) == (today + timedelta(days=21), True)


def test_a_path_taken_by_choice_becomes_mandatory_and_goes_back(app: Flask, path_id: int, cast: Cast) -> None:
    with app.app_context(), transaction():
        assigning.enrol(person_id=cast.lin, path_id=path_id)
    rule(app, path_id, tier=Tier.end_user)
    (held,) = open_of(app, cast.lin)
    with app.app_context():
        assert (held.mandatory, held.due_on) == (True, clock.today() + timedelta(days=14))
    with app.app_context(), transaction():
        ruling.remove_rule(rule_id=held.rule_id or 0, by_id=cast.pmo)
    (held,) = open_of(app, cast.lin)
    assert not held.mandatory
    assert held.source is AssignmentSource.self_chosen


def test_a_role_given_and_taken_brings_and_takes_its_path(app: Flask, path_id: int, cast: Cast, visit: Visit) -> None:
    rule(app, path_id, role=Role.superuser)
    with app.app_context(), transaction():
        accounts.grant_role(person_id=cast.lin, role=Role.superuser, by=cast.pmo)
    assert len(open_of(app, cast.lin)) == 1
    with app.app_context(), transaction():
        accounts.revoke_role(person_id=cast.lin, role=Role.superuser, by=cast.pmo)
    assert open_of(app, cast.lin) == []
    assert "role changed" in visit(f"/training/people/{cast.lin}", as_=cast.he).text("main")


def test_a_regained_path_asks_only_for_the_missing_part(app: Flask, path_id: int, cast: Cast, sign_in: SignIn) -> None:
    rule(app, path_id, role=Role.superuser)

    def give(*, held: bool) -> None:
        with app.app_context(), transaction():
            act = accounts.grant_role if held else accounts.revoke_role
            act(person_id=cast.lin, role=Role.superuser, by=cast.pmo)

    give(held=True)
    Learner(app, sign_in(cast.lin), cast.lin).pass_module("SP", "m1")
    (first,) = open_of(app, cast.lin)
    with app.app_context(), transaction():
        assigning.withdraw(assignment_id=first.id, reason="role changed", by_id=None)
    give(held=False)
    give(held=True)
    (second,) = open_of(app, cast.lin)
    assert second.id != first.id
    Learner(app, sign_in(cast.lin), cast.lin).pass_module("SP", "m2")
    with app.app_context():
        person = learner(cast.lin)
        assert person is not None
        records = {one.assignment.id: one for one in transcript_of(person).records}
        assert [row.module_id for row in records[second.id].modules] == ["m1", "m2"]
        assert records[second.id].completions
        assert len(records[first.id].attempts) == 2, "history is kept"
        assert db.session.scalar(sa.select(sa.func.count(Attempt.id))) == 4, "nothing was answered twice"


def test_who_moves_or_comes_back_is_asked_what_the_new_place_asks(
    app: Flask, path_id: int, cast: Cast, sign_in: SignIn
) -> None:
    rule(app, path_id, department_id=cast.other_department)
    he = sign_in(cast.he)
    where = f"/people/{cast.sun}/edit"
    post(he, where, f"/people/{cast.sun}", department_id=str(cast.other_department))
    assert len(open_of(app, cast.sun)) == 1
    post(he, where, f"/people/{cast.sun}", department_id=str(cast.department))
    assert open_of(app, cast.sun) == []
    post(he, f"/people/{cast.eve}", f"/people/{cast.eve}/deactivation", reason="weg")
    with app.app_context(), transaction():
        db.session.execute(sa.delete(Assignment).where(Assignment.person_id == cast.eve))
    post(he, f"/people/{cast.eve}", f"/people/{cast.eve}/deactivation/delete")
    assert len(open_of(app, cast.eve)) == 1


def test_a_department_that_moves_takes_its_people_along(app: Flask, path_id: int, cast: Cast) -> None:
    rule(app, path_id, department_id=cast.department)
    assert open_of(app, cast.eve) == []
    with app.app_context(), transaction():
        department = db.session.get_one(Department, cast.other_department)
        told = {"code": department.code, "name": department.name, "name_en": department.name_en, "by": cast.he}
        accounts.update_department(department=department, parent_id=cast.department, **told)  # type: ignore[arg-type]
    assert len(open_of(app, cast.eve)) == 1
    with app.app_context(), transaction():
        department = db.session.get_one(Department, cast.other_department)
        accounts.update_department(department=department, parent_id=None, **told)  # type: ignore[arg-type]
    assert open_of(app, cast.eve) == []


def test_a_corrected_day_of_hiring_moves_what_counts_from_it(
    app: Flask, path_id: int, cast: Cast, sign_in: SignIn
) -> None:
    with app.app_context():
        today = clock.today()
    rule(app, path_id, Terms(DueKind.hire, 30), tier=Tier.management)
    (given,) = open_of(app, cast.chen)
    assert given.due_on == today + timedelta(days=30)
    hired = today + timedelta(days=10)
    post(sign_in(cast.he), f"/people/{cast.chen}/edit", f"/people/{cast.chen}", hired_on=hired.isoformat())
    (given,) = open_of(app, cast.chen)
    assert given.due_on == hired + timedelta(days=30)
    with app.app_context():
        assert db.session.scalars(sa.select(DeadlineChange.kind)).all() == [DeadlineReason.hire]


def test_the_first_publication_of_a_kit_asks_those_who_hold_the_appointment(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    folder = write_path(tmp_path / "training", code="KIT")
    path = folder / "kit" / "path.yaml"
    path.write_text(path.read_text("utf-8") + "audience: superuser\n", "utf-8")
    publish(app, folder)
    assert asked(app) == {cast.zhao}
    with app.app_context():
        assert the_rule(app).criteria_key.endswith("|role=superuser")


def test_every_change_of_a_rule_is_on_record(app: Flask, path_id: int, cast: Cast, visit: Visit) -> None:
    rule(app, path_id, Terms(DueKind.on_day, due_on=date(2030, 1, 1)), role=Role.superuser)
    with app.app_context(), transaction():
        assert ruling.remove_rule(rule_id=the_rule(app).id, by_id=cast.pmo)
        assert not ruling.remove_rule(rule_id=999, by_id=cast.pmo)
    with app.app_context():
        acts = db.session.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id)).all()
        assert {"rule:set", "rule:removed", "assignment:withdrawn"} <= set(acts)
    assert "Assignment rule set" in visit("/audit/", as_=cast.audit).text("main")


@pytest.mark.parametrize("name", ["lin", "zhao", "chen", "guo", "audit"])
def test_rules_are_for_hr_and_the_pmo(path_id: int, cast: Cast, visit: Visit, name: str) -> None:
    for address in ("/training/rules", "/training/rules/new", PREVIEW, "/training/waves"):
        visit(address, as_=getattr(cast, name), status=403)


def test_nobody_of_a_role_is_left_out(app: Flask, path_id: int, cast: Cast) -> None:
    rule(app, path_id, role=Role.manager)
    with app.app_context():
        holders = set(db.session.scalars(sa.select(PersonRole.person_id).where(PersonRole.role == Role.manager)))
    assert asked(app) == holders
