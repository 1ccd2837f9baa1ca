"""The audit trail: read by few, written by nobody."""

from datetime import date

from flask import Response, request, stream_with_context
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from app.accounts import policies, queries
from app.accounts.actions.audit_file import audit_csv, note_audit_file
from app.accounts.queries import AuditFilter
from app.accounts.views import blueprint
from app.accounts.views.filters import audit_value
from app.foundation import audit_chain, clock
from app.foundation.pages import page
from app.foundation.security import requires

FIELDS = ("actor", "act", "subject", "from", "to")
CENTURIES = range(1970, 2200)


@blueprint.get("/audit/")
@requires(policies.may_see_audit)
def show_audit() -> Response:
    """Who did what, when, and what it was before and after."""
    given, wanted = request.args, _wanted(request.args)
    return page(
        "accounts/audit.html",
        fragments={"audit-list"},
        wanted=wanted,
        lines=queries.audit_trail(wanted, given.get("page", 1, int)),
        acts=queries.audited_acts(),
        head=audit_chain.head(),
        params=_asked(given),
    )


@blueprint.post("/audit/file")
@requires(policies.may_see_audit)
def create_audit_file() -> Response:
    """What the page shows under its filters, all of it, as CSV; it is sent while it is made."""
    note_audit_file(by=current_user.id, asked=_asked(request.form))
    answer = Response(
        stream_with_context(audit_csv(_wanted(request.form), audit_value)), content_type="text/csv; charset=utf-8"
    )
    answer.headers["X-Accel-Buffering"] = "no"
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-{clock.today().isoformat()}.csv"'
    return answer


def _wanted(given: MultiDict[str, str]) -> AuditFilter:
    return AuditFilter(
        actor=given.get("actor", "")[:100],
        act=given.get("act", "")[:60],
        subject=given.get("subject", "")[:60],
        first_day=given.get("from", None, _day),
        last_day=given.get("to", None, _day),
    )


def _asked(given: MultiDict[str, str]) -> dict[str, str]:
    return {name: given[name][:100] for name in FIELDS if given.get(name)}


def _day(text: str) -> date:
    """A day out of an address; one outside these centuries is as good as none. Raises ValueError."""
    day = date.fromisoformat(text)
    if day.year not in CENTURIES:
        raise ValueError(text)
    return day
