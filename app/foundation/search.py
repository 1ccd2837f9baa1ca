"""Search that is right for Chinese: texts are folded once, and a query is found anywhere in them."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


def folded(*texts: str | None) -> str:
    """Texts as they are compared: width, case and runs of blanks do not matter."""
    joined = " ".join(text for text in texts if text)
    return " ".join(unicodedata.normalize("NFKC", joined).casefold().split())


def contains(column: sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str], query: str) -> sa.ColumnElement[bool]:
    """Rows whose folded column holds every word of the query; `%` and `_` mean themselves."""
    return sa.and_(*(holds(column, word) for word in folded(query).split()[:8]), sa.true())


class _position(GenericFunction[int]):  # noqa: N801 (its name is that of the SQL function)
    """Where one text begins in another, from 1; 0 where it does not. Much cheaper than LIKE where many texts are read."""

    type = sa.Integer()
    inherit_cache = True
    name = "instr"


@compiles(_position, "postgresql")
def _strpos(element: Any, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def holds(column: Any, piece: str) -> sa.ColumnElement[bool]:
    """Rows whose folded column holds a piece that is folded already."""
    return _position(column, piece) > 0


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring characters of a folded text, the measure of likeness in any script."""
    return _pairs(folded(text))


def _pairs(text: str) -> set[str]:
    plain = text.replace(" ", "")
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or ({plain} if plain else set())


def likeness(one: str, other: str) -> float:
    """Dice coefficient of the bigrams of two texts, 0 to 1 (Dice, 1945)."""
    return likeness_to(one)(folded(other))


def likeness_to(one: str) -> Callable[[str], float]:
    """The likeness of a text to many others that are folded already."""
    own = bigrams(one)

    def alike(told: str) -> float:
        pairs = _pairs(told)
        return 2 * len(own & pairs) / (len(own) + len(pairs)) if own and pairs else 0.0

    return alike


def pieces(text: str, most: int = 10) -> list[str]:
    """What to look for where nothing is found word for word: the longest words of letters, and pairs of Chinese characters
    spread over the text.
    """
    plain = folded(text)
    words = sorted(set(re.findall(r"[a-z0-9]{4,}", plain)), key=lambda word: (-len(word), word))[: most // 2]
    pairs = [run[i : i + 2] for run in re.findall(r"[^\x00-\x7f\W]{2,}", plain) for i in range(len(run) - 1)]
    step = max(1, len(pairs) // (most - len(words)))
    return [*words, *list(dict.fromkeys(pairs[::step]))[: most - len(words)]]
