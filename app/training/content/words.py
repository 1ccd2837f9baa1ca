"""Forgiving reading of what people type: width, case, blanks, punctuation, numbers and dates.

Nothing here raises on hostile input; what cannot be read is `None` or an empty string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

LONGEST = 5_000
"""Characters of an answer that are looked at; a longer one counts as no answer."""

_PUNCTUATION = str.maketrans(
    {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)
_AROUND = ".,;:!?'\"()[]<>《》「」"
_NUMBER = re.compile(r"[¥$€£￥]?\s*([+-]?)\s*(?=\.?\d)(\d{0,15})(?:\.(\d{0,10}))?\s*([^\d.,+-][^\d]{0,15})?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
_DATE = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))")


def narrow(text: str) -> str:
    """The text with full-width letters, digits and punctuation made half-width; case and blanks are kept."""
    return unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)


def fold(text: str) -> str:
    """The text as answers are compared: narrow, lower case, blanks collapsed, none at the ends."""
    return " ".join(narrow(text).casefold().split())


def tight(text: str) -> str:
    """The folded text without any blank."""
    return fold(text).replace(" ", "")


def same(one: str, other: str) -> bool:
    """Whether two answers say the same, whatever their width, case, blanks and the punctuation around them."""
    first, second = tight(one), tight(other)
    bare = first.strip(_AROUND)
    return first == second or (bare != "" and bare == second.strip(_AROUND))


def number(text: str) -> Decimal | None:
    """A number as typed: `6.5`, `６．５`, `.5`, `6,5`, `1,000`, `6.5 h`, `6.5小时`, `130 %`; else None.

    A comma before three digits parts thousands, one before one or two digits is a decimal comma. A unit after the
    number is not looked at.
    """
    folded = fold(text[:60]) if len(text) <= LONGEST else ""
    folded = _DECIMAL_COMMA.sub(".", folded) if folded.count(",") == 1 and "." not in folded else folded
    found = _NUMBER.fullmatch(_THOUSANDS.sub("", folded))
    if not found:
        return None
    return Decimal(f"{found[1]}{found[2] or 0}.{found[3] or 0}")


def day(text: str) -> date | None:
    """A date as typed: `2026-11-20`, `2026/11/20`, `2026.11.20`, `2026年11月20日`, `20261120`; else None."""
    found = _DATE.fullmatch(fold(text[:60]))
    try:
        return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])) if found else None
    except ValueError:
        return None


def contains(text: str, term: str) -> bool:
    """Does the text hold the term? Latin terms begin at the beginning of a word, numbers are whole numbers."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", fold(term)) if word]
    if not words:
        return False
    pattern = r"[\s-]*".join(words)
    before = r"(?<![a-z0-9])" if fold(term)[0].isascii() else ""
    after = r"(?![0-9])" if fold(term)[-1].isdigit() else ""
    folded = fold(text)
    return any(re.search(before + pattern + after, version) for version in (folded, _without_cjk_blanks(folded)))


def alternatives(text: str) -> list[str]:
    """The parts of `a / b`. Where a slash stands between blanks, bare slashes (`N/A`) belong to the words."""
    spaced = re.search(r"\s/\s|／", text)
    parts = re.split(r"\s+/\s+|\s*／\s*" if spaced else "/", text)
    return [part.strip() for part in parts if part.strip()]


def listed(text: str) -> list[str]:
    """The parts of `x, y`, whatever comma was typed."""
    return [part.strip() for part in re.split(r"[,，、;；]", text) if part.strip()]


def said(value: object) -> str:
    """One posted value as text: the first of a list, numbers written out, anything else an empty string."""
    if isinstance(value, (list, tuple)):
        return said(value[0]) if value and not isinstance(value[0], (list, tuple)) else ""
    if isinstance(value, str):
        return value.replace("\x00", "") if len(value) <= LONGEST else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    if isinstance(value, float):
        return repr(value) if abs(value) < 1e15 else ""
    return ""


def all_said(value: object) -> list[str]:
    """Posted values as texts, at most a hundred; a lone value is a list of one."""
    if isinstance(value, (list, tuple)):
        return [said(one) for one in value[:100]]
    return [] if value is None else [said(value)]


def is_given(value: object) -> bool:
    """Whether something was answered, in all its parts."""
    told = all_said(value)
    return bool(told) and all(text.strip() for text in told)


def position(text: str, count: int) -> int | None:
    """A posted position counted from 1 as an index counted from 0, or None where there is no such position."""
    folded = tight(text)
    if not re.fullmatch(r"[0-9]{1,4}", folded):
        return None
    return int(folded) - 1 if 1 <= int(folded) <= count else None


def answer(answers: object, name: str) -> object:
    """The posted answer of that name, all its values where a form was posted; None where there is none."""
    if not isinstance(answers, Mapping) or name not in answers:
        return None
    every = getattr(answers, "getlist", None)
    given: object = every(name) if callable(every) else answers[name]
    return given


def _without_cjk_blanks(folded: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", folded)
