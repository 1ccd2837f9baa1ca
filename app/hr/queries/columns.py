"""The contract of the completion record: its columns, in order, with what each holds."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

FIRST = "0.1.0"


class CellKind(StrEnum):
    """How a cell is typed in a file that knows types."""

    text = "text"
    number = "number"
    day = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: stable name for machines, titles for people, type, meaning, whether the screen shows it first, an example,
    and the version of the portal that has it first.
    """

    name: str
    zh: str
    en: str
    kind: CellKind
    meaning: object
    short: bool = False
    example: str = ""
    since: str = FIRST

    def title(self, language: str) -> str:
        """Heading in a language."""
        return self.en if language == "en" else self.zh


def _text(name: str, zh: str, en: str, meaning: object, **more: Any) -> Column:
    return Column(name, zh, en, CellKind.text, meaning, **more)


def _day(name: str, zh: str, en: str, meaning: object, **more: Any) -> Column:
    return Column(name, zh, en, CellKind.day, meaning, **more)


def _number(name: str, zh: str, en: str, meaning: object, **more: Any) -> Column:
    return Column(name, zh, en, CellKind.number, meaning, **more)


COLUMNS = (
    _text(
        "employee_no", "工号", "Employee no.", _l("Text; leading zeros are part of it"), short=True, example="000103"
    ),
    _text("name", "姓名", "Name", _l("Name on the day that the file tells of"), short=True, example="李明"),
    _text(
        "org_path",
        "部门路径",
        "Department path",
        _l("From the top, separated by /"),
        short=True,
        example="华新/研发中心/研发一部",
    ),
    _text("dept_code", "部门编码", "Department code", _l("Code of the department"), example="D10"),
    _day("org_as_of", "组织日期", "Organisation as of", _l("Day whose organisation is shown"), example="2026-06-30"),
    _text("job_title", "岗位", "Job title", _l("Job title"), example="工程师"),
    _text("tier", "培训层级", "Tier", _l("management, administrator or end_user"), example="end_user"),
    _text("path_code", "课程编码", "Path code", _l("Code of the training path"), short=True, example="EU"),
    _text("path_title", "课程名称", "Path", _l("Title of the training path"), example="终端用户：从日报开始"),
    _text(
        "path_version",
        "版本",
        "Version",
        _l("Version completed; before completion, the version now taught"),
        short=True,
        example="1.0",
    ),
    _text("assignment_id", "指派编号", "Assignment", _l("Key of the row, never used twice"), example="A-000003"),
    _text("source", "来源", "Source", _l("rule, manual, self or imported"), example="rule"),
    _text("mandatory", "是否必修", "Mandatory", _l("Y or N"), example="Y"),
    _text(
        "assigned_at",
        "指派时间",
        "Assigned at",
        _l("ISO 8601 with offset of the company's zone; of a past completion that was imported, when that was"),
        example="2026-06-01T09:00:00+08:00",
    ),
    _day("due_on", "截止日期", "Due", _l("Lasts until 24:00 in the company's zone"), short=True, example="2026-06-15"),
    _day("original_due_on", "原截止日期", "Original due", _l("Due date before any extension"), example="2026-06-15"),
    _text(
        "started_at",
        "开始时间",
        "Started at",
        _l("ISO 8601 with offset; empty when not started"),
        example="2026-06-02T10:12:00+08:00",
    ),
    _text(
        "completed_at",
        "完成时间",
        "Completed at",
        _l("ISO 8601 with offset; empty when not completed"),
        example="2026-06-16T00:30:00+08:00",
    ),
    _day(
        "completed_on",
        "完成日期(当地)",
        "Completed on",
        _l("Day in the company's zone"),
        short=True,
        example="2026-06-16",
    ),
    _text("timezone", "时区", "Time zone", _l("Zone in which days are cut"), example="Asia/Shanghai"),
    _text(
        "status",
        "状态",
        "Status",
        _l("not_started, in_progress, completed, overdue, waived, withdrawn, paused or expired"),
        short=True,
        example="completed",
    ),
    _text(
        "status_reason",
        "原因",
        "Reason",
        _l("Why waived, withdrawn or paused; last day of a leaver"),
        example="on leave from 2026-06-20",
    ),
    _text("on_time", "是否按时", "On time", _l("Y, N, or NA without a due date or before it"), short=True, example="N"),
    _number(
        "days_late",
        "逾期天数",
        "Days late",
        _l("Days after the due date until completion, or until the day of the export"),
        example="1",
    ),
    _number(
        "score",
        "成绩",
        "Score",
        _l("Official score, percent: first passing attempts; empty before completion"),
        short=True,
        example="80",
    ),
    _number("pass_mark", "及格线", "Pass mark", _l("Percent"), example="80"),
    _number("attempts", "考试次数", "Attempts", _l("Graded quiz attempts"), example="1"),
    _text(
        "first_attempt_pass",
        "首次通过",
        "First attempt passed",
        _l("Y when every quiz was passed at its first attempt"),
        example="Y",
    ),
    _text("practice_result", "实操结果", "Practice", _l("accepted, or empty"), example="accepted"),
    _text("assessor_no", "考评人工号", "Assessor no.", _l("Who accepted the practice"), example="000105"),
    _number(
        "credited_minutes",
        "学时(分钟)",
        "Credited minutes",
        _l("Standard minutes of the completed modules"),
        short=True,
        example="70",
    ),
    _text(
        "delivery",
        "培训形式",
        "Delivery",
        _l("online, classroom, imported, or equivalent (learned elsewhere)"),
        example="online",
    ),
    _text(
        "certificate_no",
        "证书编号",
        "Certificate",
        _l("Verifiable at /certificates/<number>"),
        short=True,
        example="C-EU-2026-000017",
    ),
    _day("issued_on", "发证日期", "Issued", _l("Day the certificate was issued"), example="2026-06-16"),
    _day("expires_on", "有效期至", "Expires", _l("Last day the certificate is valid"), example="2028-06-15"),
    _text(
        "evidence",
        "凭证来源",
        "Evidence",
        _l("system, imported, or document (of something learned elsewhere)"),
        example="system",
    ),
    _text("corrected", "是否更正", "Corrected", _l("Y when a later row of the ledger corrects the first"), example="N"),
    _text(
        "export_batch", "批次号", "Batch", _l("Same day and filter give the same batch"), example="B-20260630-1f3a9c27"
    ),
    _number(
        "tested_out",
        "免学模块数",
        "Modules tested out",
        _l("Modules that were not worked through but shown to be known, by a longer quiz taken once"),
        example="0",
    ),
    _text(
        "session_code",
        "课次编号",
        "Session",
        _l("Workshop on the path at which the person was before completion"),
        example="W-000012",
    ),
    _text(
        "dispute",
        "异议状态",
        "Dispute",
        _l("open while the person contests this record, then accepted, partly or rejected; empty without a contest"),
        example="open",
    ),
    _text(
        "superseded",
        "是否被取代",
        "Superseded",
        _l("Y when the person has completed the path again since, by renewal or another version"),
        example="N",
    ),
)
CHANGES = (
    _text(
        "change",
        "变更",
        "Change",
        _l("Only in a file of changes: void takes back what was told of this assignment, new tells it as it is now"),
        example="new",
    ),
    _number("sequence", "序列号", "Sequence", _l("Only in a file of changes: number of the change"), example="42"),
)
"""What a file of changes has behind the columns of the record."""
NAMES = tuple(column.name for column in COLUMNS)
#: Columns whose text people or files have given us; the others hold words and figures of our own.
GIVEN = frozenset(
    {
        "employee_no",
        "name",
        "org_path",
        "dept_code",
        "job_title",
        "path_code",
        "path_title",
        "path_version",
        "assignment_id",
        "timezone",
        "status_reason",
        "assessor_no",
        "certificate_no",
    }
)
SHORT = tuple(column for column in COLUMNS if column.short)
