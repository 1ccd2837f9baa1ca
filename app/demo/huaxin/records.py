"""HR takes files: a template of the HR system, a weekly and a monthly file, filters that are used again and again."""

from datetime import timedelta

from app.demo.huaxin.story import Story
from app.foundation import clock
from app.foundation.spreadsheets import text_workbook
from app.hr.actions.delivering import deliver_due_files
from app.hr.actions.filters import keep_filter
from app.hr.actions.mapping import bring_template, keep_draft, use_draft
from app.hr.actions.scheduling import Wanted, make_schedule
from app.hr.content.template import read_template

OFFICER = "000107"
HEADINGS = ["*员工工号", "员工姓名", "培训课程", "培训开始时间", "完成日期", "考试成绩", "证书编号", "备注"]
BEGAN, WEEK = 24, 7
FILTERS = (
    ("上月完成，送人事系统", {"completed": "last_month"}, "training-import"),
    ("逾期未完成", {"status": "overdue"}, ""),
    ("研发中心", {"department": "D10"}, ""),
)


def take_files(story: Story) -> None:
    """Three weeks of files, ending with the last Sunday or so."""
    with story.days_ago(BEGAN):
        by = story.people[OFFICER].id
        _match(by)
        _schedule(by)
        for name, filters, profile in FILTERS:
            keep_filter(person_id=by, name=name, filters=filters, every_column=False, profile=profile)
    for days in range(BEGAN, -1, -WEEK):
        with clock.fixed_at(story.moment(days)):
            deliver_due_files()


def _match(by: int) -> None:
    template = read_template(text_workbook("培训记录导入", HEADINGS, []), "培训记录导入模板.xlsx")
    profile = bring_template(template=template, name="training-import", title="人事系统培训记录导入", by=by)
    columns = [dict(one) for one in (profile.draft or {})["columns"]]
    columns[4]["mask"], columns[7]["text"] = "YYYY/MM/DD", "Uptake"
    mapping = {"columns": columns, "statuses": ["completed", "expired"]}
    keep_draft(profile_id=profile.id, title=profile.title, mapping=mapping)
    use_draft(profile_id=profile.id, by=by)


def _schedule(by: int) -> None:
    today = clock.today()
    weekly = Wanted("每周完成记录", "weekly", today, {}, "xlsx", "", "zh", "hr/weekly", ())
    monthly = Wanted(
        "人事系统每月导入", "monthly", today + timedelta(days=3), {}, "", "training-import", "zh", "", (by,)
    )
    for wanted in (weekly, monthly):
        make_schedule(wanted=wanted, by=by)
