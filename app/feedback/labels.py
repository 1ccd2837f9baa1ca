"""The words and looks of kinds, areas and statuses, in the language of whoever reads them."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.feedback.models import DeclineCode, Idea, IdeaKind, IdeaStatus


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is drawn: its words, its tone and its icon."""

    label: LazyString
    tone: str
    icon: str


_LOOKS = {
    IdeaStatus.submitted: Look(lazy_pgettext("status", "New"), tone="neutral", icon="inbox"),
    IdeaStatus.needs_info: Look(_l("Question to the author"), tone="warning", icon="help-circle"),
    IdeaStatus.open: Look(_l("Open for votes"), tone="accent", icon="chevron-up"),
    IdeaStatus.discussing: Look(_l("Being discussed"), tone="info", icon="messages"),
    IdeaStatus.parked: Look(_l("Parked"), tone="neutral", icon="player-pause"),
    IdeaStatus.in_review: Look(_l("Under review"), tone="info", icon="zoom-check"),
    IdeaStatus.planned: Look(_l("Planned"), tone="info", icon="calendar"),
    IdeaStatus.in_progress: Look(lazy_pgettext("status", "In progress"), tone="info", icon="progress"),
    IdeaStatus.delivered: Look(_l("Delivered"), tone="success", icon="circle-check"),
    IdeaStatus.closed: Look(_l("Done"), tone="success", icon="checks"),
    IdeaStatus.declined: Look(_l("Declined"), tone="neutral", icon="circle-x"),
    IdeaStatus.withdrawn: Look(_l("Withdrawn"), tone="neutral", icon="arrow-back-up"),
    IdeaStatus.merged: Look(_l("Merged"), tone="neutral", icon="git-merge"),
}
_KINDS = {IdeaKind.idea: _l("Idea"), IdeaKind.problem: _l("Problem")}
_AREAS = {
    "daily_report": _l("Daily report"),
    "tasks": _l("Tasks and plans"),
    "reports": _l("Dashboards and reports"),
    "permissions": _l("Permissions"),
    "workflow": _l("Workflows and approvals"),
    "data": _l("Import and export"),
    "mobile": _l("On the phone"),
    "speed": _l("Speed"),
    "training": _l("Training"),
    "other": _l("Something else"),
}

#: What an idea is about; the code stands in the database.
AREAS = tuple(_AREAS)


def status_look(status: str) -> Look:
    """How a status is drawn; takes the enumeration or its text."""
    return _LOOKS[IdeaStatus(status)]


def status_label(status: str) -> str:
    """Name of a status; takes the enumeration or its text."""
    return str(status_look(status).label)


def kind_label(kind: str) -> str:
    """Name of a kind of idea."""
    return str(_KINDS[IdeaKind(kind)])


def area_label(area: str) -> str:
    """Name of an area; an area that the portal does not know keeps the words it came with."""
    return str(_AREAS.get(area, area))


_DECLINED = {
    DeclineCode.exists_already: _l("The tool can do it already"),
    DeclineCode.not_feasible: _l("The tool cannot do it"),
    DeclineCode.too_costly: _l("Costs more than it brings"),
    DeclineCode.out_of_scope: _l("Not for this portal or tool"),
    DeclineCode.security: _l("Security or privacy stands against it"),
    DeclineCode.against_policy: _l("A rule of the company stands against it"),
    DeclineCode.little_use: _l("Helps too few"),
    DeclineCode.other: _l("Another reason"),
}
_CHAIN_HINTS = {
    IdeaStatus.discussing: _l("An idea is discussed when it stands on the agenda of a meeting: put it there."),
    IdeaStatus.in_review: _l("An idea is reviewed when a change request is linked to it: write one or link one."),
    IdeaStatus.planned: _l("An idea is planned when the board approves its change request, or as a standard change."),
    IdeaStatus.in_progress: _l("Work begins with the change request: start it there."),
    IdeaStatus.delivered: _l("An idea is delivered by a release: publish it there."),
    IdeaStatus.closed: _l("A delivered idea is done after its review, or after 30 days without objection."),
    IdeaStatus.declined: _l("The board decides on its change request; a refusal then comes back here."),
}


def decline_label(code: str) -> str:
    """Why an idea was declined, in a few words."""
    return str(_DECLINED[DeclineCode(code)])


def chain_hint(to_status: str) -> str:
    """Where a status comes from that nobody sets by hand."""
    return str(_CHAIN_HINTS[IdeaStatus(to_status)])


_CLOSED_BECAUSE = {
    IdeaStatus.submitted: _l("Voting opens when the PMO has answered for the first time."),
    IdeaStatus.needs_info: _l("Voting opens when the author has answered a question."),
    IdeaStatus.in_review: _l("The board weighs it now, with the votes that were given. Yours is free again."),
    IdeaStatus.planned: _l("It is decided: it will be done. Votes stay counted and are free again."),
    IdeaStatus.in_progress: _l("It is being worked on. Votes stay counted and are free again."),
    IdeaStatus.delivered: _l("It is there. Votes stay counted and are free again."),
    IdeaStatus.closed: _l("It is done. Votes stay counted and are free again."),
    IdeaStatus.declined: _l("It was declined; the answer says why. Votes stay counted and are free again."),
    IdeaStatus.withdrawn: _l("Its author took it back. Votes are free again."),
    IdeaStatus.merged: _l("It lives on in another idea: vote there."),
}


def closed_because(idea: Idea) -> str:
    """Why an idea takes no votes now, in words; empty where it takes them."""
    if idea.hidden_at is not None:
        return str(_("It is hidden, so nobody votes for it."))
    return "" if idea.takes_votes else str(_CLOSED_BECAUSE[idea.status])


def move_label(to_status: str) -> str:
    """What a moderator does when choosing a next status."""
    words: dict[IdeaStatus, str] = {
        IdeaStatus.submitted: _("The question is answered"),
        IdeaStatus.needs_info: _("Ask the author a question"),
        IdeaStatus.open: _("Open for votes"),
        IdeaStatus.discussing: _("Put up for discussion"),
        IdeaStatus.in_review: _("Send to review"),
        IdeaStatus.parked: _("Park for now"),
        IdeaStatus.planned: _("Plan it"),
        IdeaStatus.in_progress: _("Work has begun"),
        IdeaStatus.delivered: _("It is delivered"),
        IdeaStatus.closed: _("Close as done"),
        IdeaStatus.declined: _("Decline"),
        IdeaStatus.withdrawn: _("Withdraw"),
        IdeaStatus.merged: _("Merge"),
    }
    return words[IdeaStatus(to_status)]
