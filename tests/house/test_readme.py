"""The README tells the truth: its settings are those of the code, its commands exist."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask

from app.foundation.settings import Settings
from tests.conftest import make_portal

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("readme")
    return make_portal(f"sqlite:///{folder / 'none.sqlite3'}", folder)


def rows_below(heading: str) -> list[list[str]]:
    """Cells of the first table below a heading, without its head."""
    part = README.split(f"### {heading}\n")[1]
    lines = re.findall(r"^\|.*\|$", part.split("\n#")[0], re.MULTILINE)[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def code_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_table_lists_every_setting_and_no_other() -> None:
    listed = [name for row in rows_below("Settings") for name in code_in(row[0])]
    assert sorted(listed) == sorted(field.metadata["env"] for field in fields(Settings))


def test_the_defaults_of_the_table_are_those_of_the_code() -> None:
    plain = {
        field.metadata["env"]: str(field.default)
        for field in fields(Settings)
        if isinstance(field.default, str | int) and not isinstance(field.default, bool) and field.default != ""
    }
    told = {
        name: value
        for row in rows_below("Settings")
        for name, value in zip(code_in(row[0]), code_in(row[1]), strict=False)
    }
    assert {name: told[name] for name in plain} == plain


def test_every_command_of_the_readme_exists(portal: Flask) -> None:
    spoken = [words for row in rows_below("Commands") for words in code_in(row[0])]
    spoken += [line.strip() for line in re.findall(r"flask --app wsgi ([a-z][^`#\n]*)", README)]
    assert len(spoken) > 15
    for words in spoken:
        assert is_command(portal, words.split()), words


def is_command(portal: Flask, words: list[str]) -> bool:
    """Whether words lead to a command that knows the options among them."""
    found: click.Command | None = portal.cli
    context = click.Context(portal.cli)
    while isinstance(found, click.Group) and words:
        found, words = found.get_command(context, words[0]), words[1:]
    if found is None or isinstance(found, click.Group):
        return False
    known = {option for parameter in found.params for option in parameter.opts}
    return {word for word in words if word.startswith("--")} <= known


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert asked
    assert asked <= targets


def test_every_file_that_the_readme_names_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
