"""Who may do what with appointments, meetings and shared practice."""

from app.ambassadors.policies.appointments import (
    may_answer,
    may_end,
    may_end_ever,
    may_nominate,
    may_nominate_everywhere,
    may_nominate_for,
    may_see,
    may_see_all,
    may_see_list,
    nominates_in_branch,
)

__all__ = [
    "may_answer",
    "may_end",
    "may_end_ever",
    "may_nominate",
    "may_nominate_everywhere",
    "may_nominate_for",
    "may_see",
    "may_see_all",
    "may_see_list",
    "nominates_in_branch",
]
