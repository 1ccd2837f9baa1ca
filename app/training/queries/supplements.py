"""Tools and cards as they were published, and the lens of the tool that the company rolls out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

import sqlalchemy as sa
from flask import g

from app.foundation.content.faults import Notebook
from app.foundation.content.terms import Term
from app.foundation.db import db
from app.training.content.cards import Card, file_names, read_card
from app.training.content.lens import TERMS, Lens, Tool, read_terms, read_tool
from app.training.models import Supplement, SupplementKind, ToolChoice

NEUTRAL = "neutral"
"""The choice of no tool: the texts keep their neutral words."""


def content_hash(files: Mapping[str, str]) -> str:
    """Names one state of the files, letter for letter."""
    return hashlib.sha256(json.dumps(dict(files), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def published_hashes(kind: SupplementKind) -> dict[str, str]:
    """The content hash served now of every tool or card, by name."""
    rows = db.session.execute(sa.select(Supplement.name, Supplement.content_hash).where(_newest(kind)))
    return {row.name: row.content_hash for row in rows}


def chosen_tool() -> str:
    """The tool that the company rolls out, or `NEUTRAL`."""
    newest = sa.select(ToolChoice.tool).order_by(ToolChoice.id.desc()).limit(1)
    return db.session.scalar(newest) or NEUTRAL


def tools() -> tuple[dict[str, Term], list[Tool]]:
    """The neutral words and every published tool, by name; one statement."""
    texts = _texts(SupplementKind.tool)
    terms = _terms(texts.get(TERMS, ""))
    found = [_tool(name, text, texts.get(TERMS, "")) for name, text in sorted(texts.items()) if name != TERMS]
    return terms, [tool for tool in found if tool]


def cards() -> list[Card]:
    """Every published card in its place; one statement."""
    rows = db.session.execute(sa.select(Supplement.name, Supplement.files).where(_newest(SupplementKind.card)))
    found = [_card(row.name, tuple(sorted(row.files.items()))) for row in rows]
    return sorted((card for card in found if card), key=lambda card: (card.place, card.id))


def card(card_id: str) -> Card | None:
    """One card, or None."""
    return next((one for one in cards() if one.id == card_id), None)


def current_lens() -> Lens | None:
    """The lens of the chosen tool, None for the neutral words; at most one statement in a request."""
    if "training_lens" not in g:
        g.training_lens = _current_lens()
    return cast("Lens | None", g.training_lens)


def _current_lens() -> Lens | None:
    choice = sa.select(ToolChoice.tool).order_by(ToolChoice.id.desc()).limit(1).scalar_subquery()
    wanted = sa.or_(Supplement.name == TERMS, Supplement.name == choice)
    rows = db.session.execute(
        sa.select(Supplement.name, Supplement.files).where(_newest(SupplementKind.tool), wanted)
    ).all()
    texts = {row.name: next(iter(row.files.values())) for row in rows}
    name = next((name for name in texts if name != TERMS), None)
    if name is None or TERMS not in texts:
        return None
    tool = _tool(name, texts[name], texts[TERMS])
    return Lens(_terms(texts[TERMS]), tool) if tool else None


def _newest(kind: SupplementKind) -> sa.ColumnElement[bool]:
    newest = sa.select(sa.func.max(Supplement.id)).where(Supplement.kind == kind).group_by(Supplement.name)
    return Supplement.id.in_(newest)


def _texts(kind: SupplementKind) -> dict[str, str]:
    rows = db.session.execute(sa.select(Supplement.name, Supplement.files).where(_newest(kind)))
    return {row.name: next(iter(row.files.values())) for row in rows}


@lru_cache(maxsize=4)
def _terms(text: str) -> dict[str, Term]:
    return read_terms(text, Notebook(TERMS)) or {} if text else {}


@lru_cache(maxsize=64)
def _tool(name: str, text: str, terms: str) -> Tool | None:
    return read_tool(name, text, _terms(terms), Notebook(name))


@lru_cache(maxsize=64)
def _card(card_id: str, files: tuple[tuple[str, str], ...]) -> Card | None:
    return read_card(card_id, dict(files), {name: Notebook(name) for name in file_names(card_id)})
