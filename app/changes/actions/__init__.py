"""Writes of change control, one subject a file. `put_on_agenda` is for the meetings above."""

from app.changes.actions.assessing import assess_change
from app.changes.actions.emergencies import approve_emergency
from app.changes.actions.linking import link_idea, unlink_idea
from app.changes.actions.moves import held_change, move_change, put_on_agenda
from app.changes.actions.releases import edit_release, publish_release, write_review
from app.changes.actions.requests import edit_request, write_request
from app.changes.actions.steps import take_step
from app.changes.actions.templates import retire_template, win_quickly, write_template
from app.changes.actions.windows import add_freeze, edit_freeze, end_freeze, schedule_change

__all__ = [
    "add_freeze",
    "approve_emergency",
    "assess_change",
    "edit_freeze",
    "edit_release",
    "edit_request",
    "end_freeze",
    "held_change",
    "link_idea",
    "move_change",
    "publish_release",
    "put_on_agenda",
    "retire_template",
    "schedule_change",
    "take_step",
    "unlink_idea",
    "win_quickly",
    "write_request",
    "write_review",
    "write_template",
]
