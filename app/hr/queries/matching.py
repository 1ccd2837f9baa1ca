"""Which column of ours a heading of a template means: as it was matched before, as we call it, or nearly so."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa

from app.foundation.db import db
from app.foundation.search import folded, likeness
from app.hr.models import RememberedHeading
from app.hr.queries.columns import COLUMNS

LIKE = 0.6
OTHER_WORDS = {
    "employee_no": (
        "员工编号",
        "人员编号",
        "员工工号",
        "employee id",
        "employee number",
        "user id",
        "userid",
        "person number",
    ),
    "name": ("员工姓名", "人员姓名", "full name", "employee name"),
    "org_path": ("部门", "所属部门", "部门名称", "department", "organisation", "organization"),
    "job_title": ("职位", "职务", "岗位名称", "position"),
    "path_code": ("课程编号", "课程代码", "课程id", "course id", "course code", "item id"),
    "path_title": ("课程", "培训课程", "培训名称", "培训项目", "course", "course name", "course title", "training"),
    "completed_on": ("完成日期", "培训完成日期", "结束日期", "completion date", "completed date", "date completed"),
    "completed_at": ("完成时间点", "completion time"),
    "score": ("分数", "得分", "考试成绩", "考核成绩", "grade", "mark", "result"),
    "credited_minutes": ("学时", "培训时长", "minutes", "duration"),
    "status": ("培训状态", "完成状态", "completion status"),
    "certificate_no": ("证书", "证书号", "certificate number"),
    "expires_on": ("证书有效期", "到期日期", "失效日期", "expiry date", "expiration date", "valid until"),
    "due_on": ("到期日", "due date", "deadline"),
    "delivery": ("培训方式", "培训类型", "delivery method", "training type"),
}


def key_of(heading: str) -> str:
    """A heading as it is compared: without the stars, brackets and hints that mark what must be filled in."""
    bare = re.sub(r"[（(\[【].*?[)）\]】]|[*＊:：]", " ", folded(heading))
    return " ".join(bare.replace("_", " ").split()) or folded(heading)


def suggested(headings: Sequence[str]) -> list[str]:
    """For each heading the name of a column, or an empty text; no column twice, what was matched before comes first."""
    keys = [key_of(heading) for heading in headings]
    rows = sa.select(RememberedHeading.heading, RememberedHeading.source).where(RememberedHeading.heading.in_(keys))
    told = {row.heading: row.source for row in db.session.execute(rows)}
    found = [told.get(key, "") for key in keys]
    names = _names()
    for match in (lambda key: names.get(key, ""), _nearest):
        for place, key in enumerate(keys):
            if not found[place] and key not in told and key:
                one = match(key)
                found[place] = "" if one in found else one
    return found


def _names() -> dict[str, str]:
    """Columns by every name they have."""
    told = {key_of(word): name for name, words in OTHER_WORDS.items() for word in words}
    for column in COLUMNS:
        told |= {key_of(word): column.name for word in (column.name, column.zh, column.en)}
    return told


def _nearest(key: str) -> str:
    """The column whose name is most like a heading, if any is like enough."""
    like, name = max((likeness(key, word), name) for word, name in _names().items())
    return name if like >= LIKE else ""
