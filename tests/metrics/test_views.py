import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import cycle, product

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import selectinload

from app.accounts.models import Department, Person, PersonRole, Role
from app.ambassadors.models import Appointment, AppointmentKind
from app.feedback.actions import submit_idea
from app.foundation import clock
from app.foundation.db import db, transaction
from app.metrics.labels import AGES, METRICS
from app.metrics.queries.dashboard import dashboard
from app.metrics.queries.kept import Kept, facts_stamp, kept
from app.metrics.queries.report import report
from app.metrics.queries.rows import Asked, rows_of
from app.metrics.queries.scope import scope_for
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, TrainingPath
from tests.factories import Cast, make_department, make_person
from tests.golden import variant
from tests.page import Page, inspected

DAY = "2026-06-30"
Visit = Callable[..., Page]


@pytest.fixture
def company(app: Flask, loaded: Callable[..., None]) -> dict[str, int]:
    """The golden company, its procurement below R&D, with a PMO and a manager of R&D; ids by name."""
    golden = variant()
    golden["departments"][1]["parent"] = "D10"
    loaded(golden)
    with app.app_context(), transaction():
        codes = dict(db.session.execute(sa.select(Department.code, Department.id)).all())
        return {
            "pmo": make_person("900001", "彭默", codes["D30"], Role.pmo, language="en", leave_from=date(2020, 1, 1)).id,
            "chen": make_person(
                "900002", "陈刚", codes["D10"], Role.manager, language="en", leave_from=date(2020, 1, 1)
            ).id,
            "wang": make_person(
                "900003", "王经理", codes["D20"], Role.manager, language="zh", leave_from=date(2020, 1, 1)
            ).id,
        }


@pytest.mark.parametrize("address", ["/metrics/", "/metrics/completion", "/metrics/overdue/rows"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lin", 403),
        ("zhou", 403),
        ("wang", 403),
        ("zhao", 403),
        ("guo", 403),
        ("chen", 200),
        ("sun", 200),
        ("he", 200),
        ("pmo", 200),
        ("audit", 200),
    ],
)
def test_figures_are_for_managers_pmo_hr_board_and_auditors(
    cast: Cast, visit: Visit, address: str, who: str, status: int
) -> None:
    visit(address, as_=getattr(cast, who), status=status)


def test_strangers_are_asked_to_sign_in(cast: Cast, visit: Visit) -> None:
    visit("/metrics/", status=303)
    visit("/metrics/people/me", status=303)


def test_the_dashboard_shows_the_golden_figures(company: dict[str, int], visit: Visit) -> None:
    page = visit(f"/metrics/?as_of={DAY}", as_=company["pmo"])
    shown = [text.split("—")[0].strip() for text in page.list(".figure-now")]
    assert shown == [
        "72.7 % 8 of 11",
        "50.0 % 6 of 12",
        "27.3 % 3 of 11",
        "66.7 % 6 of 9",
        "33.3 % 1 of 3",
        "6 submitted, 4 net",
        "60.0 % 3 of 5",
    ]
    assert page.list("figure.bars td.num") == ["1", "2", "0", "0"]


def test_every_number_of_the_page_opens_as_many_rows(
    company: dict[str, int], visit: Visit, sign_in: Callable[..., FlaskClient]
) -> None:
    page = visit(f"/metrics/?as_of={DAY}", as_=company["pmo"])
    client = sign_in(company["pmo"])
    cells = page.root.cssselect("a.share")
    assert len(cells) >= 25
    for cell in cells:
        rows = inspected(client.get(cell.get("href")), cell.get("href"), 200)
        whole = cell.text_content().partition("/")[2] or cell.text
        assert total(rows) == int(whole), cell.get("href")


def total(page: Page) -> int:
    found = page.list("#row-list .pager-total")
    return int(re.findall(r"\d+", found[0])[-1]) if found else 0


def test_rows_are_as_many_as_each_part_of_each_cell_says(app: Flask, company: dict[str, int]) -> None:
    with app.app_context():
        pmo = db.session.get_one(Person, company["pmo"], options=[selectinload(Person.role_rows)])
        days = (date(2026, 6, 16), date(2026, 6, 30), date(2026, 7, 20))
        places = list(product(("", "D10", "D20", "D30"), ("", "EU", "AD", "MG")))
        # Every day for the whole company, and the days in turn for each place within it.
        for place, day in {*((("", ""), day) for day in days), *zip(places, cycle(days), strict=False)}:
            scope = scope_for(pmo, department=place[0], path=place[1], day=day)
            board = dashboard(scope)
            for name, ratio in board.now.items():
                sides = {
                    "denominator": ratio.denominator,
                    "numerator": ratio.numerator,
                    "rest": ratio.denominator - ratio.numerator,
                }
                for part, count in sides.items():
                    found = rows_of(scope, Asked(name, part, reader=pmo))  # type: ignore[arg-type]
                    assert found.total == count, (name, part, place, day)
            for age in AGES:
                assert rows_of(scope, Asked("overdue", age=age)).total == board.ages[age]


def test_a_manager_sees_the_own_branch_and_nothing_else(company: dict[str, int], visit: Visit) -> None:
    page = visit(f"/metrics/?as_of={DAY}", as_=company["chen"])
    assert page.list(".figure-now")[0] == "66.7 % 6 of 9"
    assert page.list("tbody .lead-cell span") == ["研发部", "采购部"]
    rows = visit(f"/metrics/completion/rows?as_of={DAY}&department=D20", as_=company["chen"])
    assert total(rows) == 2
    for address in ("/metrics/", "/metrics/completion", "/metrics/completion/rows", "/metrics/coverage/rows"):
        visit(f"{address}?as_of={DAY}&department=D30", as_=company["chen"], status=404)
        visit(f"{address}?as_of={DAY}&department=D10", as_=company["wang"], status=404)


def test_the_fragment_of_a_foreign_department_is_no_way_in(
    company: dict[str, int], sign_in: Callable[..., FlaskClient]
) -> None:
    answer = sign_in(company["wang"]).get(
        f"/metrics/completion/rows?as_of={DAY}&department=D10", headers={"HX-Request": "true", "HX-Target": "row-list"}
    )
    assert answer.status_code == 404
    assert "林静" not in answer.get_data(as_text=True)


def test_rows_can_be_searched_by_name_and_number(company: dict[str, int], visit: Visit) -> None:
    page = visit(f"/metrics/completion/rows?as_of={DAY}&q=林静", as_=company["pmo"])
    assert total(page) == 2
    assert total(visit(f"/metrics/compliance/rows?as_of={DAY}&q=000204", as_=company["pmo"])) == 1
    empty = visit(f"/metrics/completion/rows?as_of={DAY}&q=nobody", as_=company["pmo"])
    assert "Nothing found" in empty.text("#row-list")


def test_a_page_of_rows_is_followed_by_the_next(app: Flask, company: dict[str, int], visit: Visit) -> None:
    add_people(app, 30)
    first = visit(f"/metrics/completion/rows?as_of={DAY}", as_=company["pmo"])
    second = visit(f"/metrics/completion/rows?as_of={DAY}&page=2", as_=company["pmo"])
    seen = (
        first.list("#row-list tbody th")
        + second.list("#row-list tbody th")
        + visit(f"/metrics/completion/rows?as_of={DAY}&page=3", as_=company["pmo"]).list("#row-list tbody th")
    )
    assert len(seen) == len(set(seen)) + 2 == 41  # two people have two assignments each


def test_of_nothing_a_dash_and_its_reason(company: dict[str, int], visit: Visit) -> None:
    page = visit("/metrics/?as_of=2026-05-31", as_=company["pmo"])
    assert page.list(".figure-now")[:2] == ["— nobody has anything to complete", "— nothing was due"]
    assert "0.0 %" not in page.list(".figure-now")
    assert "No rows" in visit("/metrics/on-time/rows?as_of=2026-05-31", as_=company["pmo"]).text("#row-list")


@pytest.mark.parametrize(
    "address",
    [
        "/metrics/salary",
        "/metrics/salary/rows",
        "/metrics/completion/rows?part=x",
        "/metrics/?path=XX",
        "/metrics/?department=D99",
        "/metrics/completion/rows?age=1-7",
        "/metrics/overdue/rows?age=9",
    ],
)
def test_what_is_not_there_is_not_found(company: dict[str, int], visit: Visit, address: str) -> None:
    visit(address, as_=company["pmo"], status=404)


@pytest.mark.parametrize("day", ["31.6.2026", "2026-02-30", "0001-01-01", "9999-12-31", "x" * 500])
def test_a_day_that_is_none_is_corrected_in_the_form(company: dict[str, int], visit: Visit, day: str) -> None:
    page = visit(f"/metrics/?as_of={day}", as_=company["pmo"], status=422)
    assert page.has("#as_of[aria-invalid=true]")


@pytest.mark.parametrize("name", METRICS)
def test_each_metric_says_how_it_is_counted(company: dict[str, int], visit: Visit, name: str) -> None:
    page = visit(f"/metrics/{name}?as_of={DAY}", as_=company["pmo"])
    assert str(METRICS[name].words) in page.text("main")


def test_chinese_readers_read_chinese(company: dict[str, int], visit: Visit) -> None:
    page = visit(f"/metrics/?as_of={DAY}", as_=company["wang"], language="zh")
    assert page.text("h1") == "指标"
    assert not re.search(r"[A-Za-z]{4,}", page.text("main").replace("Show the numbers", "")), page.text("main")


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "address",
    [
        f"/metrics/?as_of={DAY}",
        *(f"/metrics/{name}/rows?as_of={DAY}" for name in METRICS),
        f"/metrics/completion?as_of={DAY}",
        "/metrics/people/me",
    ],
)
def test_twelve_statements_are_enough_for_any_size(
    app: Flask, company: dict[str, int], sign_in: Callable[..., FlaskClient], statements: list[str], address: str
) -> None:
    client = sign_in(company["pmo"])
    counts = []
    for more in (0, 40):
        add_people(app, more)
        statements.clear()
        assert client.get(address).status_code == 200
        counts.append(len([text for text in statements if not text.startswith(("BEGIN", "PRAGMA", "UPDATE sessions"))]))
    assert counts[0] == counts[1] <= 12, (counts, statements)


def add_people(app: Flask, count: int) -> None:
    """New people with an overdue assignment each, ten to a new department."""
    with app.app_context(), transaction():
        path = db.session.scalars(sa.select(TrainingPath.id).order_by(TrainingPath.id)).first()
        departments = [make_department(f"X{number}", f"部门{number}").id for number in range(-(-count // 10))]
        for number in range(count):
            person = make_person(f"80{number:04d}", f"新人{number}", departments[number // 10])
            db.session.add(
                Assignment(
                    person_id=person.id,
                    path_id=path,
                    source=AssignmentSource.rule,
                    due_on=date(2026, 6, 20),
                    assigned_at=datetime(2026, 6, 1, tzinfo=UTC),
                )
            )


def test_everyone_sees_the_own_figures_and_nobody_elses(app: Flask, company: dict[str, int], visit: Visit) -> None:
    with app.app_context():
        people = dict(db.session.execute(sa.select(Person.employee_no, Person.id)).all())
    with clock.fixed_at(datetime(2026, 6, 30, 4, tzinfo=UTC)):
        zhou = visit("/metrics/people/me", as_=people["000102"])
        wu = visit("/metrics/people/me", as_=people["000204"])
    assert "98.6" in zhou.text(".tiles")
    assert "insufficient data" in wu.text(".tiles")
    visit(f"/metrics/people/{people['000102']}", as_=company["pmo"], status=404)


def test_figures_are_kept_until_a_fact_changes(
    app: Flask, company: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "testing", False)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    monkeypatch.setitem(app.extensions, "uptake.metrics_kept", Kept())
    with app.app_context():
        assert [kept("key", make), kept("key", make)] == [1, 1]
        before = facts_stamp()
        db.session.rollback()
    add_people(app, 1)
    with app.app_context():
        assert facts_stamp() != before
        assert kept("key", make) == 2
        assert kept("other", make) == 3


def test_figures_are_not_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Kept()
    store.put("key", (1,), "old")
    assert store.get("key", (1,)) == "old"
    assert store.get("key", (2,)) is None
    monkeypatch.setattr("app.metrics.queries.kept.monotonic", lambda: 10.0**9)
    assert store.get("key", (1,)) is None


def test_a_term_that_was_ended_covers_nothing_any_more(app: Flask, company: dict[str, int]) -> None:
    with app.app_context():
        with transaction():
            for term in db.session.scalars(sa.select(Appointment).where(Appointment.kind == AppointmentKind.superuser)):
                term.ended_at = datetime(2026, 6, 29, tzinfo=UTC)
        pmo = db.session.get_one(Person, company["pmo"], options=[selectinload(Person.role_rows)])
        board = dashboard(scope_for(pmo, department="", path="", day=date(2026, 6, 30)))
        assert (board.now["coverage"].numerator, board.trends["coverage"][-2].numerator) == (0, 0)
        earlier = dashboard(scope_for(pmo, department="", path="", day=date(2026, 6, 28)))
        assert earlier.now["coverage"].numerator == 1


def test_roles_of_a_manager_do_not_widen_the_branch(app: Flask, company: dict[str, int], visit: Visit) -> None:
    with app.app_context(), transaction():
        db.session.add(PersonRole(person_id=company["wang"], role=Role.ambassador))
    assert visit(f"/metrics/?as_of={DAY}", as_=company["wang"]).list("tbody .lead-cell span") == ["采购部"]


def test_an_expired_certificate_counts_against_its_holder_until_it_is_renewed(
    app: Flask, company: dict[str, int]
) -> None:
    with app.app_context():
        with transaction():
            add_certificate("000102", date(2026, 6, 15), date(2026, 6, 29))
        assert compliance_in_three_ways(company["pmo"]) == [(5, 9)] * 3
    with app.app_context():
        with transaction():
            add_certificate("000102", date(2026, 6, 30), date(2028, 6, 30))
        assert compliance_in_three_ways(company["pmo"]) == [(6, 9)] * 3


def add_certificate(number: str, issued_on: date, expires_on: date) -> None:
    """A certificate of the path EU; the second one stands for a correction of the completion."""
    person = db.session.scalars(sa.select(Person).where(Person.employee_no == number)).one()
    taken = sa.select(Certificate.completion_id)
    completion = db.session.scalars(sa.select(Completion.id).where(Completion.id.not_in(taken))).first()
    eu = db.session.scalars(sa.select(TrainingPath.id).where(TrainingPath.code == "EU")).one()
    db.session.add(
        Certificate(
            number=f"C-{issued_on}",
            completion_id=completion,
            person_id=person.id,
            person_name=person.name,
            path_id=eu,
            title_zh="",
            title_en="",
            path_version="1.0",
            completed_on=issued_on,
            issued_on=issued_on,
            expires_on=expires_on,
        )
    )


def compliance_in_three_ways(viewer: int) -> list[tuple[int, int]]:
    person = db.session.get_one(Person, viewer, options=[selectinload(Person.role_rows)])
    scope = scope_for(person, department="", path="", day=date(2026, 6, 30))
    shown = report(date(2026, 6, 30))["compliance"]["all"]
    added = dashboard(scope).now["compliance"]
    rows = [rows_of(scope, Asked("compliance", part, reader=person)).total for part in ("numerator", "denominator")]
    return [(shown["numerator"], shown["denominator"]), (added.numerator, added.denominator), (rows[0], rows[1])]


def test_nobody_is_shown_the_figures_of_a_day_to_come(cast: Cast, visit: Visit) -> None:
    page = visit("/metrics/?as_of=2999-01-01", as_=cast.pmo, status=422)
    assert "Choose today or an earlier day" in page.text("main")


def test_a_day_before_all_figures_is_no_fault(cast: Cast, visit: Visit) -> None:
    for address in ("/metrics/time-notes", "/metrics/paused"):
        page = visit(f"{address}?as_of=0001-01-01", as_=cast.chen)
        assert page.has("main h1")
    assert "Jan 1, 2000" in visit("/metrics/time-notes?as_of=0001-01-01", as_=cast.chen).text("main")


def test_an_idea_that_is_kept_among_a_few_is_counted_and_not_named(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context(), transaction():
        submit_idea(author_id=cast.lin, text="看板字太小")
        submit_idea(author_id=cast.lin, text="班长拿走了加班单", sensitive=True)
    for who, told in ((cast.chen, False), (cast.pmo, True)):
        page = visit("/metrics/ideas/rows", as_=who)
        assert total(page) == 2
        assert "看板字太小" in page.text("#row-list")
        assert ("班长拿走了加班单" in page.text("main")) is told
        assert total(visit("/metrics/ideas/rows?q=加班", as_=who)) == int(told)
