"""The blueprint that all pages of superusers and ambassadors hang on, and what they all need to know."""

from flask import Blueprint, g
from flask_login import current_user

from app.accounts.queries import department_branch
from app.ambassadors import policies

blueprint = Blueprint("ambassadors", __name__)


def own_branch() -> list[int]:
    """Ids of the departments for which the signed-in person may nominate as their manager; read once in a request."""
    if not policies.nominates_in_branch(current_user):
        return []
    if "own_branch" not in g:
        g.own_branch = department_branch(current_user.department_id)
    return list(g.own_branch)
