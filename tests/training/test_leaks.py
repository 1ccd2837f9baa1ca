"""Every learner page and response before grading, over the whole shipped content, searched for every key.

What may be seen is what a drill's presentation holds (it is proved to hold no key in `content/test_presentation.py`):
its scenario, labels, options, and the world one works in. Every other word and every attribute of a response is
searched for hints, feedback, explanations, accepted words and numbers, and the ids that authors give to scenes and
questions. A word that the portal itself says (“Submit”) cannot be told apart from an accepted word and is left out.
The stage See shows the solution on purpose and is not searched.
"""

from __future__ import annotations

import dataclasses
import html
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.foundation.content.prose import bare
from app.foundation.content.texts import Both
from app.foundation.settings import ROOT
from app.training.content import words
from app.training.content.kinds.branch import BranchDrill
from app.training.content.kinds.signoff import SignoffDrill
from app.training.content.kinds.spot import SpotDrill
from app.training.content.load import load_path, read_folder
from app.training.content.objects import Drill
from app.training.content.objects import Path as TrainingPath
from app.training.content.questions import Question, shown_order
from app.training.content.quiz import Quiz
from app.training.content.variants import Variants
from app.training.models import Stage
from app.training.queries import places
from app.training.queries.published import Item
from tests.factories import Cast
from tests.training.learning import Learner, address, assign, publish, published

SAMPLES = ROOT / "tests" / "training" / "content"
SHIPPED = ROOT / "content"
FOLDERS = sorted(home.parent for home in SHIPPED.glob("training/*/path.yaml"))
LANGUAGES = {"en": "en", "zh": "zh-CN"}
SAYS_NUMBERS = ".stage-note, .learn-progress, .question-number, .draft-state, .topbar, footer, .skip, .notice"
COUNTED = {"Date", "Content-Length", "Set-Cookie", "ETag", "Strict-Transport-Security", "Content-Type", "X-Request-Id"}
STRUCTURE = {
    *("class", "d", "viewbox", "xmlns", "content", "width", "height", "maxlength", "rows", "style", "lang", "charset"),
    *("tabindex", "colspan", "aria-labelledby", "aria-describedby", "aria-controls", "data-by", "data-said"),
}


def everything(thing: object, *, secret: bool = False) -> Iterator[tuple[str, object]]:
    """Everything a content object knows, as `key`, `id` or `shown` and the text, number or day itself."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            value = getattr(thing, field.name)
            if field.name == "id" and isinstance(value, str):
                yield "id", value
            elif field.name not in ("line", "id"):
                yield from everything(value, secret=secret or field.name == "key")
    elif isinstance(thing, tuple):
        for one in thing:
            yield from everything(one, secret=secret)
    elif isinstance(thing, (str, Decimal, date)):
        yield "key" if secret else "shown", thing


class Secrets:
    """What an item must not tell before it is graded."""

    def __init__(self, content: Drill | Quiz) -> None:
        told = [] if isinstance(content, SignoffDrill) else list(everything(content))
        texts = [words.fold(bare(str(value))) for kind, value in told if kind == "key" and isinstance(value, str)]
        later = [scene for story in _stories(content) for scene in story.scenes[1:]]
        texts += [
            words.fold(bare(said)) for scene in later for both in (scene.title, scene.text) for said in _both(both)
        ]
        self.sentences = {text for text in texts if len(text) >= (6 if re.search("[^\x00-\x7f]", text) else 14)}
        self.terms = {text for text in texts if len(text) > 1} - self.sentences
        numbers = {value for kind, value in told if kind == "key" and isinstance(value, (Decimal, date))}
        self.numbers = {f"{one.normalize():f}" if isinstance(one, Decimal) else one.isoformat() for one in numbers}
        self.ids = (
            {str(value) for kind, value in told if kind == "id" and not str(value).isdigit()} - {""} - {content.id}
        )
        self.ids |= {scene.id for story in _stories(content) for scene in story.scenes[1:]}


def _stories(content: Drill | Quiz) -> list[BranchDrill]:
    cases = content.cases if isinstance(content, Variants) else (content,)
    return [one for one in cases if isinstance(one, BranchDrill)]


def _both(text: Both[Any]) -> tuple[str, str]:
    return str(text.zh), str(text.en)


@cache
def portals_own_words() -> frozenset[str]:
    """Every message that the portal says by itself, in both languages."""
    said = {"you should be redirected automatically to the target url: . if not, click the link."}
    for catalogue in (ROOT / "app").glob("*/translations/zh/LC_MESSAGES/messages.po"):
        with catalogue.open("rb") as file:
            for message in read_po(file):
                for text in (message.id, message.string):
                    said |= {text} if isinstance(text, str) else set(text or ())
    return frozenset(map(words.fold, said))


@cache
def says_the_portal(term: str) -> bool:
    """Whether a word is also one of the portal's own."""
    return any(words.contains(message, term) for message in portals_own_words())


def visible(thing: object, seen: set[int] | None = None) -> Iterator[str]:
    """Every text that can be reached from what is shown."""
    seen = set() if seen is None else seen
    if isinstance(thing, str):
        yield words.fold(bare(thing))
    elif id(thing) not in seen:
        seen.add(id(thing))
        for part in _parts(thing):
            yield from visible(part, seen)


def _parts(thing: object) -> list[object]:
    if isinstance(thing, Mapping):
        return [part for pair in thing.items() for part in pair]
    if isinstance(thing, (tuple, list, set, frozenset)):
        return list(thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return [getattr(thing, field.name) for field in dataclasses.fields(thing)]
    return []


def leaks(source: str, secrets: Secrets, shown: Iterable[str], *, only_sentences: bool = False) -> list[str]:
    """What of the secrets stands in a response besides what is shown."""
    if not source.strip():
        return []
    root = lxml.html.fromstring(f"<div>{re.sub('<!doctype[^>]*>', '', source, flags=re.IGNORECASE)}</div>")
    texts = sorted(set(shown), key=len, reverse=True)
    known, raw = "\n".join(texts), words.fold(html.unescape(source))
    rest = "\n".join(_unexplained(root, known))
    found = [text for text in secrets.sentences if text in rest or (text in raw and text not in known)]
    values = [
        str(value) for element in root.iter() if isinstance(element.tag, str) for value in element.attrib.values()
    ]
    found += [name for name in secrets.ids if _stands_as_id(name, values)]
    if only_sentences:
        return found
    said = (term for term in secrets.terms if term not in known and words.contains(rest, term))
    found += [term for term in said if not says_the_portal(term)]
    for element in root.cssselect(SAYS_NUMBERS):
        element.clear(keep_tail=True)
    rest = _less(_unexplained(root, known), texts)
    found += [one for one in secrets.numbers if re.search(rf"(?<![\d.-]){re.escape(one)}(?![\d.-])", rest)]
    return found + _marked(root)


def _unexplained(root: lxml.html.HtmlElement, known: str) -> list[str]:
    """The texts of a page that are neither shown on purpose nor the portal's own words."""
    own = portals_own_words()
    return [text for text in set(map(words.fold, _texts(root))) if text and text not in own and text not in known]


def _less(texts: list[str], shown: list[str]) -> str:
    """The texts without what is shown within them, such as the name of a step on the arrow that moves it."""
    for text in (one for one in shown if len(one) > 1 and re.search(r"[^\W\d]", one)):
        texts = [one.replace(text, " ") if text in one else one for one in texts]
    return "\n".join(texts)


def _texts(root: lxml.html.HtmlElement) -> Iterator[str]:
    """Every piece of text, comment and attribute of a page that may carry words."""
    for element in root.iter():
        yield element.text or ""
        yield element.tail or ""
        if isinstance(element.tag, str):
            yield from (str(value) for name, value in element.attrib.items() if _carries_words(str(name)))


def _carries_words(name: str) -> bool:
    addresses = name in ("href", "src", "action", "formaction", "id", "name", "for", "value")
    return name not in STRUCTURE and not addresses and not name.startswith("hx-")


def _stands_as_id(name: str, values: list[str]) -> bool:
    told = name in values or any(value.endswith(f"#{name}") for value in values)
    return told or ("-" in name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "\n".join(values)) is not None)


def _marked(root: lxml.html.HtmlElement) -> list[str]:
    """Inputs of answers that are filled in, ticked or numbered otherwise than from 1 upwards."""
    found, values = [], dict[str, list[str]]()
    for field in root.cssselect("form input, form textarea, form option"):
        kind, name = field.get("type", ""), str(field.get("name", ""))
        if field.get("checked") is not None or (field.get("selected") is not None and field.get("value")):
            found.append(f"{name} is marked")
        if not re.fullmatch(r"[fmoqs][0-9]+(-[0-9]+)?", name):
            continue
        if kind in ("radio", "checkbox"):
            values.setdefault(name, []).append(str(field.get("value")))
        elif (field.get("value") or "").strip() or (field.text or "").strip():
            found.append(f"{name} is filled in")
    for name, given in values.items():
        if name[0] != "m" and given != [str(place) for place in range(1, len(given) + 1)]:
            found.append(f"{name} has the values {given}")
    return found


class Reader:
    """Lin at a browser, who takes a path of which the modules are open in any order."""

    def __init__(self, app: Flask, learner: Learner, home: Path) -> None:
        self.app, self.learner, self.home = app, learner, home

    def take(self, folder: Path) -> str:
        """Publish the path of a folder and have it; its code."""
        shutil.copytree(folder, self.home / "training" / folder.name)
        file = self.home / "training" / folder.name / "path.yaml"
        file.write_text(file.read_text("utf-8").replace("order: strict", "order: free"), "utf-8")
        publish(self.app, self.home)
        code = load_path(read_folder(folder.parent)[folder.name]).code
        with self.app.app_context():
            standing = places.standing_on(self.learner.person_id, code)
        if standing is None or standing.assignment is None:
            assign(self.app, self.learner.person_id, code)
        return code


@pytest.fixture
def reader(app: Flask, cast: Cast, sign_in: Callable[[int | None], FlaskClient], tmp_path: Path) -> Reader:
    """Lin at a browser; what stands beside the paths is there."""
    home = tmp_path / "content"
    shutil.copytree(SHIPPED, home, ignore=lambda where, names: names if Path(where) == SHIPPED / "training" else [])
    return Reader(app, Learner(app, sign_in(cast.lin), cast.lin), home)


class Search:
    """Goes to everything that can be asked about an item before it is graded, and searches the answers."""

    def __init__(self, learner: Learner, code: str, module_id: str, item: Item) -> None:
        self.learner, self.item, self.place = learner, item, (code, module_id, item.id)
        self.where = address(code, module_id, "quiz" if isinstance(item.content, Quiz) else item.id)
        self.secrets, self.searched = Secrets(item.content), 0

    def run(self) -> None:
        """In both languages, in the stages Try and Test, and every way of sending nothing or nonsense."""
        for language, accepted in LANGUAGES.items():
            self.learner.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepted
            for stage in (Stage.test,) if isinstance(self.item.content, Quiz) else (Stage.practice, Stage.test):
                self._stage(language, stage)

    def _stage(self, language: str, stage: Stage) -> None:
        page = self.learner.client.get(self.where, query_string={"stage": stage.value})
        self._search(page, language, stage)
        tokens = _tokens(page) | {"stage": stage.value}
        asked = {"HX-Request": "true", "HX-Target": "draft-state"}
        self._search(self.learner.client.get(f"{self.where}?stage={stage.value}", headers=asked), language, stage)
        nonsense = {**tokens, "choice": "99", "step": "0", "move": "x", "kind": "x"}
        posts = [("draft", tokens), ("draft", {**tokens, "token": "f" * 32}), ("steps", nonsense)]
        tests = [("attempts", tokens), ("attempts", {**nonsense, "token": "f" * 32})]
        for target, posted in posts + (tests if stage is Stage.test else []):
            self._search(
                self.learner.client.post(f"{self.where}/{target}", data=posted, headers=asked), language, stage
            )
        self.learner.client.post(f"{self.where}/draft/delete", data=tokens)

    def _search(self, answer: TestResponse, language: str, stage: Stage) -> None:
        assert answer.status_code < 500, answer.get_data(as_text=True)[:500]
        source = answer.get_data(as_text=True) + "".join(
            f"<p>{html.escape(value)}</p>" for name, value in answer.headers if name not in COUNTED
        )
        found = leaks(source, self.secrets, self._shown(language, stage))
        assert not found, (self.where, stage, language, answer.status_code, found)
        self.searched += 1

    def _shown(self, language: str, stage: Stage) -> list[str]:
        with self.learner.app.test_request_context():
            place = places.place_at(self.learner.person_id, *self.place)
            assert place is not None
            sheet = places.working(place, stage)
            view = place.item.content.presentation(language, sheet.seed, sheet.answers)
            titles = (place.item.content.title, place.module.text(language).title, place.published.path.title)
            return [*visible(view), *visible(titles)]


def _tokens(page: TestResponse) -> dict[str, str]:
    fields = re.findall(r'name="(csrf_token|token)" (?:type="hidden" )?value="([^"]*)"', page.get_data(as_text=True))
    return dict(fields)


@pytest.mark.sqlite
@pytest.mark.parametrize("folder", [*FOLDERS, SAMPLES / "sample", SAMPLES / "more"], ids=lambda folder: folder.name)
def test_no_page_of_a_drill_or_quiz_tells_a_key_before_grading(folder: Path, app: Flask, reader: Reader) -> None:
    code = reader.take(folder)
    found = published(app, code)
    for module in found.path.modules:
        for item in found.items[module.id]:
            search = Search(reader.learner, code, module.id, item)
            search.run()
            assert search.searched >= 10


@pytest.mark.sqlite
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_page_around_tells_what_an_author_says_after_grading(folder: Path, app: Flask, reader: Reader) -> None:
    code = reader.take(folder)
    found = published(app, code)
    for language, accepted in LANGUAGES.items():
        reader.learner.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepted
        around = [reader.learner.client.get(where) for where in ("/", "/training/", f"/training/paths/{code}")]
        for module in found.path.modules:
            lesson = reader.learner.client.get(f"/training/paths/{code}/modules/{module.id}")
            shown = [*visible(module.text(language)), *visible([drill.scenario for drill in module.drills])]
            for item in found.items[module.id]:
                secrets = Secrets(item.content)
                for page in (*around, lesson):
                    source = page.get_data(as_text=True)
                    told = leaks(source, secrets, shown, only_sentences=True)
                    assert not told, (module.id, item.id, language, told)


PLANTS: dict[str, Callable[[str, str], str]] = {
    "in the text": lambda page, what: page.replace("</main>", f"<p>{what}</p></main>", 1),
    "in a hidden field": lambda page, what: page.replace("</main>", f'<input type="hidden" name="x" data-x="{what}"></main>', 1),
    "in a comment": lambda page, what: page.replace("</main>", f"<!-- {what} --></main>", 1),
    "in an attribute": lambda page, what: page.replace("<main", f'<main title="{what}"', 1),
    "in a script": lambda page, what: page.replace("</main>", f'<script type="application/json">["{what}"]</script></main>', 1),
}  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize("plant", PLANTS)
def test_the_search_finds_what_is_planted(plant: str, app: Flask, reader: Reader) -> None:
    for name in ("sample", "more"):
        code = reader.take(SAMPLES / name)
        found = published(app, code)
        for module in found.path.modules:
            for item in found.items[module.id]:
                search = Search(reader.learner, code, module.id, item)
                shown = search._shown("en", Stage.test)
                page = reader.learner.client.get(
                    search.where, query_string={"stage": "test"}, headers={"Accept-Language": "en"}
                )
                source = page.get_data(as_text=True)
                assert leaks(source, search.secrets, shown) == []
                terms = [term for term in search.secrets.terms if not says_the_portal(term)]
                for what in [*search.secrets.sentences, *terms, *search.secrets.numbers]:
                    if not any(what in text for text in shown):
                        assert leaks(PLANTS[plant](source, html.escape(what)), search.secrets, shown), what


def test_the_search_finds_ids_marks_and_orders(app: Flask, reader: Reader) -> None:
    for folder in ("sample", "more"):
        reader.take(SAMPLES / folder)
    where = {
        "late": ("SAMPLE", "daily-report"),
        "quiz": ("SAMPLE", "daily-report"),
        "spot-report": ("MORE", "many-kinds"),
    }
    for name, (code, module_id) in where.items():
        item = next(one for one in published(app, code).items[module_id] if one.id == name)
        search = Search(reader.learner, code, module_id, item)
        source = reader.learner.client.get(search.where, query_string={"stage": "test"}).get_data(as_text=True)
        shown = search._shown("en", Stage.test)
        for wrong in (
            source.replace('value="1"', f'value="{next(iter(search.secrets.ids), "2")}"', 1),
            source.replace('type="checkbox"', 'type="checkbox" checked', 1) if name == "spot-report" else "",
        ):
            assert not wrong or leaks(wrong, search.secrets, shown), name


# What order and places tell


def shipped() -> Iterator[TrainingPath]:
    """Everything that is shipped, and the samples."""
    for home in (SHIPPED / "training", SAMPLES):
        for files in read_folder(home).values():
            yield load_path(files)


def draws(seeds: range) -> Iterator[tuple[int, int, int]]:
    """For every list that is shuffled, and every seed: its length, a right one by the author, its place on the page."""
    for path in shipped():
        for module in path.modules:
            questions: tuple[Question, ...] = module.quiz.questions if module.quiz else ()
            for question in (one for one in questions if one.options):
                for at in question.key.right or range(len(question.options)):
                    for seed in seeds:
                        yield len(question.options), at, shown_order(question, seed).index(at)
            for drill in module.drills:
                yield from _of_drill(drill, seeds)


def _of_drill(drill: Drill, seeds: range) -> Iterator[tuple[int, int, int]]:
    for case in drill.cases if isinstance(drill, Variants) else (drill,):
        if isinstance(case, BranchDrill):
            for seed in seeds:
                best = int(case.solution("en", seed).answers["walk"][0]) - 1
                yield len(case.scenes[0].choices), -1, best
        elif isinstance(case, SpotDrill) and not case.fixed:
            for seed in seeds:
                for place in case.solution("en", seed).answers["s1"]:
                    yield len(case.lines), -1, int(place) - 1


def test_right_options_stand_everywhere_equally_often() -> None:
    found: dict[int, Counter[int]] = {}
    for length, _at, place in draws(range(1, 61)):
        found.setdefault(length, Counter())[place] += 1
    assert sum(sum(stood.values()) for stood in found.values()) > 5_000
    for length, stood in found.items():
        expected = sum(stood.values()) / length
        chi2 = sum((stood[place] - expected) ** 2 / expected for place in range(length))
        assert chi2 < 5 * length + 15, (length, stood)
