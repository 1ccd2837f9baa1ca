"""The words of meetings, appointments and hours, in the language of whoever reads them."""

from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.ambassadors.models import (
    ActionStep,
    AgendaItem,
    AppointmentKind,
    AppointmentState,
    AttendanceState,
    ItemKind,
    ItemOutcome,
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingState,
    Purpose,
    Rhythm,
    SharingPresence,
    Standing,
)
from app.foundation.i18n import local_date, local_time


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: its words, its tone and its icon."""

    label: LazyString
    tone: str
    icon: str


KINDS = {
    MeetingKind.ambassador: _l("Ambassadors"),
    MeetingKind.board: _l("Change control board"),
    MeetingKind.health: _l("Software health"),
}
OFFICES = {AppointmentKind.superuser: _l("Superuser"), AppointmentKind.ambassador: _l("Ambassador")}
TERMS = {
    AppointmentState.nominated: _l("Nominated"),
    AppointmentState.active: _l("In office"),
    AppointmentState.declined: _l("Has declined"),
    AppointmentState.ended: _l("Term over"),
}
ATTENDANCES = {
    AttendanceState.attended: _l("came"),
    AttendanceState.excused: _l("excused"),
    AttendanceState.invited: _l("invited"),
}
PRESENCES = {SharingPresence.code: _l("with the code"), SharingPresence.host: _l("entered by the host")}
RHYTHMS = {Rhythm.weekly: _l("by weeks"), Rhythm.monthly: _l("by months")}
WEEKDAYS = {
    0: _l("Monday"),
    1: _l("Tuesday"),
    2: _l("Wednesday"),
    3: _l("Thursday"),
    4: _l("Friday"),
    5: _l("Saturday"),
    6: _l("Sunday"),
}
NTHS = {1: _l("first"), 2: _l("second"), 3: _l("third"), 4: _l("fourth"), 5: _l("last")}
_STATES = {
    MeetingState.planned: Look(_l("Planned"), tone="info", icon="calendar-event"),
    MeetingState.held: Look(_l("Minutes in the making"), tone="warning", icon="pencil"),
    MeetingState.published: Look(_l("Minutes published"), tone="success", icon="lock"),
    MeetingState.cancelled: Look(_l("Called off"), tone="neutral", icon="calendar-off"),
}
_OUTCOMES = {
    ItemOutcome.recommended: Look(_l("Recommended to the board"), tone="success", icon="thumb-up"),
    ItemOutcome.carried: Look(_l("Carried to the next meeting"), tone="info", icon="arrow-forward-up"),
    ItemOutcome.parked: Look(_l("Parked"), tone="neutral", icon="player-pause"),
    ItemOutcome.closed: Look(_l("Dealt with"), tone="success", icon="check"),
}
_STEPS = {
    ActionStep.given: _l("Given"),
    ActionStep.closed: _l("Closed"),
    ActionStep.reopened: _l("Opened again"),
    ActionStep.postponed: _l("Put off"),
    ActionStep.handed_over: _l("Handed over"),
}


def meeting_kind_label(kind: str) -> str:
    """Name of a circle."""
    return str(KINDS[MeetingKind(kind)])


def meeting_look(state: str) -> Look:
    """How the state of a meeting is drawn."""
    return _STATES[MeetingState(state)]


def outcome_look(outcome: str) -> Look:
    """How the outcome of an item is drawn."""
    return _OUTCOMES[ItemOutcome(outcome)]


def step_label(step: str) -> str:
    """Name of a step of an action item."""
    return str(_STEPS[ActionStep(step)])


def outcomes_for(item: AgendaItem) -> dict[str, str]:
    """What may become of an item, with the words of the choice."""
    words: dict[ItemOutcome, str] = {
        ItemOutcome.recommended: _("Recommend it to the board"),
        ItemOutcome.carried: _("Go on discussing it next time"),
        ItemOutcome.parked: _("Park the idea"),
        ItemOutcome.closed: _("It is dealt with here"),
    }
    only_ideas = (ItemOutcome.recommended, ItemOutcome.parked)
    return {
        outcome.value: label
        for outcome, label in words.items()
        if item.kind is ItemKind.idea or outcome not in only_ideas
    }


def rhythm_words(series: MeetingSeries) -> str:
    """How often a series meets, as people say it."""
    day = str(WEEKDAYS[series.weekday])
    if series.rhythm is Rhythm.weekly:
        words = ngettext("Every week on %(day)s", "Every %(num)s weeks on %(day)s", series.every, day=day)
    else:
        words = ngettext(
            "Every month on the %(which)s %(day)s",
            "Every %(num)s months on the %(which)s %(day)s",
            series.every,
            which=str(NTHS[series.nth]),
            day=day,
        )
    return str(words)


def meeting_name(meeting: Meeting) -> str:
    """Name and moment of a meeting; its day where no hour was recorded."""
    name = meeting.title or meeting_kind_label(meeting.kind)
    return f"{name} · {local_time(meeting.starts_at, 'short') if meeting.starts_at else local_date(meeting.held_on)}"


FILTERS = {
    "meeting_name": meeting_name,
    "meeting_kind": meeting_kind_label,
    "meeting_look": meeting_look,
    "outcome_look": outcome_look,
    "action_step": step_label,
    "rhythm_words": rhythm_words,
}


_STANDINGS: dict[Standing, LazyString] = {
    Standing.nominated: _l("Nominated"),
    Standing.declined: _l("Has declined"),
    Standing.ended: _l("Term over"),
    Standing.upcoming: _l("Not begun yet"),
    Standing.learning: _l("Learning the kit"),
    Standing.lapsed: _l("Lapsed"),
    Standing.away: _l("Away"),
    Standing.serving: _l("Serving"),
}


def standing_words(standing: Standing) -> str:
    """The word for how an appointment stands, in the reader's language."""
    return str(_STANDINGS[standing])


PURPOSES: dict[Purpose, LazyString] = {
    Purpose.coaching: _l("Helping colleagues"),
    Purpose.reviewing: _l("Looking at hands-on tasks"),
    Purpose.collecting: _l("Collecting ideas"),
    Purpose.meeting: _l("Meetings"),
    Purpose.writing: _l("Writing things down"),
    Purpose.other: _l("Something else"),
}
