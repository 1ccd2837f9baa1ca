"""What the arguments of addresses stand for in the company of the house tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.changes.company import change_examples
from tests.training.practising import TASK

if TYPE_CHECKING:
    from tests.house.company import Company

OF_A_PROFILE = ("show_profile", "update_mapping", "delete_draft", "remove_profile")
OF_A_SCHEDULE = ("show_schedule", "create_schedule_pause", "create_schedule_resumption", "delete_schedule")
IN_OFFICE = (
    "create_hours",
    "show_hours",
    "update_hours",
    "update_ceiling",
    "show_new_deputy",
    "create_deputy",
    "delete_deputy",
    "show_hand_over",
    "create_hand_over",
)
AT_WORK = ("show_practice_again", "create_submission", "save_practice_draft")


def examples(company: Company) -> Mapping[str, Mapping[str, object]]:
    """Values for the arguments of endpoints that need some; the argument alone says it for most of them."""
    v = company.values
    item = {"code": "SP", "module_id": "m1"}
    return {
        "ambassadors": {
            "number": v["appointment"],
            "series_id": v["series_id"],
            "meeting_id": v["meeting_id"],
            "item_id": v["item_id"],
            "action_id": v["action_id"],
            "idea_id": v["idea"],
            "entry_id": v["entry_id"],
            "deputy_id": v["deputy_id"],
            "group_id": v["group_id"],
            "token": v["calendar"],
            "interview_id": v["interview"],
            "finding_id": v["finding"],
            "practice_id": v["practice"],
            "reuse_id": v["reuse"],
            "session_id": v["session"],
            "attendance_id": v["attendance"],
            "person_id": company.cast.zhao,
            "_what": "withdrawal",
        },
        **change_examples(v),
        "feedback": {
            "number": v["idea"],
            "comment_id": v["comment_id"],
            "tag_id": v["tag_id"],
            "request_id": v["reopen_request"],
            "suggestion_id": v["suggestion"],
        },
        "knowledge": {
            "name": "procurement-roles",
            "question_id": v["question"],
            "draft_id": v["article_draft"],
            "language": "zh",
        },
        "ambassadors.show_practice_again": {"_what": "reuses"},
        "ambassadors.show_session_again": {"_what": "records"},
        "ambassadors.create_practice_publication": {"practice_id": v["draft"]},
        **{f"ambassadors.{name}": {"number": v["office"]} for name in IN_OFFICE},
        "hr": {"number": v["export"], "kind": "csv"},
        "hr.show_receipt": {"number": v["import_receipt"]},
        **{f"hr.{name}": {"number": v["export_profile"]} for name in OF_A_PROFILE},
        **{f"hr.{name}": {"number": v["filter"]} for name in ("update_filter", "remove_filter")},
        **{f"hr.{name}": {"number": v["schedule"]} for name in OF_A_SCHEDULE},
        "notifications": {"number": v["notice"], "token": v["mute"], "telling_id": v["telling"]},
        "notifications.show_receipt": {"number": v["announcement"]},
        "notifications.create_retry": {"number": v["announcement"]},
        "accounts": {
            "person_id": company.cast.eve,
            "department_id": v["department_id"],
            "group_id": v["group_id"],
            "handle": "0" * 16,
            "merge_id": v["merge_id"],
            "import_id": v["roster_id"],
            "kind": "csv",
            "purpose": "calendar",
            "year": 2026,
            "day": "2026-10-01",
            "key": "audit",
            "request_id": v["correction_id"],
        },
        "accounts.show_invitation": {"token": v["invitation"]},
        "accounts.update_password_by_invitation": {"token": v["invitation"]},
        "accounts.show_password_reset": {"token": v["reset"]},
        "accounts.update_password_by_reset": {"token": v["reset"]},
        "training": {
            **item,
            "item_id": "fill",
            "number": 1,
            "person_id": company.cast.eve,
            "assignment_id": v["assignment_id"],
            "rule_id": v["rule_id"],
            "wave_id": v["wave_id"],
            "check_id": v["check_id"],
            "submission_id": v["submission_id"],
            "request_id": v["request_id"],
            "note_id": v["note_id"],
            "workshop_id": v["workshop_id"],
            "presence_id": v["presence_id"],
            "employee_no": "000202",
            "publication_id": 1,
            "card_id": "who-to-call",
            "name": "jira",
            "import_id": v["history_import"],
            "kind": "csv",
            "_what": "results",
        },
        "training.show_new_time_note": {"assignment_id": v["own_assignment_id"]},
        "training.create_time_note": {"assignment_id": v["own_assignment_id"]},
        "training.show_reissue": {"number": v["certificate"]},
        "training.create_reissue": {"number": v["certificate"]},
        "training.create_retirement": {"code": "RT"},  # whatever is retired is gone for those who come later
        **{f"training.{name}": {"code": "HT", "item_id": TASK} for name in AT_WORK},
        "training.show_certificate": {"number": v["certificate"]},
        "training.show_certificate_file": {"number": v["certificate"]},
        "metrics": {
            "name": "overdue",
            "person_id": company.cast.eve,
            "assignment_id": v["eves_assignment"],
            "part": "on_time",
            "month": v["score_month"],
            "contest_id": v["contest"],
            "round_id": v["round_id"],
            "report_id": v["report_id"],
            "code": "T1",
            "wave_id": v["wave_id"],
            "import_id": v["usage_import"],
            "line_id": v["benefit_line"],
        },
        "metrics.show_own_events": {"assignment_id": v["own_assignment_id"]},
        "metrics.show_definition": {"code": "T8"},
        "metrics.show_wave_rows": {"name": "ready"},
        "changes.show_release_feed": {"token": v["release_token"]},
        "static": {"filename": "app.css"},
    }
