"""What is published beside the paths: the words of the tools and the go-live day cards, read from their folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from app.foundation.content.faults import Fault, Notebook, not_utf8
from app.foundation.content.terms import Term
from app.foundation.content.texts import LANGUAGES
from app.training.content.cards import Card, file_names, read_card
from app.training.content.lens import TERMS, Tool, read_terms, read_tool

TOOLS, CARDS = "tools", "cards"


@dataclass(frozen=True, slots=True)
class Supplements:
    """Everything read, the faults, and per tool or card the files it was read from."""

    terms: Mapping[str, Term]
    tools: tuple[Tool, ...]
    cards: tuple[Card, ...]
    tool_files: Mapping[str, dict[str, str]]
    card_files: Mapping[str, dict[str, str]]
    faults: tuple[Fault, ...]


def read_supplements(content: FilePath) -> Supplements:
    """The tools and cards below a content folder; a folder that is not there holds nothing.

    What has faults is left out of the files, so that its last good version keeps serving.
    """
    faults: list[Fault] = []
    terms, tools, tool_files = _tools(content / TOOLS, faults)
    cards, card_files = _cards(content / CARDS, faults)
    return Supplements(terms, tuple(tools), tuple(cards), tool_files, card_files, tuple(sorted(faults)))


def _tools(folder: FilePath, faults: list[Fault]) -> tuple[dict[str, Term], list[Tool], dict[str, dict[str, str]]]:
    texts = _texts(folder, (".yaml",), faults)
    if not texts:
        return {}, [], {}
    notebook = Notebook(f"{TOOLS}/{TERMS}.yaml", faults)
    if f"{TERMS}.yaml" not in texts:
        notebook.fault(1, "The file is missing; it declares the neutral words that the tools translate.")
        return {}, [], {}
    terms = read_terms(texts[f"{TERMS}.yaml"], notebook) or {}
    files = {TERMS: {f"{TERMS}.yaml": texts[f"{TERMS}.yaml"]}} if terms else {}
    tools = []
    for name, text in texts.items():
        stem = name.removesuffix(".yaml")
        before = len(faults)
        tool = read_tool(stem, text, terms, Notebook(f"{TOOLS}/{name}", faults)) if stem != TERMS and terms else None
        if tool and len(faults) == before:
            tools.append(tool)
            files[stem] = {name: text}
    return terms, tools, files


def _cards(folder: FilePath, faults: list[Fault]) -> tuple[list[Card], dict[str, dict[str, str]]]:
    texts = _texts(folder, tuple(f".{language}.md" for language in LANGUAGES), faults)
    cards, files = [], {}
    for card_id in sorted({name.rsplit(".", 2)[0] for name in texts}):
        names = file_names(card_id)
        before = len(faults)
        card = read_card(card_id, texts, {name: Notebook(f"{CARDS}/{name}", faults) for name in names})
        if card and len(faults) == before:
            cards.append(card)
            files[card_id] = {name: texts[name] for name in names}
    return sorted(cards, key=lambda card: card.place), files


def _texts(folder: FilePath, endings: tuple[str, ...], faults: list[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if not (file.is_file() and file.name.endswith(endings)):
            continue
        raw = file.read_bytes()
        wrong = not_utf8(f"{folder.name}/{file.name}", raw)
        if wrong:
            faults.append(wrong)
        else:
            found[file.name] = raw.decode("utf-8-sig").replace("\r\n", "\n")
    return found
