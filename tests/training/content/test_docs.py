"""The pages for authors cannot rot: every module and every drill in them is taken out and checked by the engine."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path as FilePath

import pytest

from app.foundation.settings import ROOT
from app.training.content.check import check
from app.training.content.kinds import KINDS
from app.training.content.load import load_path, read_folder
from app.training.content.questions import QUESTION_KINDS

PAGES = ("authoring.md", "authoring-world.md")
_FENCED = re.compile(r"^(?P<fence>`{3,4})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_CHINESE = re.compile("[\u4e00-\u9fff]")
QUIZ = """
## Quiz {#own-quiz .quiz ask=1 pass=50}

### One and one? {#own-one .number}

[[2]]

> Two.

### Two and one? {#own-two .number}

[[3]]

> Three.
"""


def fenced(kind: str) -> list[str]:
    """The blocks of that kind in both pages."""
    pages = [(ROOT / "docs" / name).read_text("utf-8") for name in PAGES]
    return [found["text"] for page in pages for found in _FENCED.finditer(page) if found["kind"] == kind]


def modules() -> list[str]:
    """The whole modules."""
    return [text for text in fenced("markdown") if text.startswith("---") and "tiers:" in text]


def drills() -> list[str]:
    """The single drills; those that leave something out with “…” are none."""
    return [text for text in fenced("markdown") if text.startswith("## ") and "\n…\n" not in text]


def path_file() -> str:
    """The path.yaml that the page gives."""
    return next(text for text in fenced("yaml") if text.startswith("code:"))


@pytest.fixture
def content(tmp_path: FilePath) -> FilePath:
    """A content folder with the shipped words and worlds, and the path of the page."""
    for name in ("tools", "sim"):
        shutil.copytree(ROOT / "content" / name, tmp_path / name)
    home = tmp_path / "training" / "shop-floor"
    home.mkdir(parents=True)
    (home / "path.yaml").write_text(path_file(), "utf-8")
    return tmp_path


def save(content: FilePath, english: str, chinese: str) -> None:
    """Save a module in both languages. Terms are said in each language's own words, so Chinese goes without marks."""
    home = content / "training" / "shop-floor"
    (home / "ws-01.en.md").write_text(english, "utf-8")
    (home / "ws-01.zh.md").write_text(re.sub(r"\[([^\]]*)\]\(term:\w+\)", r"\1", chinese), "utf-8")


def around(drill: str) -> str:
    """A module with that drill and a small quiz."""
    front = modules()[0].split("---")[1]
    return f"---{front}---\n\nRead this.\n\n{drill}\n{QUIZ}"


def told(content: FilePath) -> list[str]:
    """What the check has to say."""
    return [str(fault) for fault in check(content / "training")]


def test_the_example_module_is_without_fault(content: FilePath) -> None:
    assert len(modules()) == 1
    save(content, modules()[0], modules()[0])
    assert told(content) == []
    path = load_path(read_folder(content / "training")["shop-floor"])
    assert path.code == "WS"
    assert {question.kind for question in path.modules[0].quiz.questions} == set(QUESTION_KINDS)  # type: ignore[union-attr]


def pairs() -> Iterator[tuple[str, str]]:
    """Every example drill in English and in Chinese: side by side where the page has both, else the same twice."""
    by_id: dict[str, dict[bool, str]] = {}
    for text in (text for text in drills() if _id(text) not in modules()[0]):
        by_id.setdefault(_id(text), {})[_is_chinese(text)] = text
    for both in by_id.values():
        yield both.get(False) or both[True], both.get(True) or both[False]


def _id(text: str) -> str:
    found = re.search(r"\{#([a-z0-9-]+)", text)
    assert found is not None
    return found[1]


def _is_chinese(text: str) -> bool:
    return bool(_CHINESE.search(text.splitlines()[0]))


@pytest.mark.parametrize(("english", "chinese"), list(pairs()), ids=_id)
def test_every_example_drill_is_without_fault(english: str, chinese: str, content: FilePath) -> None:
    save(content, around(english), around(chinese))
    assert told(content) == []


def test_the_chinese_form_says_the_same_as_the_one_of_the_module(content: FilePath) -> None:
    module = modules()[0]
    english = next(part for part in re.split(r"(?m)^(?=## )", module) if "{#report-day " in part)
    chinese = next(text for text in drills() if "{#report-day " in text)
    save(content, around(english), around(chinese))
    assert told(content) == []


def test_every_kind_of_drill_has_an_example() -> None:
    shown = "\n".join([*modules(), *drills()])
    assert [kind for kind in KINDS if f" .{kind}" not in shown] == []


def test_what_the_page_calls_its_files_is_there() -> None:
    text = (ROOT / "docs" / "authoring.md").read_text("utf-8")
    for link in re.findall(r"\]\((?!http|#|term:|/)([^)\s]+\.md)\)", text):
        assert (ROOT / "docs" / link).is_file(), link
    headings = {
        re.sub(r"[^\w -]", "", line[3:]).lower().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("## ")
    }
    anchors = set(re.findall(r"\]\(#([a-z-]+)\)", text.split("## Where things are")[0]))
    assert anchors <= headings


def test_the_company_words_of_the_page_are_a_tool(content: FilePath) -> None:
    words = next(text for text in fenced("yaml") if text.startswith("title:"))
    (content / "tools" / "our-words.yaml").write_text(words, "utf-8")
    save(content, modules()[0], modules()[0])
    assert told(content) == []


def test_the_card_of_the_page_is_a_card(content: FilePath) -> None:
    card = next(text for text in fenced("markdown") if text.startswith("---") and "when:" in text)
    (content / "cards").mkdir()
    for language in ("zh", "en"):
        (content / "cards" / f"dual-run.{language}.md").write_text(card, "utf-8")
    save(content, modules()[0], modules()[0])
    assert told(content) == []
