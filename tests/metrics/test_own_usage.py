"""What files of usage told of somebody, under “My data”: all that is kept, nobody else's, and no longer than it is kept."""

import io
import json
from typing import Any
from zipfile import ZipFile

import sqlalchemy as sa
from flask import Flask

from app.accounts.actions import merge_accounts
from app.accounts.actions.my_data_file import zip_of
from app.foundation.db import db, transaction
from app.metrics.actions.usage import undo_usage
from app.metrics.actions.usage_deleting import delete_old_usage
from app.metrics.models import UsageMonth
from app.metrics.queries.usage_facts import used_in
from tests.factories import Cast
from tests.kinds import Visit
from tests.metrics.usage import asana, last_month, taken_over

OWN = "/account/data/usage"
LIN, EVE = "000101@huaxin.example", "000202@huaxin.example"


def rows_in_file(app: Flask, person_id: int) -> list[dict[str, Any]]:
    """The section as the ZIP holds it."""
    with app.app_context(), app.test_request_context():
        book = ZipFile(io.BytesIO(b"".join(zip_of(person_id, "read me"))))
    return [json.loads(line) for line in book.read("usage.jsonl").decode().splitlines()]


def test_page_and_file_hold_what_is_kept_and_say_what_counts(app: Flask, cast: Cast, visit: Visit) -> None:
    month = last_month()
    with app.app_context():
        first = asana((LIN, f"{month}-10", f"{month}-09"), (EVE, f"{month}-10", f"{month}-09"))
        taken_over(first, cast.guo, month)
        second = taken_over(asana((LIN, f"{month}-10", f"{month}-09"), (LIN, f"{month}-12", "")), cast.guo, month)
    page = visit(OWN, as_=cast.lin)
    newest, replaced = page.list("#my-rows tbody tr")
    assert newest.startswith(f"{month}Asana")
    assert newest.endswith("it is so")
    assert replaced.endswith("it is not so")
    told = rows_in_file(app, cast.lin)
    assert [(row["core_due"], row["core_on_time"], row["counted"]) for row in told] == [(2, 1, True), (1, 1, False)]
    assert {row["tool"] for row in told} == {"asana"}
    assert [row["core_due"] for row in rows_in_file(app, cast.eve)] == [1], "the row of the replaced file only"
    with app.app_context(), transaction():
        undo_usage(import_id=second, by=cast.guo)
    assert [(row["core_due"], row["counted"]) for row in rows_in_file(app, cast.lin)] == [(1, True)]
    assert "Nothing of this kind" in visit(OWN, as_=cast.chen).text("#my-rows")


def test_a_file_of_another_month_replaces_nothing(app: Flask, cast: Cast) -> None:
    before, last = last_month(2), last_month()
    with app.app_context():
        for month in (before, last):
            taken_over(asana((LIN, f"{month}-10", f"{month}-09"), (EVE, f"{month}-10", "")), cast.guo, month)
        used = db.session.execute(sa.select(used_in([before, last]))).all()
        assert {(row.person_id, row.month) for row in used} == {
            (person, month) for person in (cast.lin, cast.eve) for month in (before, last)
        }
    told = rows_in_file(app, cast.lin)
    assert [(row["month"], row["counted"]) for row in told] == [(last, True), (before, True)]


def test_rows_without_a_file_and_of_a_merged_account_are_there_too(app: Flask, cast: Cast) -> None:
    with app.app_context(), transaction():
        for person_id, month in ((cast.lin, last_month(2)), (cast.eve, last_month())):
            db.session.add(UsageMonth(person_id=person_id, month=month, active_weeks=3, core_due=2, core_on_time=1))
        merge_accounts(kept_id=cast.lin, merged_id=cast.eve, reason="one person", by=cast.he)
    told = rows_in_file(app, cast.lin)
    assert [(row["month"], row["tool"], row["counted"]) for row in told] == [
        (last_month(), None, True),
        (last_month(2), None, True),
    ]


def test_what_is_older_than_thirteen_months_is_gone(app: Flask, cast: Cast, visit: Visit) -> None:
    with app.app_context():
        with transaction():
            for back in (14, 13):
                month = last_month(back)
                db.session.add(UsageMonth(person_id=cast.lin, month=month, active_weeks=3, core_due=2, core_on_time=1))
        assert delete_old_usage() == 1
        assert db.session.scalar(sa.select(sa.func.count(UsageMonth.id))) == 1
    assert [row["month"] for row in rows_in_file(app, cast.lin)] == [last_month(13)]
    assert "thirteen months" in visit(OWN, as_=cast.lin).text("main")
