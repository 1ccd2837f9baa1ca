"""One record as cells: typed values in the order of the columns, for the screen and for every file."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from app.accounts.queries.organisation import Unit
from app.foundation import clock
from app.training.models import Method
from app.training.queries.workshops import session_code

Cell = str | int | date | None
Cells = tuple[Cell, ...]


DELIVERY = {Method.imported: "imported", Method.equivalent: "equivalent"}
EVIDENCE = {Method.imported: "imported", Method.equivalent: "document"}


class Chosen(Protocol):
    """What the cells need to know of a filter."""

    @property
    def as_of(self) -> date:
        """Last day that counts."""

    @property
    def batch(self) -> str:
        """Number of the batch."""


class Shape:
    """Turns raw rows into cells; what is the same for all rows is looked up once."""

    def __init__(self, chosen: Chosen, language: str, departments: Mapping[int, tuple[str, str]]) -> None:
        self._as_of = chosen.as_of
        self._end = clock.end_of(chosen.as_of)
        self._batch = chosen.batch
        self._english = language == "en"
        self._zone = clock.zone()
        self._departments = departments

    def cells(self, row: Any) -> Cells:
        """One record, in the order of COLUMNS."""
        org_path, code = self._departments[row.department_id]
        status, reason = self.status(row)
        started = row.started_at if row.started_at and row.started_at < self._end else None
        return (
            row.employee_no,
            _broken(row.name),
            org_path,
            code,
            self._as_of,
            _broken(row.job_title),
            row.tier.value,
            row.code,
            self._title(row),
            row.path_version or row.current_version,
            assignment_key(row.number, row.assignment_id),
            row.source.value,
            _yes(row.mandatory),
            self._iso(row.assigned_at),
            row.due_on,
            row.original_due_on,
            self._iso(started),
            self._iso(row.completed_at),
            row.completed_on,
            row.zone or self._zone.key,
            status,
            reason,
            *self._timing(row, status),
            row.score,
            row.pass_mark,
            row.attempts or 0,
            _yes(not row.failed_first) if row.attempts else "",
            "accepted" if row.accepted_on else "",
            row.assessor_no or "",
            row.minutes,
            DELIVERY.get(row.method) or ("classroom" if row.workshop_id else "online"),
            row.certificate_no or "",
            row.issued_on,
            row.expires_on,
            EVIDENCE.get(row.method, "system"),
            _yes(bool(row.corrects_id)),
            self._batch,
            row.tested_out or 0,
            session_code(row.workshop_id) if row.workshop_id else "",
            row.dispute or "",
            _yes(row.superseded_by),
        )

    def status(self, row: Any) -> tuple[str, str]:
        """Status as of the day, and its reason."""
        left = f"left {row.last_day.isoformat()}" if row.last_day and row.last_day <= self._as_of else ""
        if row.completed_at:
            expired = row.expires_on is not None and row.expires_on < self._as_of
            return ("expired" if expired else "completed"), left
        if row.waived_at and row.waived_at < self._end:
            return "waived", _broken(row.waived_reason)
        if row.withdrawn_at and row.withdrawn_at < self._end:
            return "withdrawn", _broken(row.withdrawn_reason)
        return self._open_status(row, left)

    def _open_status(self, row: Any, left: str) -> tuple[str, str]:
        if row.leave_from and row.leave_from <= self._as_of and (row.leave_to is None or row.leave_to >= self._as_of):
            return "paused", f"on leave from {row.leave_from.isoformat()}"
        if row.due_on and row.due_on < self._as_of:
            return "overdue", left
        return ("in_progress" if row.started_at and row.started_at < self._end else "not_started"), left

    def _timing(self, row: Any, status: str) -> tuple[str, int | None]:
        """On time (Y, N, NA) and days late."""
        if row.due_on is None or status in ("waived", "withdrawn", "paused"):
            return "NA", None
        measured = row.counted_on or row.due_on  # more time granted when it was over already moves nothing
        if row.completed_on:
            return _yes(row.completed_on <= measured), max(0, (row.completed_on - measured).days)
        if row.due_on < self._as_of:
            return "N", (self._as_of - row.due_on).days
        return "NA", None

    def _title(self, row: Any) -> str:
        titles = (row.title_en, row.title_zh) if self._english else (row.title_zh, row.title_en)
        return str(titles[0] or titles[1])

    def _iso(self, moment: datetime | None) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="seconds") if moment else ""


def assignment_key(number: str | None, assignment_id: int) -> str:
    """What an assignment is called in every file."""
    return number or f"A-{assignment_id:06d}"


def _broken(text: str) -> str:
    """Text with its lines broken as spreadsheets break them: browsers send CR LF, which would come back as another text."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def _yes(value: object) -> str:
    return "Y" if value else "N"


def department_paths(units: Mapping[int, Unit], language: str = "zh") -> dict[int, tuple[str, str]]:
    """For each department id: its path from the top (a `/` in a name is doubled) and its code."""
    return {unit.id: (_broken("/".join(_names(unit, units, language))), unit.code) for unit in units.values()}


def _names(unit: Unit, units: Mapping[int, Unit], language: str) -> list[str]:
    above = _names(units[unit.parent_id], units, language) if unit.parent_id else []
    return [*above, unit.title(language).replace("/", "//")]
