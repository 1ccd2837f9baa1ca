"""The audit trail as CSV: ids as names, codes as words, as its page says them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext as _

from app.accounts.queries import AuditFilter, AuditLine, act_name, field_name, kind_name, whole_trail
from app.foundation import audit, clock
from app.foundation.spreadsheets import BOM, inert

ROWS_AT_ONCE = 200
Words = Callable[..., str]
"""Says a value: itself, the kind of thing, the field, and the names of what stands there by its id."""


def note_audit_file(*, by: int, asked: dict[str, str]) -> None:
    """Write down that somebody took it."""
    audit.record(act="audit:taken", subject=("audit", "file"), actor_id=by, after={"filter": asked} if asked else {})


def audit_csv(wanted: AuditFilter, words: Words) -> Iterator[bytes]:
    """One line an act, the latest first; made while it is sent."""
    buffer = io.StringIO(newline="")
    write = csv.writer(buffer).writerow
    buffer.write(BOM)
    write(_headings())
    for position, line in enumerate(whole_trail(wanted), 1):
        write([inert(cell) for cell in _cells(line, words)])
        if position % ROWS_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _headings() -> list[str]:
    act, thing = _("Act"), _("To what")
    return [_("Number"), _("When"), _("Done by"), act, _("Code"), thing, _("Before"), _("After"), _("Reason")]


def _cells(line: AuditLine, words: Words) -> list[Any]:
    entry = line.entry
    return [
        entry.id,
        clock.local(entry.at).isoformat(timespec="seconds"),
        line.actor or _("Uptake itself"),
        act_name(entry.act),
        entry.act,
        f"{kind_name(entry.subject_kind)} {line.subject or entry.subject_id}",
        _told(line, words, before=True),
        _told(line, words, before=False),
        entry.reason,
    ]


def _told(line: AuditLine, words: Words, *, before: bool) -> str:
    kind = line.entry.subject_kind
    facts = ((name, old if before else new) for name, old, new in line.changes)
    return "\n".join(f"{field_name(name, kind)}: {words(fact, kind, name, line.names)}" for name, fact in facts)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
