"""Writes of change control, one subject a file. `put_on_agenda` is for the meetings above."""

from app.changes.actions.moves import held_change, move_change, put_on_agenda
from app.changes.actions.requests import edit_request, write_request

__all__ = ["edit_request", "held_change", "move_change", "put_on_agenda", "write_request"]
