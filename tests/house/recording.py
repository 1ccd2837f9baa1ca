"""People, files and scores in the company of the house tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.accounts import actions as accounts
from app.accounts.actions.corrections import ask_for_correction
from app.accounts.actions.links import issue_link
from app.accounts.models import LinkPurpose
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.spreadsheets import text_workbook
from app.hr.actions.exporting import FileFormat, export_bytes, start_export
from app.hr.actions.filters import keep_filter
from app.hr.actions.mapping import bring_template
from app.hr.actions.reconciling import keep_receipt
from app.hr.actions.scheduling import Wanted, make_schedule, missed_row
from app.hr.content.template import read_template
from app.hr.models import ExportDelivery
from app.hr.queries.records import filter_of
from app.metrics.actions.contests import open_contest
from app.metrics.actions.scorecards import draw_up, look
from app.metrics.actions.weights import record_policy
from app.metrics.queries.scorecards import months_to_draw
from app.notifications.links import mute_link
from app.training.actions.dual_running import Compared, record_check
from app.training.actions.importing import bring_history, import_history
from app.training.actions.rolling_out import WaveData, add_wave
from app.training.models import Assignment, WaveKind
from tests.factories import make_person

if TYPE_CHECKING:
    from tests.house.company import Company

NIGHTLY = Wanted("每晚", "daily", date(2030, 1, 1), {}, "csv", "", "zh", "hr", ())


def take_a_file(company: Company) -> None:
    """A file of records, what was said to it, and how files are made: profile, filter, schedule."""
    chosen = None
    with company.app.app_context():
        chosen = filter_of(clock.today(), {})
        with transaction():
            export_id = start_export(chosen=chosen, file_format=FileFormat.csv, by=company.cast.he).id
        for _piece in export_bytes(export_id=export_id, chosen=chosen, file_format=FileFormat.csv, language="en"):
            pass
        with transaction():
            told = "工号,课程编码,成绩\n000202,SP,1\n".encode()
            kept = keep_receipt(data=told, name="回执.csv", export_id=export_id, by=company.cast.he)
            template = read_template(text_workbook("导入", ["工号", "完成日期"], []), "模板.xlsx")
            name = f"template-{export_id}"
            profile = bring_template(template=template, name=name, title="人事系统", by=company.cast.he)
            kept_filter = keep_filter(
                person_id=company.cast.he, name=f"f{export_id}", filters={}, every_column=False, profile=""
            )
            schedule = make_schedule(wanted=NIGHTLY, by=company.cast.he)
            db.session.add_all(
                ExportDelivery(**missed_row(schedule.id, clock.today() - timedelta(days=n), "paused")) for n in range(9)
            )
        company.values |= {
            "export": export_id,
            "import_receipt": kept.id,
            "export_profile": profile.id,
            "schedule": schedule.id,
            "filter": kept_filter.id,
        }


def more_values(company: Company) -> None:
    """Who has left, links of mails, a wave, accounts that are one person, a correction asked for, a roster and past training."""
    with company.app.app_context(), transaction():
        left = make_person("000900", "离任", company.cast.other_department, last_day=clock.today())
        for name, purpose in (("invitation", LinkPurpose.invitation), ("reset", LinkPurpose.password_reset)):
            company.values[name] = issue_link(person_id=left.id, purpose=purpose).rpartition("/")[2]
        company.values["mute"] = mute_link(company.cast.lin, int(str(company.values["idea"]))).rpartition("/")[2]
        company.values["spare"] = left.id
        wave = WaveData("试点", "Pilot", WaveKind.pilot, None, department_ids=[company.cast.department])
        wave_id = company.values["wave_id"] = add_wave(data=wave, by_id=company.cast.pmo).id
        compared = Compared(clock.today(), "在途任务", "37", "35", agrees=False)
        company.values["check_id"] = record_check(wave_id=wave_id, compared=compared, by_id=company.cast.pmo).id
        double = make_person("000902", "伊文二", company.cast.other_department).id
        eve = {"kept_id": company.cast.eve, "merged_id": double, "reason": "婚后改名", "by": company.cast.he}
        company.values["merge_id"] = accounts.merge_accounts(**eve).id  # type: ignore[arg-type]
        people = "employee_no,name,dept_code,job_title\n000202,伊文,D20,采购员\n000903,新来,D20,\n".encode()
        company.values["correction_id"] = complain(company.cast.lin, 0)
        company.values["roster_id"] = accounts.bring_roster(data=people, name="roster.csv", by=company.cast.he).id
        import_past(company, 0)


def import_past(company: Company, number: int) -> None:
    """A file of past training that was taken over, and a longer one that is looked at."""
    days = [clock.today() - timedelta(days=1000 + 10 * number + n) for n in range(3)]
    rows = ["employee_no,path_code,completed_on,score\n", *(f"000900,SP,{day},90\n" for day in days)]
    import_history(data="".join(rows[:2]).encode(), name="past.csv", by_id=company.cast.he)
    row = bring_history(data="".join(rows).encode(), name=f"past-{number}.csv", by_id=company.cast.he)
    company.values["history_import"] = row.id


def score(company: Company) -> None:
    """A policy, the scorecards of last month, open to others, and a contest of Eve."""
    with company.app.app_context(), transaction():
        told = {"document": "intranet", "channel": "meeting", "adopted_on": clock.today()}
        record_policy(title="Policy", **told, by_id=company.cast.he)  # type: ignore[arg-type]
        drawn = draw_up(month=months_to_draw(())[0], by_id=company.cast.he)
        drawn.opens_on = clock.today()
        number = db.session.scalars(sa.select(Assignment.id).where(Assignment.person_id == company.cast.eve)).first()
        contest = open_contest(
            person_id=company.cast.eve, month=drawn.month, part="on_time", assignment_id=number, reason="x"
        )
        look(month=drawn, person_id=company.cast.eve, viewer_id=company.cast.he)
        company.values |= {"score_month": drawn.month, "contest": contest.id, "eves_assignment": number}


def complain(person_id: int, number: int) -> int:
    """Ask to correct the own data."""
    wrong = f"入职日期不对 {number}"
    token = f"correction-{number}-{person_id}"
    return ask_for_correction(person_id=person_id, section="person", text=wrong, wanted="另一天", token=token).id
