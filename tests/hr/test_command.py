"""`flask export completions` writes the same file as the page."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.hr.files import take
from tests.kinds import SignIn


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_command_writes_the_file_of_the_page_and_its_manifest(
    app: Flask, sign_in: SignIn, officer: int, tmp_path: Path, file_format: str
) -> None:
    path = tmp_path / f"records.{file_format}"
    asked = [
        "export",
        "completions",
        "--as-of",
        "2026-06-30",
        "--format",
        file_format,
        "--output",
        str(path),
        "--language",
        "en",
    ]
    result = app.test_cli_runner().invoke(args=asked)
    assert result.exit_code == 0, result.output
    assert path.read_bytes() == take(sign_in(officer), file_format=file_format, as_of="2026-06-30")
    manifest = json.loads((tmp_path / f"{path.name}.manifest.json").read_text(encoding="utf-8"))
    assert manifest["totals"]["rows"] > 0
    assert not list(tmp_path.glob("*.part"))


def test_a_dash_writes_to_standard_output(app: Flask, officer: int) -> None:
    result = app.test_cli_runner().invoke(
        args=["export", "completions", "--as-of", "2026-06-30", "--format", "jsonl", "--output", "-"]
    )
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {record["employee_no"] for record in records} >= {"000101", "000103"}
    assert any(record["name"] == "-李" for record in records), "machines get names unaltered"


def test_statements_for_machines_repeat_their_ids(app: Flask, officer: int) -> None:
    asked = ["export", "completions", "--as-of", "2026-06-30", "--format", "xapi", "--output", "-"]
    first, second = (app.test_cli_runner().invoke(args=asked).stdout.splitlines() for _ in range(2))
    assert first
    assert [json.loads(line)["id"] for line in first] == [json.loads(line)["id"] for line in second]
    assert all(json.loads(line)["actor"]["account"]["name"].startswith("000") for line in first)


@pytest.mark.parametrize("wrong", [["--as-of", "2999-01-01"], ["--department", "NOWHERE"], ["--format", "pdf"]])
def test_wrong_use_exits_with_two_and_a_sentence(app: Flask, officer: int, tmp_path: Path, wrong: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["export", "completions", "--output", str(tmp_path / "x"), *wrong])
    assert result.exit_code == 2
    assert "Error" in result.output
    assert not list(tmp_path.iterdir())


def test_an_unwritable_place_is_named(app: Flask, officer: int, tmp_path: Path) -> None:
    asked = ["export", "completions", "--as-of", "2026-06-30", "--output", str(tmp_path / "no" / "such" / "file.xlsx")]
    result = app.test_cli_runner().invoke(args=asked)
    assert result.exit_code == 2
    assert "cannot be written" in result.output
