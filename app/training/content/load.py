"""Loads a training path from its files, given as a mapping of names to texts: a folder or a stored copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath

from markupsafe import Markup

from app.foundation.content.faults import ContentFaults, Fault, Notebook, not_utf8
from app.foundation.content.prose import bare, render_lesson
from app.foundation.content.texts import Both, Language, alone
from app.training.content import variants
from app.training.content.continuity import check_continuity, policy_of
from app.training.content.doubts import Doubts, doubts_of
from app.training.content.front_matter import (
    ModuleFront,
    PathFile,
    compare_ages,
    compare_fronts,
    read_module_front,
    read_path_file,
)
from app.training.content.kinds import KINDS
from app.training.content.objects import Drill, Module, ModuleText, Path
from app.training.content.pairing import Pairing
from app.training.content.quiz import Quiz, read_quiz
from app.training.content.sections import Section, take_apart
from app.training.content.world.files import world_faults, worlds_beside

PATH_FILE = "path.yaml"
COMPARED = {"heading": "headings", "table": "tables", "list_item": "list items"}
"""What both languages of a lesson should have as many of."""
WORLDS = "sim/"
TEST_OUT = "test-out"
"""What is answered to show that a module is known; no drill may be called so."""


def load_path(files: Mapping[str, str]) -> Path:
    """The path in these files (`path.yaml`, `<module>.zh.md`, `<module>.en.md`); other names are not looked at.

    Raises `ContentFaults` with every fault that makes it unusable; advice does not stop it, so that a copy stored
    under an older, milder check still loads.
    """
    path, faults = examine(files)
    grave = [fault for fault in faults if not fault.advice]
    if path is None or grave:
        raise ContentFaults(grave)
    return path


def examine(files: Mapping[str, str], folder: str = "") -> tuple[Path | None, list[Fault]]:
    """The path as far as it can be read, and every fault and piece of advice; `folder` prefixes their paths."""
    prefix = f"{folder}/" if folder else ""
    notebook = Notebook(prefix + PATH_FILE)
    if PATH_FILE not in files:
        notebook.fault(1, "The path has no path.yaml; write one with code, tier, title, modules, …")
        return None, notebook.faults
    front = read_path_file(files[PATH_FILE], notebook)
    if front is None:
        return None, notebook.faults
    faults = notebook.faults
    desk = _Desk(files, front.tier, prefix, faults)
    faults += world_faults(files)
    modules = [_module(stem, desk) for stem in front.modules]
    _note_strays(front, files, notebook)
    check_continuity([module for module in modules if module], front.modules, files, desk.notebook)
    return _path(front, tuple(module for module in modules if module)), sorted(faults)


def read_folder(folder: FilePath | str) -> dict[str, dict[str, str]]:
    """The files of every path below a folder, by the name of the path's own folder.

    Raises `UnicodeDecodeError` for a file that is not UTF-8.
    """
    found: dict[str, dict[str, str]] = {}
    for home in sorted(one for one in FilePath(folder).iterdir() if one.is_dir() and not one.name.startswith(".")):
        files = {one.name: one.read_text("utf-8-sig") for one in sorted(home.iterdir()) if _is_ours(one)}
        if files:
            found[home.name] = files | worlds_beside(home, files)
    return found


def read_each(folder: FilePath | str) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """The files of every path below a folder; a path with a file that is not UTF-8 is left out, with that fault."""
    found: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for home in sorted(one for one in FilePath(folder).iterdir() if one.is_dir() and not one.name.startswith(".")):
        raw = {one.name: one.read_bytes() for one in sorted(home.iterdir()) if _is_ours(one)}
        wrong = [not_utf8(f"{home.name}/{name}", text) for name, text in raw.items()]
        own = [fault for fault in wrong if fault]
        faults += own
        if raw and not own:
            texts = {name: _text(text) for name, text in raw.items()}
            found[home.name] = texts | worlds_beside(home, texts)
    return found, faults


def _text(raw: bytes) -> str:
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _is_ours(file: FilePath) -> bool:
    return file.is_file() and (file.name == PATH_FILE or file.name.endswith((".zh.md", ".en.md")))


def _path(front: PathFile, modules: tuple[Module, ...]) -> Path:
    return Path(
        code=front.code,
        tier=front.tier,
        version=front.version,
        title=Both(front.title.zh, front.title.en),
        summary=Both(front.summary.zh, front.summary.en),
        order=front.order,
        pass_mark=front.pass_mark,
        valid_months=front.valid_months,
        modules=modules,
        audience=front.audience,
        reviewers=front.reviewers,
    )


def _note_strays(front: PathFile, files: Mapping[str, str], notebook: Notebook) -> None:
    stems = {name.rsplit(".", 2)[0] for name in files if name.endswith((".zh.md", ".en.md"))}
    for stem in sorted(stems - set(front.modules)):
        notebook.advise(1, f"The module “{stem}” has files but is not listed; add it to modules or remove its files.")


@dataclass(slots=True)
class _Desk:
    """What reading a path's modules needs: its files, its tier, the prefix of their names and the faults so far."""

    files: Mapping[str, str]
    tier: str
    prefix: str
    faults: list[Fault]

    def notebook(self, name: str) -> Notebook:
        """A notebook for one of the files."""
        return Notebook(self.prefix + name, self.faults, self.files)


def _module(stem: str, desk: _Desk) -> Module | None:
    zh, en = _draft(stem, "zh", desk), _draft(stem, "en", desk)
    notebook = desk.notebook(f"{stem}.en.md")
    if zh is None or en is None or not _same_shape(zh, en, stem, notebook):
        return None
    compare_fronts(en.head, en.front, zh.front, f"{stem}.zh.md", notebook)
    compare_ages((zh.head, zh.front), (en.head, en.front), stem, desk.notebook)
    _compare_lessons(zh, en, f"{stem}.zh.md", notebook)
    same_front = dataclasses.replace(en.module, **zh.front.model_dump(include={"version", "on_change", "minutes"}))
    same_front = dataclasses.replace(same_front, tiers=zh.module.tiers, policy=zh.module.policy)
    return Pairing(notebook, f"{stem}.zh.md", zh.doubts, en.doubts).pair(zh.module, same_front)


def _compare_lessons(zh: _ModuleDraft, en: _ModuleDraft, other: str, notebook: Notebook) -> None:
    """Advice where one language's lesson has other parts than the other's."""
    for kind, named in COMPARED.items():
        here, there = en.parts[kind], zh.parts[kind]
        if here != there:
            notebook.advise(1, f"The lesson has {here} {named} here and {there} in {other}; bring both up to date.")


@dataclass(frozen=True, slots=True)
class _ModuleDraft:
    """One language's module, and of its source what is compared: front matter, lines of the sections, parts of the lesson.

    `nameless`: a section has no id, or that of another. `strays`: a heading has lost its braces.
    """

    module: Module
    front: ModuleFront
    head: str
    lines: Mapping[str, int]
    parts: Mapping[str, int]
    doubts: Doubts
    nameless: bool
    strays: bool


def _draft(stem: str, language: Language, desk: _Desk) -> _ModuleDraft | None:
    name = f"{stem}.{language}.md"
    notebook = desk.notebook(name)
    if name not in desk.files:
        notebook.fault(1, "The file is missing; every module of path.yaml needs a .zh.md and a .en.md.")
        return None
    worlds = tuple(sorted((other, text) for other, text in desk.files.items() if other.startswith(WORLDS)))
    draft, faults = _read(stem, language, desk.files[name], worlds)
    desk.faults.extend(dataclasses.replace(fault, path=desk.prefix + name) for fault in faults)
    if draft and desk.tier not in draft.front.tiers:
        notebook.fault(2, f"The path is for the tier {desk.tier}, which tiers does not name; add it.", column=1)
    return draft


# Checking, comparing with what is served and publishing read the same text again and again; most modules stay as they are.
@lru_cache(maxsize=256)
def _read(
    stem: str, language: Language, text: str, worlds: tuple[tuple[str, str], ...]
) -> tuple[_ModuleDraft | None, tuple[Fault, ...]]:
    """One language's module and the faults of its file, whose path is left to the caller; the same text is read once."""
    notebook = Notebook(f"{stem}.{language}.md", beside=dict(worlds))
    source = take_apart(text, notebook)
    front = read_module_front(source.front, stem, notebook) if source else None
    if source is None or front is None:
        return None, tuple(notebook.faults)
    drills, quizzes = _drills_and_quizzes(source.sections, notebook)
    lesson = render_lesson(source.lesson)
    if not bare(lesson):
        notebook.fault(1, "The module has no lesson; write some text before its first drill.")
    draft = _ModuleDraft(
        _one_language(front, lesson, drills, quizzes),
        front,
        source.front,
        {section.id: section.line for section in source.sections},
        {kind: sum(node.type == kind for top in source.lesson for node in top.walk()) for kind in COMPARED},
        doubts_of(text, notebook.faults),
        nameless=len({section.id for section in source.sections} - {""}) < len(source.sections),
        strays=source.strays,
    )
    return draft, tuple(notebook.faults)


def _one_language(front: ModuleFront, lesson: Markup, drills: list[Drill], quizzes: list[Quiz]) -> Module:
    return Module(
        id=front.id,
        tiers=tuple(front.tiers),
        version=front.version,
        on_change=front.on_change,
        minutes=front.minutes,
        texts=alone(ModuleText(front.title, tuple(front.goals), lesson)),
        drills=tuple(drills),
        quiz=quizzes[0] if quizzes else None,
        policy=policy_of(front),
    )


def _drills_and_quizzes(sections: list[Section], notebook: Notebook) -> tuple[list[Drill], list[Quiz]]:
    _check_ids(sections, notebook)
    read: list[tuple[Section, Drill]] = []
    quizzes: list[Quiz] = []
    variants.inherit(section for section in sections if section.kind in KINDS)
    for section in sections:
        if section.kind == "quiz":
            quizzes.append(read_quiz(section, notebook))
        elif section.kind in KINDS:
            drill = KINDS[section.kind](section, notebook)
            read.extend([(section, drill)] if drill else [])
        else:
            known = ", ".join(f".{kind}" for kind in (*KINDS, "quiz"))
            notebook.fault(section.line, f"“.{section.kind}” is not a kind of drill; use one of {known}.")
    _check_questions(sections, quizzes, notebook)
    _check_complete(sections, quizzes, notebook)
    return variants.gathered(read, notebook), quizzes


def _check_ids(sections: list[Section], notebook: Notebook) -> None:
    seen: set[str] = set()
    for section in sections:
        if not section.id:
            notebook.fault(section.line, "The drill has no id; end its heading with {#id .kind}.")
        elif section.id == TEST_OUT:
            notebook.fault(section.line, f"The id “{TEST_OUT}” is the portal's own; choose another.")
        elif section.id in seen:
            notebook.fault(
                section.line, f"The id “{section.id}” is taken by another drill of this module; give each its own."
            )
        seen.add(section.id)


def _check_questions(sections: list[Section], quizzes: list[Quiz], notebook: Notebook) -> None:
    """Advice for questions called like a drill or the quiz: `regrade` could mean either. What was published before still loads."""
    taken = {section.id for section in sections} - {""}
    for question in (question for quiz in quizzes for question in quiz.questions if question.id in taken):
        message = f"The id “{question.id}” is taken by a drill or the quiz of this module; give the question its own."
        notebook.advise(question.line, message)


def _check_complete(sections: list[Section], quizzes: list[Quiz], notebook: Notebook) -> None:
    if len(quizzes) > 1:
        notebook.fault(quizzes[1].line, "The module has two quizzes; put their questions into one.")
    if not quizzes:
        notebook.advise(1, "The module has no quiz; add one with ## Title {#quiz .quiz ask=5}.")
    if not any(section.kind in KINDS for section in sections):
        notebook.advise(1, "The module has no drill; add at least one, people learn by doing.")


def _same_shape(zh: _ModuleDraft, en: _ModuleDraft, stem: str, notebook: Notebook) -> bool:
    """Do both languages have the same drills? Says which is missing, so that pairing can compare like with like."""
    ids_zh, ids_en = list(zh.lines), list(en.lines)
    if ids_zh != ids_en and (zh.nameless or en.nameless):  # which is a fault of its own, and not that one is missing
        return False
    for name in ids_zh:
        if name not in en.lines:
            mend = "mend its heading" if en.strays else "translate it"
            notebook.fault(1, f"The section “#{name}” (line {zh.lines[name]} of {stem}.zh.md) is missing here; {mend}.")
    for name in ids_en:
        if name not in zh.lines:
            mend = "mend its heading there" if zh.strays else "translate it or remove it"
            notebook.fault(en.lines[name], f"The section “#{name}” is missing in {stem}.zh.md; {mend}.")
    if set(ids_zh) == set(ids_en) and ids_zh != ids_en:
        notebook.fault(1, f"The sections stand in another order than in {stem}.zh.md; use the same order.")
    same_drills = [drill.id for drill in zh.module.drills] == [drill.id for drill in en.module.drills]
    return ids_zh == ids_en and same_drills and (zh.module.quiz is None) == (en.module.quiz is None)


__all__ = ["PATH_FILE", "TEST_OUT", "ContentFaults", "examine", "load_path", "read_each", "read_folder"]
