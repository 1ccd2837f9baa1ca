"""Files as other systems want them: profiles from files and from somebody's blank workbook."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.kinds import Visit

SHIPPED = Path(__file__).parents[2] / "content" / "profiles" / "successfactors.yaml"
PLAIN = """title: {zh: 人事, en: HR}
file: {name: "hr-{day}.txt", separator: ";", row_end: "\\n", encoding: gb18030}
columns:
  - {name: No, from: employee_no}
  - {name: When, from: completed_on, date: DD.MM.YYYY}
  - {name: Mark, from: score, number: "0,0"}
  - {name: Kind, text: T}
"""


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A folder of profiles of the test's own, with the shipped one in it."""
    before = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = dataclasses.replace(before, content=tmp_path)
    home = tmp_path / "profiles"
    home.mkdir()
    (home / SHIPPED.name).write_bytes(SHIPPED.read_bytes())
    yield home
    app.extensions["uptake.settings"] = before


def command(app: Flask, out: Path, *more: str) -> tuple[int, str]:
    asked = ["export", "completions", "--as-of", "2026-06-30", "--output", str(out), *more]
    result = app.test_cli_runner().invoke(args=asked)
    return result.exit_code, result.output


def test_the_shipped_profile_writes_what_its_connector_reads(
    app: Flask, officer: int, folder: Path, tmp_path: Path
) -> None:
    """Acceptance 10: pipe, `!##!`, header row, zone in date, unchanged leading zeros, no apostrophes."""
    with app.app_context(), transaction():
        person = db.session.scalars(sa.select(Person).where(Person.employee_no == "000103")).one()
        person.employee_no = "=0|10!##!3"
        today = clock.today().isoformat()
    assert command(app, tmp_path / "sf.txt", "--profile", "successfactors", "--as-of", today)[0] == 0
    head, *rows, rest = (tmp_path / "sf.txt").read_bytes().decode("utf-8").split("!##!\r\n")
    assert head == "STUD_ID|CPNT_TYP_ID|CPNT_ID|REV_DTE|CMPL_STAT_ID|COMPL_DTE"
    assert rest == ""
    cells = [row.split("|") for row in rows]
    assert {len(row) for row in cells} == {6}
    assert {row[1] for row in cells} == {"COURSE"}
    assert {row[4] for row in cells} == {"COURSE_COMPLETE"}
    assert all(re.fullmatch(r"[A-Z]{3}-\d\d-2026 \d\d:\d\d:\d\d UTC", row[5]) for row in cells)
    late = next(row for row in cells if row[0] == "=0 10 3" and row[2] == "EU")
    assert late[5] == "JUN-15-2026 16:30:00 UTC", "00:30 in Shanghai is the day before in UTC, and says so"
    assert not any("'" in row for row in rows)


def test_masks_separators_and_encoding(app: Flask, officer: int, folder: Path, tmp_path: Path) -> None:
    (folder / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    assert command(app, tmp_path / "x.txt", "--profile", "plain")[0] == 0
    lines = (tmp_path / "x.txt").read_bytes().decode("gb18030").split("\n")
    assert lines[0] == "No;When;Mark;Kind"
    assert "000103;16.06.2026;80,0;T" in lines
    assert any(re.fullmatch(r"\d+;;;T", line) for line in lines), "who has not completed has no day and no score"


def test_an_unknown_profile_ends_with_two_and_the_known_ones(
    app: Flask, officer: int, folder: Path, tmp_path: Path
) -> None:
    code, told = command(app, tmp_path / "x", "--profile", "workday")
    assert (code, "Known are canonical, successfactors." in told) == (2, True)
    code, told = command(app, tmp_path / "x", "--profile", "successfactors", "--format", "csv")
    assert (code, "the profile decides it" in told) == (2, True)


FAULTS = [
    ("from: employee_no", "from: employe_no", "4:16:", "did you mean employee_no?"),
    ("date: DD.MM.YYYY", "date: DD.QQ", "5:38:", "This mask cannot be read"),
    ("from: completed_on, date", "from: name, date", "5:30:", "“name” is no day"),
    ('number: "0,0"', 'number: "#"', "6:31:", "a number is written as"),
    ("text: T", "text: T, from: name", "7:6:", "either “from”"),
    ("gb18030", "gb18030, bom: true", "2:80:", "GB18030 has no BOM"),
    ("{name: Kind,", "{name: Mark,", "7:6:", "stands twice"),
    ("title:", "titel:", "1:", "“titel” is not known here"),
    ("columns:", "rows: {status: [done]}\ncolumns:", "3:17:", "“done” is no status"),
    ('separator: ";"', "separator: [", "", "This is not valid YAML"),
]


@pytest.mark.parametrize(("good", "bad", "place", "message"), FAULTS)
def test_every_fault_has_its_line_and_column(
    app: Flask, folder: Path, good: str, bad: str, place: str, message: str
) -> None:
    assert good in PLAIN
    (folder / "plain.yaml").write_text(PLAIN.replace(good, bad), encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["export", "profiles"])
    assert result.exit_code == 1
    told = next(line for line in result.output.splitlines() if message in line)
    assert re.match(rf"profiles/plain\.yaml:{place}", told), told
    assert "successfactors: " in result.output, "the others are known all the same"


def test_a_faulty_profile_is_named_on_the_page_and_makes_nothing(
    app: Flask, officer: int, folder: Path, tmp_path: Path, visit: Visit
) -> None:
    (folder / "plain.yaml").write_text(PLAIN.replace("from: employee_no", "from: nr"), encoding="utf-8")
    assert "profiles/plain.yaml:4:" in visit("/hr/profiles", as_=officer).text()
    code, told = command(app, tmp_path / "x", "--profile", "plain")
    assert (code, "profiles/plain.yaml:4:" in told) == (2, True)
