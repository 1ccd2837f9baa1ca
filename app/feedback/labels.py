"""The words and looks of kinds, areas and statuses, in the language of whoever reads them."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.feedback.models import IdeaKind, IdeaStatus

#: What an idea is about; the code stands in the database.
AREAS = ("daily_report", "tasks", "reports", "permissions", "workflow", "data", "mobile", "speed", "training", "other")


@dataclass(frozen=True, slots=True)
class Look:
    """How a status is drawn: its words, its tone and its icon."""

    label: str
    tone: str
    icon: str


def status_label(status: str) -> str:
    """Name of a status; takes the enumeration or its text."""
    return status_look(status).label


def status_look(status: str) -> Look:
    """How a status is drawn; takes the enumeration or its text."""
    return {**_waiting(), **_on_the_way(), **_ended()}[IdeaStatus(status)]


def _waiting() -> dict[IdeaStatus, Look]:
    return {
        IdeaStatus.submitted: Look(_("New"), tone="neutral", icon="inbox"),
        IdeaStatus.needs_info: Look(_("Question to the author"), tone="warning", icon="help-circle"),
        IdeaStatus.open: Look(_("Open for votes"), tone="accent", icon="chevron-up"),
        IdeaStatus.discussing: Look(_("Being discussed"), tone="info", icon="messages"),
        IdeaStatus.parked: Look(_("Parked"), tone="neutral", icon="player-pause"),
    }


def _on_the_way() -> dict[IdeaStatus, Look]:
    return {
        IdeaStatus.in_review: Look(_("Under review"), tone="info", icon="zoom-check"),
        IdeaStatus.planned: Look(_("Planned"), tone="info", icon="calendar"),
        IdeaStatus.in_progress: Look(_("In progress"), tone="info", icon="progress"),
        IdeaStatus.delivered: Look(_("Delivered"), tone="success", icon="circle-check"),
    }


def _ended() -> dict[IdeaStatus, Look]:
    return {
        IdeaStatus.closed: Look(_("Done"), tone="success", icon="checks"),
        IdeaStatus.declined: Look(_("Declined"), tone="neutral", icon="circle-x"),
        IdeaStatus.withdrawn: Look(_("Withdrawn"), tone="neutral", icon="arrow-back-up"),
        IdeaStatus.merged: Look(_("Merged"), tone="neutral", icon="git-merge"),
    }


def move_label(to_status: str) -> str:
    """What a moderator does when choosing a next status."""
    return {
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
    }[IdeaStatus(to_status)]


def kind_label(kind: str) -> str:
    """Name of a kind of idea."""
    return {IdeaKind.idea: _("Idea"), IdeaKind.problem: _("Problem")}[IdeaKind(kind)]


def area_label(area: str) -> str:
    """Name of an area; an area that the portal does not know keeps the words it came with."""
    names = {
        "daily_report": _("Daily report"),
        "tasks": _("Tasks and plans"),
        "reports": _("Dashboards and reports"),
        "permissions": _("Permissions"),
        "workflow": _("Workflows and approvals"),
        "data": _("Import and export"),
        "mobile": _("On the phone"),
        "speed": _("Speed"),
        "training": _("Training"),
        "other": _("Something else"),
    }
    return names.get(area, area)
