"""The dictionary says of every column what it is, on the page and in files, and is named by the manifest."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.hr.queries.columns import CHANGES, COLUMNS, NAMES, CellKind
from app.hr.queries.dictionary import HEADINGS
from tests.factories import Cast
from tests.hr.files import read_csv, read_sheets, take
from tests.kinds import SignIn, Visit

EVERY = [*NAMES, *(column.name for column in CHANGES)]
KINDS = {
    CellKind.day: re.compile(r"\d{4}-\d\d-\d\d"),
    CellKind.number: re.compile(r"\d+"),
    CellKind.text: re.compile(".+"),
}


def test_every_column_has_an_example_of_its_kind() -> None:
    assert {one.name for one in COLUMNS if not KINDS[one.kind].fullmatch(one.example)} == set()
    assert len(set(NAMES)) == len(NAMES)


def test_page_csv_and_workbook_say_the_same(app: Flask, cast: Cast, sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(cast.he)
    page = visit("/hr/dictionary", as_=cast.he)
    assert [row.rstrip() for row in page.list("#dictionary tbody code")] == EVERY
    flat = read_csv(client.get("/hr/dictionary.csv").data)
    (sheet,) = read_sheets(client.get("/hr/dictionary.xlsx").data).values()
    assert flat == sheet
    assert tuple(flat[0]) == HEADINGS
    assert [row[0] for row in flat[1:]] == EVERY
    meanings = {row[0]: (row[4], row[5]) for row in flat[1:]}
    assert meanings["employee_no"] == ("文本；前导零是工号的一部分", "Text; leading zeros are part of it")
    assert all(zh != en for zh, en in meanings.values()), "each meaning in both languages"


def test_it_is_searched_and_says_when_nothing_is_found(cast: Cast, visit: Visit) -> None:
    found = visit("/hr/dictionary?q=certificate+verif", as_=cast.he)
    assert found.list("#dictionary tbody code") == ["certificate_no"]
    assert "Nothing found" in visit("/hr/dictionary?q=nosuchword", as_=cast.he).text("#dictionary")


def test_the_records_lead_to_it_and_the_workbook_holds_it(officer: int, sign_in: SignIn, visit: Visit) -> None:
    assert "/hr/dictionary" in visit("/hr/", as_=officer).links("a")
    client = sign_in(officer)
    *_others, columns = read_sheets(take(client, file_format="xlsx")).values()
    assert columns == read_csv(client.get("/hr/dictionary.csv").data)[: len(NAMES) + 1]


@pytest.mark.parametrize("by", ["page", "command"])
def test_the_manifest_names_the_columns_and_the_dictionary(
    app: Flask, officer: int, sign_in: SignIn, tmp_path: Path, by: str
) -> None:
    client: FlaskClient = sign_in(officer)
    if by == "page":
        take(client, file_format="csv")
        told = json.loads(client.get("/hr/exports/1/manifest").data)
    else:
        path = tmp_path / "records.csv"
        app.test_cli_runner().invoke(args=["export", "completions", "--format", "csv", "--output", str(path)])
        told = json.loads((tmp_path / "records.csv.manifest.json").read_text(encoding="utf-8"))
    assert told["columns"] == list(NAMES)
    assert told["dictionary"].endswith("/hr/dictionary.csv")
    assert told["dictionary_sha256"] == hashlib.sha256(client.get("/hr/dictionary.csv").data).hexdigest()
