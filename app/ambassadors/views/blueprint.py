"""The blueprint that all pages of superusers and ambassadors hang on, and what they all need to know."""

from flask import Blueprint
from flask_login import current_user

from app.accounts.queries import department_branch
from app.ambassadors import policies

blueprint = Blueprint("ambassadors", __name__)


def own_branch() -> list[int]:
    """Ids of the departments for which the signed-in person may nominate as their manager."""
    return department_branch(current_user.department_id) if policies.nominates_in_branch(current_user) else []
