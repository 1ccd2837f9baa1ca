"""How values that features keep as codes or ids are called on the page of the audit trail, which stands below them all."""

from collections.abc import Mapping
from typing import Any

from app.accounts.queries.audit_names import Namer
from app.ambassadors.labels import KINDS as CIRCLES
from app.ambassadors.labels import NTHS, OFFICES, RHYTHMS, TERMS, WEEKDAYS, meeting_look
from app.ambassadors.models import MeetingState
from app.ambassadors.texts import PRACTICE_STATES
from app.hr.labels import SCHEDULES
from app.metrics.labels import BENEFIT_RHYTHMS, DIRECTIONS, EVIDENCE, MEASURES
from app.metrics.texts import reports
from app.training.queries.audit_names import path_names, wave_names
from app.training.texts import DUE_KINDS, WAVE_KINDS

# Kind of thing and field -> what its values are called.
AUDITED_VALUES: dict[tuple[str, str], Mapping[Any, Any]] = {
    ("appointment", "kind"): OFFICES,
    ("appointment", "state"): TERMS,
    ("benefit", "evidence"): EVIDENCE,
    ("benefit", "measure"): MEASURES,
    ("benefit", "rhythm"): BENEFIT_RHYTHMS,
    ("export_schedule", "every"): SCHEDULES,
    ("goal", "direction"): DIRECTIONS,
    ("meeting", "state"): {state: meeting_look(state).label for state in MeetingState},
    ("meeting_series", "kind"): CIRCLES,
    ("meeting_series", "nth"): {str(nth): word for nth, word in NTHS.items()},
    ("meeting_series", "rhythm"): RHYTHMS,
    ("meeting_series", "weekday"): {str(day): word for day, word in WEEKDAYS.items()},
    ("path", "due_kind"): DUE_KINDS,
    ("practice", "state"): PRACTICE_STATES,
    ("report", "kind"): reports.KINDS,
    ("report", "untold"): reports.UNTOLD,
    ("wave", "kind"): WAVE_KINDS,
}

# Kind of thing -> who names it by its ids. Ideas and change requests go by their numbers: not everyone may read their titles.
AUDITED_NAMES: dict[str, Namer] = {"path": path_names, "wave": wave_names}
