"""Search that is right for Chinese: texts are folded once, and a query is found anywhere in them."""

import unicodedata

import sqlalchemy as sa


def folded(*texts: str | None) -> str:
    """Texts as they are compared: width, case and runs of blanks do not matter."""
    joined = " ".join(text for text in texts if text)
    return " ".join(unicodedata.normalize("NFKC", joined).casefold().split())


def contains(column: sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str], query: str) -> sa.ColumnElement[bool]:
    """Rows whose folded column holds every word of the query; `%` and `_` mean themselves."""
    return sa.and_(*(column.contains(word, autoescape=True) for word in folded(query).split()[:8]), sa.true())


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring characters of a folded text, the measure of likeness in any script."""
    plain = folded(text).replace(" ", "")
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or ({plain} if plain else set())


def likeness(one: str, other: str) -> float:
    """Dice coefficient of the bigrams of two texts, 0 to 1 (Dice, 1945)."""
    a, b = bigrams(one), bigrams(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
