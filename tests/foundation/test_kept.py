"""What macros wrote is kept for everyone: for the same values in the same language, and nothing that only one reader has."""

import re
from typing import Any

import pytest
from flask import Flask

from app.foundation.i18n import speaking
from app.foundation.settings import ROOT

TEMPLATES = ROOT / "app" / "templates"
USES = re.compile(r"""\bkept\("([^"]+)"\)""")
OF_UI = re.compile(r"\bui\.kept\.(\w+)")
OF_A_READER = re.compile(r"csrf|current_user|\brequest\b|\bsession\b|\bg\.|flashed|unread")


def _sources() -> dict[str, str]:
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}


def _kept() -> list[tuple[str, str]]:
    """Every template whose macros are kept, and every kept macro of `ui.html`, with its source."""
    sources = _sources()
    names = {name for text in sources.values() for name in USES.findall(text)}
    macros = {name for text in sources.values() for name in OF_UI.findall(text)}
    ui = dict(re.findall(r"macro (\w+)(.*?)endmacro", sources["ui.html"], re.DOTALL))
    return [(name, sources[name]) for name in sorted(names)] + [(f"ui.{name}", ui[name]) for name in sorted(macros)]


@pytest.mark.parametrize(("name", "source"), _kept(), ids=[name for name, _ in _kept()])
def test_what_is_kept_says_nothing_of_its_reader(name: str, source: str) -> None:
    assert not OF_A_READER.findall(source), f"{name} is written once for everybody"


def test_the_same_values_are_written_once_for_each_language_and_place(app: Flask) -> None:
    known: dict[str, Any] = dict(app.jinja_env.globals)

    def switch(count: int, place: str = "") -> str:
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": place}):
            return str(known["kept"]("feedback/_vote_parts.html").opening(count, False))

    def words(tongue: str) -> object:
        with app.test_request_context(), speaking(tongue):
            return known["ui"].kept.vote_switch(7, False, "<b>")

    assert words("zh") is words("zh")
    assert "&lt;b&gt;" in str(words("en"))
    assert "Vote" in str(words("en"))
    assert "Vote" not in str(words("zh"))
    assert 'action="/feedback/ideas/5/vote"' in switch(5)
    assert 'action="/portal/feedback/ideas/5/vote"' in switch(5, "/portal")
    assert "/ideas/6/" in switch(6)
