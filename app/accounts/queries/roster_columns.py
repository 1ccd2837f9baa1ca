"""Columns of a roster: what they are called, how a cell is read, and how a fact is written into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from app.accounts.models import EMPLOYEE_NO, LONGEST, MAIL_ADDRESS, Tier
from app.foundation.search import folded
from app.foundation.tables import day_in

SEVERAL = re.compile(r"[;；]")
TIERS: Mapping[str, Tier] = {
    **{tier.value: tier for tier in Tier},
    "mgmt": Tier.management,
    "admin": Tier.administrator,
    "enduser": Tier.end_user,
    "end user": Tier.end_user,
    "管理层": Tier.management,
    "项目管理员": Tier.administrator,
    "终端用户": Tier.end_user,
}


class CellWrong(Exception):
    """A cell cannot be what its column asks for; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in files: the fact it gives, further headings, how a text becomes the fact."""

    name: str
    fact: str
    headings: tuple[str, ...]
    read: Callable[[str], Any]


def number_in(text: str) -> str:
    """An employee number. Raises CellWrong."""
    if not text:
        raise CellWrong(_("Enter the employee number."))
    if len(text) > LONGEST["employee_no"] or not re.match(EMPLOYEE_NO, text):
        raise CellWrong(_("This is no employee number: no @, no line breaks, at most 40 characters."))
    return text


def _name(text: str) -> str:
    if not text:
        raise CellWrong(pgettext("person", "Enter the name."))
    return _short("name")(text)


def _short(fact: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > LONGEST[fact]:
            raise CellWrong(_("That is too long: at most %(most)s characters.", most=LONGEST[fact]))
        return text

    return read


def _address(text: str) -> str | None:
    if text and (len(text) > LONGEST["email"] or not re.match(MAIL_ADDRESS, text)):
        raise CellWrong(_("This is not a mail address, such as lin@example.com."))
    return text or None


def _day(text: str) -> str | None:
    if not text:
        return None
    day = day_in(text)
    if day is None:
        raise CellWrong(_("This is no day; write it as 2026-06-16."))
    return day.isoformat()


def _tiers(text: str) -> list[str]:
    found = [TIERS.get(folded(part)) for part in several(text)]
    if None in found:
        raise CellWrong(_("Tiers are management, administrator and end_user, separated by semicolons."))
    return sorted({tier.value for tier in found if tier})


def several(text: str) -> list[str]:
    """The parts of a cell that holds several things."""
    return [part.strip() for part in SEVERAL.split(text) if part.strip()]


def steps_of(path: str) -> tuple[str, ...]:
    """The departments of a path from the top; a slash within a name is written twice, as HR files have it."""
    return tuple(step.strip().replace("//", "/") for step in re.split(r"(?<!/)/(?!/)", path) if step.strip())


COLUMNS: tuple[Column, ...] = (
    Column("employee_no", "employee_no", ("工号",), number_in),
    Column("name", "name", ("姓名",), _name),
    Column("dept_code", "department", ("部门编码",), str),
    Column("org_path", "org_path", ("部门路径",), steps_of),
    Column("job_title", "job_title", ("岗位",), _short("job_title")),
    Column("tier", "tiers", ("培训层级",), _tiers),
    Column("manager_no", "manager", ("上级工号",), str),
    Column("hire_date", "hired_on", ("入职日期",), _day),
    Column("leave_from", "leave_from", ("休假开始",), _day),
    Column("leave_to", "leave_to", ("休假结束",), _day),
    Column("last_day", "last_day", ("最后工作日",), _day),
    Column("work_email", "email", ("工作邮箱", "邮箱"), _address),
    Column("project_groups", "project_groups", ("项目组",), several),
)
NAMES = tuple(column.name for column in COLUMNS)


def heading(column: Column, language: str) -> str:
    """What a file of ours calls a column."""
    return column.headings[0] if language == "zh" else column.name
