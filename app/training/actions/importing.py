"""Past completions from a file: appended, marked as imported, never replacing anything; all of a file or nothing."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person, identity_key
from app.accounts.queries import names_of
from app.accounts.queries.merging import kept_account
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.tables import CellFault, TableRow, day_in, read_table
from app.training.actions.completing import months_after, new_number
from app.training.actions.releasing import withdraw_many
from app.training.actions.superseding import keep_newest
from app.training.models import Assignment, AssignmentSource, Certificate, Completion, Method, TrainingPath
from app.training.queries.rules import asked_of

COMPLETED_BEFORE = "completed before"
AT_ONCE = 5000
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "employee_no": ("employee_no", "工号"),
    "path_code": ("path_code", "课程编码", "路径编码"),
    "completed_on": ("completed_on", "完成日期", "完成日期(当地)"),
    "score": ("score", "成绩"),
    "document": ("document", "凭证"),
}
NEEDED = ("employee_no", "path_code", "completed_on")


class HistoryRefused(Exception):
    """The file has faults and nothing was imported."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class History:
    """What an import did: completions added, those known already, open assignments that it made needless."""

    added: int
    known: int
    released: int


@dataclass(frozen=True, slots=True)
class _Past:
    """One completion of the file."""

    row: int
    person_id: int
    path_id: int
    completed_on: date
    score: int | None
    document: str


def import_history(*, data: bytes, name: str, by_id: int | None) -> History:
    """Append the completions of a file (CSV or XLSX). Raises HistoryRefused, and UnreadableTable for what is no table.

    `name` is the file's; it stands with its SHA-256 and who imported it in the document of every row. The same completion
    twice, in one file or in two, is one.
    """
    rows = read_table(data)
    paths = {path.code.casefold(): path for path in db.session.scalars(sa.select(TrainingPath))}
    read = _read(rows, _people([_cell(row, "employee_no") for row in rows]), paths)
    known = _known({one.path_id for one in read})
    fresh = [one for one in read if (one.person_id, one.path_id, one.completed_on) not in known]
    digest = hashlib.sha256(data).hexdigest()
    importer = db.session.scalar(sa.select(Person.employee_no).where(Person.id == by_id)) if by_id else "command line"
    source = f"{name}, SHA-256 {digest}, {importer}"
    by_id_of_path = {path.id: path for path in paths.values()}
    _append(fresh, by_id_of_path, source, by_id)
    released = _release(fresh, by_id_of_path)
    if fresh:
        facts = {"file": name, "sha256": digest, "rows": len(fresh)}
        audit.record(act="history:imported", subject=("history", digest[:16]), actor_id=by_id, after=facts)
    return History(added=len(fresh), known=len(read) - len(fresh), released=released)


def _cell(row: TableRow, column: str) -> str:
    return next((row.cells[name] for name in HEADINGS[column] if row.cells.get(name)), "")


def _people(numbers: Sequence[str]) -> dict[str, int]:
    """Ids by folded employee number; of a merged account the kept one's."""
    keys = sorted({identity_key(number) for number in numbers if number})
    found: dict[str, int] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = sa.select(Person).where(Person.employee_no_key.in_(keys[start : start + AT_ONCE]))
        for person in db.session.scalars(rows):
            kept = kept_account(person) if person.merged_into_id else person
            found[person.employee_no_key] = kept.id if kept else person.id
    return found


def _read(rows: Sequence[TableRow], people: Mapping[str, int], paths: Mapping[str, TrainingPath]) -> list[_Past]:
    faults = _missing_columns(rows)
    if faults:
        raise HistoryRefused(faults)
    found: dict[tuple[int, int, date], _Past] = {}
    for row in rows:
        person_id = people.get(identity_key(_cell(row, "employee_no")))
        path = paths.get(_cell(row, "path_code").casefold())
        day = day_in(_cell(row, "completed_on"))
        score, score_fault = _score(_cell(row, "score"))
        told = {
            "employee_no": "" if person_id else "nobody has this employee number",
            "path_code": ""
            if path
            else f"there is no such path; known are {', '.join(sorted(p.code for p in paths.values()))}",
            "completed_on": _day_fault(day),
            "score": score_fault,
        }
        faults += [CellFault(row.number, column, message) for column, message in told.items() if message]
        if person_id and path and day:
            past = _Past(row.number, person_id, path.id, day, score, _cell(row, "document")[:200])
            found.setdefault((person_id, path.id, day), past)
    if faults:
        raise HistoryRefused(faults)
    return list(found.values())


def _missing_columns(rows: Sequence[TableRow]) -> list[CellFault]:
    present = set(rows[0].cells) if rows else set()
    return [
        CellFault(1, column, f"the column is missing; its heading is one of {', '.join(HEADINGS[column])}")
        for column in NEEDED
        if not present.intersection(HEADINGS[column])
    ]


def _day_fault(day: date | None) -> str:
    if day is None:
        return "this is no day; write it as 2026-06-16"
    return "this day is still to come" if day > clock.today() else ""


def _score(text: str) -> tuple[int | None, str]:
    plain = unicodedata.normalize("NFKC", text).removesuffix("%").strip()
    if not plain:
        return None, ""
    if not plain.isascii() or not plain.isdigit() or int(plain) > 100:
        return None, "a score is a whole number from 0 to 100"
    return int(plain), ""


def _known(path_ids: set[int]) -> set[tuple[int, int, date]]:
    rows = (
        sa.select(Assignment.person_id, Assignment.path_id, Completion.completed_on)
        .join(Completion, Completion.assignment_id == Assignment.id)
        .where(Assignment.path_id.in_(path_ids))
    )
    return {(row.person_id, row.path_id, row.completed_on) for row in db.session.execute(rows)}


def _append(pasts: Sequence[_Past], paths: Mapping[int, TrainingPath], source: str, by_id: int | None) -> None:
    asked = asked_of(sorted({one.person_id for one in pasts}), path_ids={one.path_id for one in pasts}) if pasts else {}
    made = []
    for past in sorted(pasts, key=lambda one: (one.completed_on, one.row)):
        moment = clock.start_of(past.completed_on)
        assignment = Assignment(
            person_id=past.person_id,
            path_id=past.path_id,
            source=AssignmentSource.imported,
            mandatory=(past.person_id, past.path_id) in asked,
            assigned_at=moment,
            assigned_by_id=by_id,
            closed_at=moment,
        )
        made.append((past, assignment))
    db.session.add_all(assignment for _, assignment in made)
    db.session.flush()
    rows = [_completion(past, assignment.id, paths[past.path_id], source, by_id) for past, assignment in made]
    db.session.add_all(rows)
    db.session.flush()
    _certify(rows, paths)


def _completion(past: _Past, assignment_id: int, path: TrainingPath, source: str, by_id: int | None) -> Completion:
    return Completion(
        assignment_id=assignment_id,
        person_id=past.person_id,
        path_id=past.path_id,
        path_version=path.version,
        method=Method.imported,
        score=path.pass_mark if past.score is None else past.score,
        completed_at=clock.start_of(past.completed_on),
        completed_on=past.completed_on,
        zone=str(clock.zone()),
        document="; ".join(part for part in (past.document, source) if part),
        recorded_by_id=by_id,
    )


def _certify(completions: Sequence[Completion], paths: Mapping[int, TrainingPath]) -> None:
    """Certificates issued today on days of the past; of each person and path the one completed last is current."""
    names = names_of({one.person_id for one in completions})
    made = []
    for one in completions:
        path = paths[one.path_id]
        months = path.valid_months
        made.append(
            Certificate(
                number=new_number(path.code, one),
                completion_id=one.id,
                person_id=one.person_id,
                person_name=names[one.person_id],
                path_id=path.id,
                title_zh=path.title("zh"),
                title_en=path.title("en"),
                path_version=one.path_version,
                completed_on=one.completed_on,
                issued_on=clock.today(),
                expires_on=months_after(one.completed_on, months) if months else None,
            )
        )
    db.session.add_all(made)
    db.session.flush()
    keep_newest({one.person_id for one in made})


def _release(pasts: Sequence[_Past], paths: Mapping[int, TrainingPath]) -> int:
    """Whoever completed the path before, and still counts, need not begin it now because a rule asks."""
    today = clock.today()
    counting = {
        (one.person_id, one.path_id)
        for one in pasts
        if (months := paths[one.path_id].valid_months) is None or months_after(one.completed_on, months) >= today
    }
    rows = sa.select(Assignment.id, Assignment.person_id, Assignment.path_id).where(
        Assignment.person_id.in_({person_id for person_id, _ in counting}),
        Assignment.source == AssignmentSource.rule,
        Assignment.closed_at.is_(None),
        Assignment.started_at.is_(None),
    )
    found = [row for row in db.session.execute(rows) if (row.person_id, row.path_id) in counting]
    withdraw_many(found, COMPLETED_BEFORE)
    return len(found)
