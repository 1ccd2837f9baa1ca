"""Files of usage: brought, understood, taken over as a whole, taken back; and what they come to."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.foundation import clock
from app.foundation.audit import AuditEntry
from app.foundation.calendar import CalendarYear
from app.foundation.db import db, transaction
from app.foundation.settings import ROOT
from app.metrics.actions.months import freeze_due_months, freeze_month, restate_month
from app.metrics.actions.usage_deleting import delete_old_usage
from app.metrics.formulas.marks import Found
from app.metrics.formulas.usage_days import day_of, month_of
from app.metrics.models import UsageImport, UsageMonth
from app.metrics.queries.company import company_as_of
from app.metrics.queries.counting import Place
from app.metrics.queries.definitions import figure
from app.metrics.queries.months import history_of
from app.metrics.queries.scope import scope_for
from app.metrics.queries.usage_presets import presets
from app.metrics.texts import DEFINITIONS
from app.training.models import RolloutWave, WaveKind
from tests.factories import Cast, make_person
from tests.feedback.rows import make_idea, person
from tests.metrics.usage import ZONE, asana, last_month, table, taken_over
from tests.page import Page, post

Visit = Callable[..., Page]
SignIn = Callable[[int | None], FlaskClient]
LIST = "/metrics/usage"
LIN, EVE = "000101@huaxin.example", "000202@huaxin.example"


def bring(client: FlaskClient, data: bytes, file_name: str = "asana.csv", **more: str) -> Page:
    """Upload a file as a person does; gives the page one lands on."""
    values = {"tool": "asana", "first": last_month(), "last": last_month(), **more}
    answer = post(client, LIST, LIST, file=(BytesIO(data), file_name), **values)
    for _ in range(3):
        if answer.status_code != 303:
            break
        address = answer.location
        answer = client.get(address)
    return Page(answer, answer.request.path)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-06-16", "ymd", date(2026, 6, 16)),
        ("2026/6/16 9:00", "ymd", date(2026, 6, 16)),
        ("2026年6月16日", "ymd", date(2026, 6, 16)),
        ("16/Jun/26 4:30 PM", "dmy", date(2026, 6, 16)),
        ("16/六月/26 4:30 下午", "dmy", date(2026, 6, 16)),
        ("16-Jun-2026", "ymd", date(2026, 6, 16)),
        ("June 16, 2026", "ymd", date(2026, 6, 16)),
        ("Tue 6/16/26", "mdy", date(2026, 6, 16)),
        ("6/7/2026", "mdy", date(2026, 6, 7)),
        ("6/7/2026", "dmy", date(2026, 7, 6)),
        ("2026-06-15T16:30:00.000Z", "ymd", date(2026, 6, 16)),
        ("1781541000000", "mdy", date(2026, 6, 16)),
        ("16/6/26", "mdy", None),
        ("soon", "ymd", None),
        ("2026-02-30", "ymd", None),
    ],
)
def test_days_are_read_as_tools_write_them(text: str, order: str, day: date | None) -> None:
    assert day_of(text, order, ZONE) == day


def test_months_are_read_by_themselves_or_by_a_day() -> None:
    assert [month_of(text, "ymd", ZONE) for text in ("2026-06", "202606", "2026年6月", "2026-06-30", "June")] == [
        *["2026-06"] * 4,
        None,
    ]


def test_every_preset_says_what_it_rests_on_and_that_nobody_has_tried_it(app: Flask) -> None:
    with app.app_context():
        known = presets()
    assert set(known) == {"jira", "ms-project", "asana", "trello", "clickup", "primavera-p6"}
    for code, preset in known.items():
        assert (ROOT / "content" / "usage" / f"{code}.yaml").read_text("utf-8").startswith("# ")
        assert not preset.verified, f"{code}: with whose file?"
        everything = [heading for headings in preset.fields.values() for heading in headings]
        assert preset.layout_of(everything).complete, code


def test_a_file_is_seen_before_it_counts_and_counts_once(app: Flask, cast: Cast, english: SignIn, visit: Visit) -> None:
    month, client = last_month(), english(cast.guo)
    data = asana(
        (LIN, f"{month}-10", f"{month}-09"), (LIN, f"{month}-20", f"{month}-21"), (EVE, f"{month}-20", ""),
        ("", f"{month}-20", ""), ("guest@else.example", f"{month}-20", ""), (LIN, "2020-01-01", "2020-01-01"),
    )  # fmt: skip
    seen = bring(client, data)
    assert seen.list(".tile-value") == ["6", "3", "2", "1", "1", "1"]
    assert "guest@else.example" in seen.text()
    assert "not yet tried with a company's own file" in seen.text()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(UsageMonth)) == 0
    refused = post(client, seen.address, seen.address)
    assert refused.status_code == 422
    assert "Say what shall become of them" in refused.get_data(as_text=True)
    assert post(client, seen.address, seen.address, without_unknown="y").status_code == 303
    with app.app_context():
        found = {row.person_id: row for row in db.session.scalars(sa.select(UsageMonth))}
        assert (found[cast.lin].active_weeks, found[cast.lin].core_due, found[cast.lin].core_on_time) == (2, 2, 1)
        assert (found[cast.eve].active_weeks, found[cast.eve].core_due) == (0, 1)
        assert db.session.scalars(sa.select(UsageImport.content)).all() == [None]
        acts = db.session.scalars(
            sa.select(AuditEntry.act).where(AuditEntry.subject_kind == "usage").order_by(AuditEntry.id)
        ).all()
        assert acts == ["usage:imported"]
    again = bring(client, data)
    assert again.response.status_code == 422
    assert "It counts once" in again.text()
    listed = visit(f"{LIST}?q=asana", as_=cast.pmo)
    assert listed.list("#usage-files tbody td:last-child") == ["taken over"]
    assert "No file has these words" in visit(f"{LIST}?q=zzz", as_=cast.pmo).text("#usage-files")


def test_a_later_file_replaces_its_months_and_taking_it_back_restores_them(
    app: Flask, cast: Cast, english: SignIn
) -> None:
    month = last_month()
    with app.app_context():
        first = taken_over(asana((LIN, f"{month}-10", f"{month}-09")), cast.guo, month)
        second = taken_over(asana((EVE, f"{month}-10", "")), cast.guo, month)
        assert list(company_as_of(_end(month), {"usage"}).usage) == [cast.eve]
    client = english(cast.pmo)
    assert client.post(f"{LIST}/{first}/delete", data=_token(client)).status_code == 409
    assert post(client, f"{LIST}/{second}", f"{LIST}/{second}/delete").status_code == 303
    with app.app_context():
        assert list(company_as_of(_end(month), {"usage"}).usage) == [cast.lin]
    assert client.post(f"{LIST}/{first}/delete", data=_token(client)).status_code == 409, "only the last one"


def _end(month: str) -> date:
    first = date.fromisoformat(f"{month}-01")
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - (date(2020, 1, 2) - date(2020, 1, 1))


def _token(client: FlaskClient) -> dict[str, str]:
    page = Page(client.get(LIST), LIST)
    return {"csrf_token": page.fields(LIST)["csrf_token"]}


def test_another_tool_is_mapped_once_and_known_from_then_on(cast: Cast, english: SignIn) -> None:
    client, month = english(cast.pmo), last_month()
    heading = ("谁", "月份", "周数", "应完成", "按时", "用了", "可用")
    data = table(
        heading, ("000101", month, 3, 21, 18, 4, 5), ("000202", month, 7, 2, 3, 9, 5), ("000101", month, 1, 1, 1, 1, 1)
    )
    asked = bring(client, data, "自制.csv", tool="other", name="自制表")
    assert asked.address.endswith("/columns")
    empty = post(client, asked.address, asked.address)
    assert empty.status_code == 422
    assert "Choose the column that names people." in empty.get_data(as_text=True)
    fields = dict(zip(("person", "month", "active_weeks", "core_due", "core_on_time"), heading, strict=False))
    fields |= {"features_used": "用了", "features_enabled": "可用"}
    assert post(client, asked.address, asked.address, **fields, order="ymd").status_code == 303
    plan = Page(client.get(asked.address.removesuffix("/columns")), "")
    faults = plan.list("[aria-labelledby=faults-title] tbody tr")
    assert [fault[0] for fault in faults] == ["3", "3", "3", "4"]
    assert "Row 2 tells of this person and month too." in faults[3]
    assert not plan.has("form[action$='/usage/1'] button"), "nothing can be taken over with faults"
    good = table(heading, ("000101", month, 3, 21, 18, 4, 5))
    assert client.post(f"{LIST}/1", data=_token(client)).status_code == 422
    first = bring(client, good, "b.csv", tool="other", name="自制表")
    assert post(client, first.address, first.address, **fields, order="ymd").status_code == 303
    here = first.address.removesuffix("/columns")
    assert post(client, here, here).status_code == 303
    known = bring(client, table(heading, ("000202", month, 2, 2, 2, 2, 5)), "c.csv", tool="other", name="自制表")
    assert not known.address.endswith("/columns")
    assert known.list(".tile-value")[1] == "1"


@pytest.mark.parametrize(
    ("tool", "heading", "row", "counts"),
    [
        ("jira", ("Summary", "Issue key", "Assignee", "Resolved", "Due Date"), ("x", "A-1", "林静", "{d}/{mon}/{y} 3:42 PM", "{d}/{mon}/{y}"), (1, 1, 1)),
        ("ms-project", ("ID", "Name", "Baseline_Finish", "Actual_Finish", "Resource_Names"), ("1", "x", "Tue {m}/{d}/{y}", "NA", "林静[50%],伊文"), (0, 1, 0)),
        ("trello", ("Card ID", "Members", "Due Date", "Last Activity Date", "Due Complete"), ("c", "林静, 伊文", "{iso}T08:00:00.000Z", "{iso}T07:00:00.000Z", "true"), (1, 1, 1)),
        ("clickup", ("Task ID", "Assignees", "Due Date Text", "Date Done Text"), ("c", "[林静, 伊文]", "{m}/{d}/20{y}, 4:00:00 AM GMT+8", ""), (0, 1, 0)),
        ("primavera-p6", ("task_code", "target_end_date", "act_end_date", "resource_list"), ("A10", "{iso} 17:00", "{iso} 17:00 A", "000101, 000202"), (1, 1, 1)),
    ],
)  # fmt: skip
def test_exports_of_the_products_are_read_as_they_are(
    app: Flask, cast: Cast, tool: str, heading: tuple[str, ...], row: tuple[str, ...], counts: tuple[int, int, int]
) -> None:
    month = last_month()
    day = date.fromisoformat(f"{month}-16")
    told = {"d": day.day, "m": day.month, "mon": f"{day:%b}", "y": f"{day:%y}", "iso": day.isoformat()}
    rows = [[cell.format(**told) for cell in row]]
    captions = [["Activity ID", "(*)Finish", "Actual Finish", "Resources"]] if tool == "primavera-p6" else []
    with app.app_context():
        taken_over(table(heading, *captions, *rows), cast.guo, month, tool=tool)
        used = company_as_of(_end(month), {"usage"}).usage[cast.lin]
    assert (used.active_weeks, used.core_due, used.core_on_time) == counts


def test_several_tools_add_up(app: Flask, cast: Cast) -> None:
    month = last_month()
    with app.app_context():
        taken_over(asana((LIN, f"{month}-10", f"{month}-09")), cast.guo, month)
        jira = table(("Assignee", "Resolved", "Due date"), ("林静", f"{month}-20", f"{month}-19"))
        taken_over(jira, cast.guo, month, tool="jira")
        used = company_as_of(_end(month), {"usage"}).usage[cast.lin]
    assert (used.active_weeks, used.core_due, used.core_on_time) == (1, 2, 1), "weeks are never added"


def test_months_that_run_are_refused_and_nothing_typed_is_lost(cast: Cast, english: SignIn) -> None:
    running = last_month(0)
    page = bring(english(cast.guo), asana((LIN, "", "")), first=running, last=running, tool="jira")
    assert page.response.status_code == 422
    assert "Choose months that are over." in page.text(".field-wrong")
    fields = page.fields(LIST)
    assert (fields["first"], fields["tool"]) == (running, "jira")
    old = bring(english(cast.guo), asana((LIN, "", "")), first=last_month(14))
    assert f"Usage is kept for 13 months: choose {last_month(13)} or later." in old.text(".field-wrong")


def test_two_of_one_name_are_not_guessed(app: Flask, cast: Cast, english: SignIn) -> None:
    with app.app_context(), transaction():
        make_person("000999", "林静", cast.department)
    data = table(("Assignee", "Due Date"), ("林静", f"{last_month()}-10"))
    page = bring(english(cast.guo), data)
    assert page.list(".tile-value")[2] == "0"
    assert "Nobody who is known here" in page.text()


def test_rows_are_deleted_after_thirteen_months_and_what_is_frozen_stays(app: Flask, cast: Cast) -> None:
    """Six people use the tool from fourteen months ago; that month, and the one of their day 180, are frozen."""
    old, half_year, kept, last = (last_month(back) for back in (14, 9, 13, 1))
    with app.app_context():
        with transaction():
            db.session.add(
                RolloutWave(name="全部", kind=WaveKind.all, go_live_on=date.fromisoformat(f"{old}-01"), units=[])
            )
            people = [cast.lin, cast.zhou, cast.chen, cast.zhao, cast.sun, cast.he]
            db.session.add_all(
                UsageMonth(person_id=one, month=month, active_weeks=4, core_due=2, core_on_time=1)
                for one in people
                for month in (old, half_year, kept, last)
            )
        for month in (old, half_year):
            freeze_month(month=month, closed_on=clock.today())
        before = {month: history_of(month) for month in (old, half_year)}
        share = before[half_year][Place("U4")][0]
        assert (share.numerator, share.denominator) == ("6", "6")
        assert delete_old_usage() == 6
        assert delete_old_usage() == 0, "once"
        assert set(db.session.scalars(sa.select(UsageMonth.month))) == {half_year, kept, last}
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.act == "usage:deleted")).one()
        assert (entry.subject_id, entry.after, entry.actor_id) == (old, {"rows": 6}, None)
        assert [restate_month(month=month) for month in (old, half_year)] == [0, 0]
        assert {month: history_of(month) for month in (old, half_year)} == before
        told = {_company_figure(cast, code, old).reason for code in ("U1", "U2", "U3", "U4", "AX")}
        assert told == {"not_kept"}
        assert _company_figure(cast, "U1", kept).value == Fraction(600, 11)
        assert _company_figure(cast, "U4", half_year).reason == "not_kept"
        assert _company_figure(cast, "U4", last).value is None, "who began earlier is no longer among them"


def _company_figure(cast: Cast, code: str, month: str) -> Found:
    return figure(DEFINITIONS[code], scope_for(person(cast.pmo), department="", path="", day=_end(month))).found


def test_nothing_is_deleted_while_a_month_waits_to_be_frozen(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with transaction():
            db.session.add_all(CalendarYear(year=year, confirmed_at=clock.now()) for year in range(2020, 2050))
            db.session.add(
                UsageMonth(person_id=cast.lin, month=last_month(20), active_weeks=1, core_due=0, core_on_time=0)
            )
            with clock.fixed_at(clock.now() - timedelta(days=50)):
                make_idea(cast.lin)
        assert delete_old_usage() == 0
        while freeze_due_months():
            pass
        assert delete_old_usage() == 1
