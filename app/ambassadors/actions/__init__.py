"""Writes of superusers and ambassadors, one subject a file."""

from app.ambassadors.actions.appointments import answer, end, hand_over, nominate
from app.ambassadors.actions.deputies import name_deputy, withdraw_deputy
from app.ambassadors.actions.errors import AlreadyNominated, Answered, DeputyNamedAlready
from app.ambassadors.actions.following import end_lapsed_terms, return_lent_roles, tell_of_lapses
from app.ambassadors.actions.gates import pass_gate
from app.ambassadors.actions.hours import Hours, correct_hours, log_hours, set_ceiling
from app.ambassadors.actions.nominations import endorse, support, withdraw_support
from app.ambassadors.actions.standards import set_standard

__all__ = [
    "AlreadyNominated",
    "Answered",
    "DeputyNamedAlready",
    "Hours",
    "answer",
    "correct_hours",
    "end",
    "end_lapsed_terms",
    "endorse",
    "hand_over",
    "log_hours",
    "name_deputy",
    "nominate",
    "pass_gate",
    "return_lent_roles",
    "set_ceiling",
    "set_standard",
    "support",
    "tell_of_lapses",
    "withdraw_deputy",
    "withdraw_support",
]
