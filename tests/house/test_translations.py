"""Both languages are complete, and no sentence stands in a template untranslated."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "app" / "templates").rglob("*.html"))
CATALOGUES = sorted((ROOT / "app").glob("*/translations/zh/LC_MESSAGES/messages.po"))
WORDS = re.compile(r"[A-Za-z]{3,}(?:\s+[A-Za-z]+)+|[\u4e00-\u9fff]+")
GETTEXT = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}
NOT_TRANSLATED = {"Uptake"}


def test_every_sentence_has_a_chinese_translation_that_nobody_doubts() -> None:
    command = [sys.executable, "tools/messages.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [
        (path.parts[-5], message.id) for path in CATALOGUES for message in _messages(path) if _strange_names(message)
    ]
    assert wrong == []


def test_chinese_sentences_have_chinese_marks() -> None:
    half = re.compile(
        r"[\u4e00-\u9fff”][,;?!]|[\u4e00-\u9fff”]:(?!/)|[,;?!:][\u4e00-\u9fff“]|\([^()]*[\u4e00-\u9fff][^()]*\)"
    )
    said = [(path.parts[-5], text) for path in CATALOGUES for message in _messages(path) for text in _strings(message)]
    assert [(feature, text) for feature, text in said if half.search(text)] == []


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="zh") if message.id]


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [str(message.string)]


def _strange_names(message: Message) -> set[str]:
    return _names(message.string) - _names(message.id)


def _names(texts: object) -> set[str]:
    several = texts if isinstance(texts, (tuple, list)) else (texts,)
    return {name for text in several for name in re.findall(r"%\((\w+)\)", str(text))}


def test_every_per_cent_of_a_template_is_doubled() -> None:
    """Templates put values into every sentence, those without any too: a lone sign would be taken for a value."""
    wrong = [
        str(message.id)
        for path in CATALOGUES
        for message in _messages(path)
        if any(place.endswith(".html") for place, _line in message.locations)
        for text in _texts(message)
        if re.search(r"%(?!\()", text.replace("%%", ""))
    ]
    assert wrong == []


def _texts(message: Message) -> list[str]:
    several = [one if isinstance(one, (tuple, list)) else (one,) for one in (message.id, message.string)]
    return [str(text) for texts in several for text in texts]


def test_no_sentence_hides_in_a_formatted_string_where_its_collection_would_miss_it() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        for piece in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(piece, ast.JoinedStr)
        for call in ast.walk(piece)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GETTEXT
    ]
    assert hidden == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "app" / "templates")))
def test_no_bare_sentence_stands_in_a_template(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"\{% block body_class %\}[^<]*?\{% endblock %\}", " ", text)  # stands within an attribute
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", " ", text, flags=re.DOTALL)
    # What is marked with a language of its own is meant in that language, whoever reads.
    text = re.sub(r"<(\w+)\b[^>]*\blang=\"[^\"]*\"[^>]*>.*?</\1>", " ", text, flags=re.DOTALL)
    visible = re.sub(r"<[^>]*>", "\n", text)
    named = re.findall(r"\s(?:alt|title|placeholder|aria-label)=\"([^\"]+)\"", text)
    bare = [found for piece in [visible, *named] for found in WORDS.findall(piece) if found not in NOT_TRANSLATED]
    assert bare == []
