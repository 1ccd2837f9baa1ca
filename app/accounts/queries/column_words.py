"""What columns of “My data” are called in the reader's language; files keep the stable names."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.accounts.queries.audit_words import field_name


def _all(word: LazyString, names: Iterable[str]) -> dict[str, LazyString]:
    return dict.fromkeys(names, word)


COLUMNS: Mapping[str, LazyString] = {
    **_all(
        _l("When"), ("at", "cast_at", "posted_at", "told_at", "submitted_at", "supported_at", "served_on", "held_on")
    ),
    **_all(_l("When"), ("starts_at", "given_at", "nominated_at", "noted_at", "opened_at", "followed_at", "named_at")),
    **_all(_l("Recorded"), ("created_at", "recorded_at", "made_at", "assigned_at", "imported_at", "merged_at")),
    **_all(_l("First day"), ("starts_on", "first_on", "valid_from", "quiet_from", "from_on", "started_at")),
    **_all(_l("Ends"), ("ends_on", "last_on", "quiet_until", "to_on", "closes_on", "expires_on")),
    **_all(_l("Ended"), ("ended_at", "closed_at", "undone_at", "removed_at", "withdrawn_at", "settled_at", "muted_at")),
    **_all(_l("Last used"), ("seen_at", "updated_at")),
    **_all(_l("Answered"), ("answered_at", "decided_at", "reviewed_at")),
    **_all(_l("What was answered"), ("answer", "comment", "choice", "in_favour", "granted", "outcome")),
    **_all(_l("Reason"), ("reason", "waived_reason", "withdrawn_reason", "ended_reason", "excuse")),
    **_all(_l("Text"), ("text", "note")),
    **_all(_l("Title"), ("title", "title_en")),
    "corrected": _l("Corrected"),
    "last_day": _l("Last day of work"),
    "asked_at": _l("Asked on"),
    "file_name": _l("File"),
    "before": _l("Before"),
    "after": _l("After"),
    "browser": _l("Browser"),
    "shared": _l("Shared tablet"),
    "section": _l("Section"),
    "wanted": _l("As it should be"),
    "number": _l("Number"),
    "module": _l("Module"),
    "item": _l("Drill or quiz"),
    "percent": _l("Per cent"),
    "passed": _l("Passed or not"),
    "accepted": _l("Accepted or not"),
    "cast": _l("Cast"),
    "answers": _l("Answers"),
    "link": _l("Web address"),
    "method": _l("How"),
    "way": _l("How"),
    "channel": _l("How"),
    "completed_at": _l("Completed"),
    "minutes": _l("Minutes spent"),
    "issued_on": _l("Issued"),
    "idea": _l("Idea"),
    "steps": _l("Steps"),
    "proposal": _l("Proposal"),
    "workaround": _l("Workaround"),
    "edited_at": _l("Edited"),
    "change": _l("Change request"),
    "place": _l("Place"),
    "practice": _l("Practice number"),
    "mailed_at": _l("Mailed"),
    "sent_at": _l("Mailed"),
    "recipient": _l("Address"),
    "optional_reminders": _l("Reminders of optional paths"),
    "quiet_days_off": _l("None on days off"),
    "scope": _l("Of what"),
    "month": _l("Month"),
    "active_weeks": _l("Weeks with a core task"),
    "core_due": _l("Core tasks due"),
    "core_on_time": _l("Core tasks on time"),
    "features_used": _l("Core features used"),
    "features_enabled": _l("Core features enabled"),
    "counted": _l("Counted or not"),
    "revision": _l("Version"),
    "bonus": _l("Bonus"),
    "parts": _l("Parts"),
    "part": _l("Part"),
    "question": _l("Number of the question"),
    "article": _l("Article"),
    "began_at": _l("When"),
    "viewed": _l("An article was opened"),
    "solved": _l("Solved"),
    "solved_at": _l("Solved"),
    "asked": _l("A question followed"),
    "title_zh": _l("Title"),
    "viewer": _l("Who looked"),
    "act": _l("What happened"),
}


def column_name(name: str) -> str:
    """The words over a column; one without own words is called as in the audit trail."""
    return str(COLUMNS[name]) if name in COLUMNS else field_name(name)
