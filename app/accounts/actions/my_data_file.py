"""Everything that the portal keeps of somebody as one ZIP, made while it is sent.

Each section stands there twice: as CSV for spreadsheets, and as JSON Lines with nothing altered. Neither rows nor file are ever
held as a whole.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask_babel import gettext as _

from app.accounts.queries.my_data import Section, accounts_of, counts_of, section_rows, sections
from app.foundation import audit, clock
from app.foundation.spreadsheets import BOM, inert

TEXTS_AT_ONCE = 64 * 1024


class _Pipe(io.RawIOBase):
    """Takes what a ZIP writes and gives it away at once; it cannot be wound back, so sizes follow each part."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """What has come since the last call."""
        held, self._held = bytes(self._held), bytearray()
        return held


def note_taking(*, person_id: int) -> None:
    """Write down that somebody took their data: should it have been another, the person sees it."""
    audit.record(act="my_data:taken", subject=("person", person_id), actor_id=person_id)


def read_me(person_id: int) -> str:
    """What the files are, in the reader's language, with how many rows each section has."""
    counts = counts_of(accounts_of(person_id))
    lines = [f"{one.key:<18}{counts[one.key]:>8}  {one.title}: {one.about}" for one in sections()]
    words = (
        _("My data"),
        _("Taken on %(day)s", day=clock.today().isoformat()),
        "",
        _(
            "Everything that this portal keeps of you, in sections. Each stands here twice: as CSV for spreadsheets and as JSON Lines with nothing altered. Instants are in UTC."
        ),
        _(
            "Not in it: answers to the pulse, for whose answer is whose was never stored; passwords, of which only a fingerprint is kept; and names of other people, unless they looked at your scorecard."
        ),
        _("Something is wrong? Ask for a correction under My account, My data."),
        "",
        *lines,
        "",
    )
    return "\r\n".join(words)


def zip_of(person_id: int, told: str) -> Iterator[bytes]:
    """The bytes of the file; `told` is its README."""
    ids, pipe = accounts_of(person_id), _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:
        book.writestr("README.txt", (BOM + told).encode())
        for section in sections():
            for name, texts in ((f"{section.key}.csv", _csv), (f"{section.key}.jsonl", _json_lines)):
                with book.open(name, "w", force_zip64=True) as part:
                    for chunk in _chunks(texts(section, ids)):
                        part.write(chunk)
                        yield pipe.taken()
    yield pipe.taken()


def _csv(section: Section, ids: Sequence[int]) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    write = csv.writer(buffer).writerow
    buffer.write(BOM)
    write(section.columns(ids))
    for row in section_rows(section, ids):
        write([inert(_cell(value)) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _json_lines(section: Section, ids: Sequence[int]) -> Iterator[str]:
    names = section.columns(ids)
    for row in section_rows(section, ids):
        facts = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(facts, ensure_ascii=False) + "\n"


def _chunks(texts: Iterable[str]) -> Iterator[bytes]:
    held, size = [], 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= TEXTS_AT_ONCE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _cell(value: Any) -> str | int | None:
    """A value as a cell holds it; what has parts as JSON."""
    plain = _plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, (dict, list)) else plain
