"""The coverage board."""

from flask import Response, request
from flask_login import current_user

from app.ambassadors import policies, queries
from app.ambassadors.views.blueprint import blueprint, own_branch
from app.foundation.pages import page
from app.foundation.security import requires, signed_in


@blueprint.get("/ambassadors/")
@requires(signed_in)
def show_board() -> Response:
    """Which departments and project groups are served, and by whom; and what the reader was asked to do."""
    departments, groups = queries.department_board(), queries.group_board()
    wanted = request.args.get("coverage", "")
    return page(
        "ambassadors/board.html",
        fragments={"coverage-board"},
        wanted=wanted,
        mine=queries.open_appointments_of(current_user.id),
        departments=queries.only(departments, wanted),
        department_counts=queries.counts(departments),
        groups=queries.only(groups, wanted),
        group_counts=queries.counts(groups),
        may_nominate=policies.may_nominate(current_user),
        own_branch=own_branch(),
        everywhere=policies.may_nominate_everywhere(current_user),
        may_see_list=policies.may_see_list(current_user),
    )
