"""The dictionary of columns in both languages: on a page, as a file, and in every workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.foundation.i18n import speaking
from app.foundation.search import folded
from app.foundation.spreadsheets import csv_file
from app.hr.queries.columns import CHANGES, COLUMNS, Column

ALL = (*COLUMNS, *CHANGES)
HEADINGS = (
    "Column 字段",
    "中文",
    "English",
    "Type 类型",
    "含义",
    "Meaning",
    "Example 示例",
    "Since version 起始版本",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A column with what it means in both languages."""

    column: Column
    place: int
    zh: str
    en: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The entry as a row of a file."""
        one = self.column
        return (one.name, one.zh, one.en, one.kind.value, self.zh, self.en, one.example, one.since)

    def meaning(self, language: str) -> str:
        """What the column means, in a language."""
        return self.en if language == "en" else self.zh


def dictionary(query: str = "") -> list[Entry]:
    """Every column in the order of the files, or those that all words of `query` occur in."""
    with speaking("zh"):
        chinese = [str(column.meaning) for column in ALL]
    with speaking("en"):
        english = [str(column.meaning) for column in ALL]
    told = [Entry(*one) for one in zip(ALL, range(1, len(ALL) + 1), chinese, english, strict=True)]
    words = folded(query).split()
    return [entry for entry in told if all(word in folded(*entry.cells) for word in words)]


def dictionary_rows() -> Iterator[tuple[str, ...]]:
    """Headings and rows of the file."""
    yield HEADINGS
    for entry in dictionary():
        yield entry.cells


def dictionary_csv() -> bytes:
    """The file as CSV."""
    return b"".join(csv_file(dictionary_rows()))


def dictionary_sha256() -> str:
    """Digest of the dictionary as the CSV file that the portal gives: receivers see whether the contract has moved."""
    return hashlib.sha256(dictionary_csv()).hexdigest()
