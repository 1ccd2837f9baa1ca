"""Modules on paper: the handout holds no key, the facilitator's copy holds all of it, in both languages."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.foundation.content.prose import bare
from app.training.content import words
from app.training.content.kinds.branch import BranchDrill
from app.training.content.load import load_path, read_folder
from app.training.content.objects import Drill, Module
from app.training.content.objects import Path as TrainingPath
from app.training.content.quiz import Quiz
from app.training.content.variants import Variants
from app.training.queries.prints import PAPER, on_paper
from tests.factories import Cast
from tests.page import Page
from tests.training.learning import Learner, publish, write_path
from tests.training.test_leaks import FOLDERS, LANGUAGES, SAMPLES, SHIPPED, Secrets, leaks, visible


def paths() -> dict[str, TrainingPath]:
    """Everything shipped, and the samples."""
    homes = [*FOLDERS, SAMPLES / "sample", SAMPLES / "more"]
    return {home.name: load_path(read_folder(home.parent)[home.name]) for home in homes}


def printed(client: FlaskClient, code: str, module: Module, **query: str) -> str:
    """A module as printed."""
    answer = client.get(f"/training/content/{code}/print/{module.id}", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:400]
    return answer.get_data(as_text=True)


@pytest.fixture
def pmo(app: Flask, cast: Cast, sign_in: Callable[[int | None], FlaskClient]) -> FlaskClient:
    """Somebody of the PMO at a browser."""
    return sign_in(cast.pmo)


@pytest.mark.sqlite
@pytest.mark.parametrize("folder", [*FOLDERS, SAMPLES / "sample", SAMPLES / "more"], ids=lambda folder: folder.name)
def test_a_handout_holds_no_key(folder: Path, app: Flask, pmo: FlaskClient, tmp_path: Path) -> None:
    home = tmp_path / "content"
    shutil.copytree(SHIPPED, home, ignore=lambda where, names: names if Path(where) == SHIPPED / "training" else [])
    shutil.copytree(folder, home / "training" / folder.name)
    publish(app, home)
    path = paths()[folder.name]
    for name, accepted in LANGUAGES.items():
        pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepted
        for module in path.modules:
            source = printed(pmo, path.code, module)
            items: list[Drill | Quiz] = [*module.drills, *([module.quiz] if module.quiz else [])]
            for item in items:
                secrets = Secrets(item)
                shown = [
                    *visible(on_paper(module, name, keyed=False)),
                    *visible(module.text(name)),
                    *visible(path.title),
                ]
                assert leaks(source, secrets, shown, only_sentences=True) == [], (module.id, item.id, name)
            assert "paper-key" not in source
            assert "paper-right" not in source
            assert not re.search(r'class="paper-rank">\s*\d', source)


def cases(module: Module) -> list[Drill]:
    """All cases of all drills."""
    return [case for drill in module.drills for case in (drill.cases if isinstance(drill, Variants) else (drill,))]


@pytest.mark.parametrize("folder", [SAMPLES / "sample", SAMPLES / "more"], ids=lambda folder: folder.name)
def test_a_facilitators_copy_holds_the_whole_key(folder: Path, app: Flask, pmo: FlaskClient, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "training" / folder.name)
    publish(app, tmp_path)
    path = paths()[folder.name]
    for name, accepted in LANGUAGES.items():
        pmo.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepted
        for module in path.modules:
            text = plain(printed(pmo, path.code, module, copy="facilitator"))
            missing = [said for said in told_by_the_key(module, name) if plain(said) not in text]
            assert missing == [], (module.id, name)


def plain(rendered: str) -> str:
    """The words of a page or of a piece of one."""
    return words.fold(" ".join(bare(rendered).split()))


def told_by_the_key(module: Module, name: str) -> list[str]:
    """Everything that a copy with the key must say."""
    told = [str(step.reason) for drill in cases(module) for step in drill.solution(name, PAPER).steps]
    stories = [drill for drill in cases(module) if isinstance(drill, BranchDrill)]
    told = [said for said in told if not stories or said not in _of(stories, name)]
    scenes = [scene for story in stories for scene in story.scenes]
    told += [scene.title.of(name) for scene in scenes] + [scene.text.of(name) for scene in scenes]
    told += [f"{scene.key.score} " for scene in scenes if scene.key.score is not None]
    for question in module.quiz.questions if module.quiz else ():
        told += [said.of(name) for said in (*question.key.feedback, question.key.explanation)]
        told += [question.options[right].label.of(name) for right in question.key.right]
    return told


def _of(stories: list[BranchDrill], name: str) -> set[str]:
    """The reasons of walks, which join what is said in two places."""
    return {str(step.reason) for story in stories for step in story.solution(name, PAPER).steps}


def test_the_lists_on_paper_do_not_stand_in_the_right_order() -> None:
    found = [case for path in paths().values() for module in path.modules for case in cases(module)]
    ranks = [drill.solution("en", PAPER).answers["o1"] for drill in found if drill.kind == "order"]
    assert ranks
    assert not [one for one in ranks if list(one) == sorted(one)]


def test_draft_and_served_version_are_printed_apart(
    app: Flask, folder: Path, small_path: str, pmo: FlaskClient
) -> None:
    settings = app.extensions["uptake.settings"]
    app.extensions["uptake.settings"] = dataclasses.replace(settings, content=folder)
    try:
        write_path(folder, typo=" DRAFT-WORD")
        where = f"/training/content/{small_path}/print/m1"
        assert "DRAFT-WORD" not in pmo.get(where).get_data(as_text=True)
        assert "DRAFT-WORD" in pmo.get(f"{where}?of=draft").get_data(as_text=True)
        page = Page(pmo.get(f"/training/content/{small_path}"), "/")
        links = [str(link.get("href")) for link in page.root.cssselect("main a")]
        assert f"{where}?of=draft" in links
        assert f"{where}?copy=facilitator&of=draft" in links
        assert pmo.get("/training/content/NOPE/print/m1").status_code == 404
        assert pmo.get(f"/training/content/{small_path}/print/m9").status_code == 404
    finally:
        app.extensions["uptake.settings"] = settings


def test_superusers_find_the_handout_on_the_module_and_learners_do_not(
    small_path: str, lin: Learner, cast: Cast, sign_in: Callable[[int | None], FlaskClient]
) -> None:
    where = f"/training/paths/{small_path}/modules/m1"
    handout = f"/training/content/{small_path}/print/m1"
    assert handout not in lin.client.get(where).get_data(as_text=True)
    assert lin.client.get(handout).status_code == 403
    assert sign_in(cast.audit).get(handout).status_code == 403
    superuser = sign_in(cast.zhao)
    assert handout in superuser.get(where).get_data(as_text=True)
    assert superuser.get(f"{handout}?copy=facilitator").status_code == 200
