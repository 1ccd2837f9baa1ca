"""Content objects as plain JSON values without what is only read: texts, lines and other forms of words."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

from app.foundation.content.texts import Both
from app.training.content import words
from app.training.content.accept import Words

_ONLY_READ = {"line", "words", "other_words"}


def grading_facts(thing: object) -> object:
    """What decides a grade in a world or an assertion; the words that a text must hold do, names do not."""
    if isinstance(thing, Both):
        return [_terms(one) for one in (thing.zh, thing.en)] if isinstance(thing.zh, Words) else None
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        named = [one.name for one in dataclasses.fields(thing)]
        told = [name for name in named if name not in _ONLY_READ or isinstance(getattr(thing, name), Both)]
        return {name: grading_facts(getattr(thing, name)) for name in told}
    if isinstance(thing, tuple):
        return [grading_facts(one) for one in thing]
    if isinstance(thing, Decimal):
        return f"{thing.normalize():f}"
    return thing.isoformat() if isinstance(thing, date) else thing


def _terms(told: Words) -> object:
    return [told.whole, [[words.fold(term) for term in group] for group in told.groups]]
