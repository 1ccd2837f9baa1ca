"""xAPI: one statement for each completion; a correction voids what was told before and tells it anew under an id of its own."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.foundation import clock
from app.hr.actions.writers import Tally
from app.hr.queries.cells import Cells
from app.hr.queries.columns import NAMES
from app.hr.queries.corrections import LedgerRow

NAMESPACE = uuid.UUID("8f1c7c0e-6f0b-4a52-9d6c-5b1f3a2e7d10")
DONE = NAMES.index("completed_at")
VERBS = "http://adlnet.gov/expapi/verbs"


def completed_only(rows: Iterable[Cells]) -> Iterator[Cells]:
    """Only what there is a statement for: the totals of the file count nothing else."""
    return (row for row in rows if row[DONE])


def as_xapi(
    rows: Iterable[Cells], home: str, language: str, stories: Mapping[str, Sequence[LedgerRow]], tally: Tally
) -> Iterator[bytes]:
    """One xAPI statement a line; ids depend on the ledger only, so that what is sent again is recognised.

    Before a corrected completion come the statements that void what its earlier rows had said.
    """
    for row in rows:
        record: dict[str, Any] = dict(zip(NAMES, row, strict=True))
        story = stories.get(record["assignment_id"], ())
        for old in story[:-1]:
            tally.voids += 1
            yield _line(_void(home, record["assignment_id"], old, story[-1]))
        number = _id(home, record["assignment_id"], story[-1] if story else None)
        yield _line(_statement(record, home, language, number))


def _line(statement: Mapping[str, Any]) -> bytes:
    return (json.dumps(statement, ensure_ascii=False) + "\n").encode()


def _id(home: str, key: str, row: LedgerRow | None, *also: str) -> str:
    """The first row of a story is known by its assignment, each later one by its own number as well."""
    parts = [home, key] if row is None or row.first else [home, key, str(row.id)]
    return str(uuid.uuid5(NAMESPACE, "/".join([*parts, *also])))


def _void(home: str, key: str, old: LedgerRow, new: LedgerRow) -> dict[str, Any]:
    return {
        "id": _id(home, key, old, "void"),
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": "uptake"}},
        "verb": {"id": f"{VERBS}/voided", "display": {"en": "voided", "zh": "已作废"}},
        "object": {"objectType": "StatementRef", "id": _id(home, key, old)},
        "timestamp": clock.local(new.written_at).isoformat(timespec="seconds"),
    }


def _statement(record: Mapping[str, Any], home: str, language: str, number: str) -> dict[str, Any]:
    score = {} if record["score"] is None else {"score": {"raw": record["score"], "min": 0, "max": 100}}
    return {
        "id": number,
        "actor": {"objectType": "Agent", "account": {"homePage": home, "name": record["employee_no"]}},
        "verb": {"id": f"{VERBS}/completed", "display": {"en": "completed", "zh": "已完成"}},
        "object": {
            "id": f"{home}/training/paths/{record['path_code']}",
            "definition": {"name": {language: record["path_title"]}},
        },
        "result": {"completion": True, "success": True, **score},
        "timestamp": record["completed_at"],
    }
