"""Both languages are complete, and no sentence stands in a template untranslated."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
CATALOGUES = sorted((ROOT / "app").glob("*/translations/zh/LC_MESSAGES/messages.po"))
WORDS = re.compile(r"[A-Za-z]{3,}(?:\s+[A-Za-z]+)+|[\u4e00-\u9fff]+")
NOT_TRANSLATED = {"Uptake"}


def known_messages() -> dict[object, object]:
    known: dict[object, object] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            known.update({m.id: m for m in read_po(file, locale="zh") if m.id})
    return known


def used_messages(tmp_path: Path) -> list[object]:
    template = tmp_path / "all.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", "-F", "babel.cfg", "-k", "_l", "-k", "lazy_gettext",
               "-o", str(template), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with template.open("rb") as file:
        return [m for m in read_po(file) if m.id]


def test_every_message_has_a_chinese_translation_that_nobody_doubts(tmp_path: Path) -> None:
    known = known_messages()
    missing = []
    for used in used_messages(tmp_path):
        found = known.get(used.id)  # type: ignore[attr-defined]
        texts = found.string if found and isinstance(found.string, tuple) else (found.string if found else "",)  # type: ignore[attr-defined]
        if found is None or found.fuzzy or not all(texts):  # type: ignore[attr-defined]
            missing.append(used.id)  # type: ignore[attr-defined]
    assert missing == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = []
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="zh"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                names = {name for text in ids for name in re.findall(r"%\((\w+)\)", text)}
                if any(set(re.findall(r"%\((\w+)\)", text)) - names for text in texts):
                    wrong.append((path.parts[-5], message.id))
    assert wrong == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "app" / "templates")))
def test_no_bare_sentence_stands_in_a_template(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", " ", text, flags=re.DOTALL)
    visible = re.sub(r"<[^>]*>", "\n", text)
    named = re.findall(r"\s(?:alt|title|placeholder|aria-label)=\"([^\"]+)\"", text)
    bare = [found for piece in [visible, *named] for found in WORDS.findall(piece) if found not in NOT_TRANSLATED]
    assert bare == []
