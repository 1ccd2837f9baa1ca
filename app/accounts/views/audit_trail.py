"""The audit trail: read by few, written by nobody."""

from datetime import date

from flask import Response, request

from app.accounts import policies, queries
from app.accounts.queries import AuditFilter
from app.accounts.views import blueprint
from app.foundation import audit_chain
from app.foundation.pages import page
from app.foundation.security import requires

FIELDS = ("actor", "act", "subject", "from", "to")
CENTURIES = range(1970, 2200)


@blueprint.get("/audit/")
@requires(policies.may_see_audit)
def show_audit() -> Response:
    """Who did what, when, and what it was before and after."""
    given = request.args
    wanted = AuditFilter(
        actor=given.get("actor", "")[:100],
        act=given.get("act", "")[:60],
        subject=given.get("subject", "")[:60],
        first_day=given.get("from", None, _day),
        last_day=given.get("to", None, _day),
    )
    return page(
        "accounts/audit.html",
        fragments={"audit-list"},
        wanted=wanted,
        lines=queries.audit_trail(wanted, given.get("page", 1, int)),
        acts=queries.audited_acts(),
        head=audit_chain.head(),
        params={name: given[name] for name in FIELDS if given.get(name)},
    )


def _day(text: str) -> date:
    """A day out of an address; one outside these centuries is as good as none. Raises ValueError."""
    day = date.fromisoformat(text)
    if day.year not in CENTURIES:
        raise ValueError(text)
    return day
