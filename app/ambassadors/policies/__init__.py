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
from app.ambassadors.policies.meetings import (
    may_arrange,
    may_lead,
    may_prepare,
    may_propose,
    may_see_meeting,
    may_settle,
    sees_all_actions,
)

__all__ = [
    "may_answer",
    "may_arrange",
    "may_end",
    "may_end_ever",
    "may_lead",
    "may_nominate",
    "may_nominate_everywhere",
    "may_nominate_for",
    "may_prepare",
    "may_propose",
    "may_see",
    "may_see_all",
    "may_see_list",
    "may_see_meeting",
    "may_settle",
    "nominates_in_branch",
    "sees_all_actions",
]
