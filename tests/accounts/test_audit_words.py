"""Nobody reads codes in the audit trail: what the portal writes there has a name in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from app.accounts.queries import act_name, kind_name

APP = Path(__file__).resolve().parents[2] / "app"


def _written() -> Iterator[tuple[str, str]]:
    """Act and kind of thing of every call that writes an entry with words of its own."""
    for file in APP.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "attr", "") != "record":
                continue
            said = {word.arg: word.value for word in call.keywords}
            act, subject = said.get("act"), said.get("subject")
            kind = subject.elts[0] if isinstance(subject, ast.Tuple) else None
            yield _text(act), _text(kind)


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_and_every_kind_of_thing_has_a_name(app: Flask, language: str) -> None:
    acts, kinds = (set(filter(None, found)) for found in zip(*_written(), strict=True))
    with app.test_request_context(), force_locale(language):
        assert sorted(act for act in acts if act_name(act) == act) == []
        assert sorted(kind for kind in kinds if kind_name(kind) == kind) == []
    assert len(acts) > 60
    assert len(kinds) > 30
